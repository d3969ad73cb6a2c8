-- 20260506102100_relationships of directory, up.

-- Schemas
CREATE SCHEMA schemagen_archive_20260506102100_public;
DO $$
DECLARE
    other text;
BEGIN
    EXECUTE pg_catalog.format(
        'COMMENT ON SCHEMA schemagen_archive_20260506102100_public IS %L',
        'archived at ' || pg_catalog.to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || '+00'
    );
    FOR other IN
        SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::pg_catalog.regrole::text END
        FROM pg_catalog.pg_namespace AS n, pg_catalog.aclexplode(n.nspacl) AS a
        WHERE n.nspname = 'schemagen_archive_20260506102100_public' AND a.grantee <> n.nspowner
    LOOP
        EXECUTE pg_catalog.format('REVOKE ALL ON SCHEMA schemagen_archive_20260506102100_public FROM %s', other);
    END LOOP;
END
$$;

-- Tables
ALTER TABLE public.member_daily_highlights NO FORCE ROW LEVEL SECURITY;

-- Columns
LOCK TABLE public.member_daily_highlights IN SHARE ROW EXCLUSIVE MODE;
CREATE TABLE schemagen_archive_20260506102100_public.member_daily_highlights_streak_values AS SELECT present.id AS key_1, present.streak AS value FROM public.member_daily_highlights AS present;

-- Tables
ALTER TABLE public.member_daily_highlights FORCE ROW LEVEL SECURITY;

-- Columns
ALTER TABLE public.member_daily_highlights DROP COLUMN streak;

-- Tables
CREATE TABLE public.member_relationships (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    entity_id_a character varying(255) NOT NULL,
    entity_id_b character varying(255) NOT NULL,
    relationship_type character varying(50) NOT NULL,
    content jsonb NOT NULL,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    CONSTRAINT member_relationships_pkey PRIMARY KEY (id)
);
ALTER TABLE public.member_relationships ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.member_relationships FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.member_relationships IS 'A relationship between two members, by their ElizaOS entity ids, which are no member ids and refer to nothing here.';

-- Columns
COMMENT ON COLUMN public.member_relationships.relationship_type IS 'INVITED, MENTORED and others; the list is open.';
COMMENT ON COLUMN public.member_relationships.content IS 'What is known about the relationship.';
ALTER TABLE public.member_daily_highlights ALTER COLUMN voice_minutes DROP DEFAULT;
ALTER TABLE public.member_daily_highlights ALTER COLUMN voice_minutes TYPE integer USING voice_minutes::integer;
ALTER TABLE public.member_daily_highlights ALTER COLUMN voice_minutes SET DEFAULT 0;

-- Indexes
CREATE INDEX relationship_entity_a_idx ON public.member_relationships (entity_id_a);
CREATE INDEX relationship_entity_b_idx ON public.member_relationships (entity_id_b);
CREATE INDEX relationship_type_idx ON public.member_relationships (relationship_type);

-- Policies
CREATE POLICY member_relationships_admin_select ON public.member_relationships FOR SELECT TO directory_admin
    USING (true);
CREATE POLICY member_relationships_system_delete ON public.member_relationships FOR DELETE TO directory_system
    USING (true);
CREATE POLICY member_relationships_system_insert ON public.member_relationships FOR INSERT TO directory_system
    WITH CHECK (true);
CREATE POLICY member_relationships_system_select ON public.member_relationships FOR SELECT TO directory_system
    USING (true);
CREATE POLICY member_relationships_system_update ON public.member_relationships FOR UPDATE TO directory_system
    USING (true)
    WITH CHECK (true);

-- Grants
GRANT SELECT ON TABLE public.member_relationships TO directory_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.member_relationships TO directory_system;

-- schemagen: no transaction
-- Indexes
CREATE INDEX CONCURRENTLY participation_occurred_at_idx ON public.member_participation (occurred_at);
