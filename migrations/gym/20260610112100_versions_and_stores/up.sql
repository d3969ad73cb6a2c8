-- 20260610112100_versions_and_stores of gym, up.

-- Schemas
CREATE SCHEMA schemagen_archive_20260610112100_public;
DO $$
DECLARE
    other text;
BEGIN
    EXECUTE pg_catalog.format(
        'COMMENT ON SCHEMA schemagen_archive_20260610112100_public IS %L',
        'archived at ' || pg_catalog.to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || '+00'
    );
    FOR other IN
        SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::pg_catalog.regrole::text END
        FROM pg_catalog.pg_namespace AS n, pg_catalog.aclexplode(n.nspacl) AS a
        WHERE n.nspname = 'schemagen_archive_20260610112100_public' AND a.grantee <> n.nspowner
    LOOP
        EXECUTE pg_catalog.format('REVOKE ALL ON SCHEMA schemagen_archive_20260610112100_public FROM %s', other);
    END LOOP;
END
$$;

-- Tables
ALTER TABLE public.checkins NO FORCE ROW LEVEL SECURITY;

-- Columns
LOCK TABLE public.checkins IN SHARE ROW EXCLUSIVE MODE;
CREATE TABLE schemagen_archive_20260610112100_public.checkins_note_values AS SELECT present.id AS key_1, present.note AS value FROM public.checkins AS present WHERE present.note IS NOT NULL;

-- Tables
ALTER TABLE public.checkins FORCE ROW LEVEL SECURITY;

-- Columns
ALTER TABLE public.checkins DROP COLUMN note;

-- Sequences
CREATE SEQUENCE public.app_stores_id_seq AS integer START WITH 1 MINVALUE 1 MAXVALUE 2147483647;
CREATE SEQUENCE public.versions_id_seq AS integer START WITH 1 MINVALUE 1 MAXVALUE 2147483647;

-- Tables
CREATE TABLE public.app_stores (
    id integer DEFAULT nextval('public.app_stores_id_seq'::regclass) NOT NULL,
    store text,
    url text,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    disabled_at timestamp without time zone,
    CONSTRAINT app_stores_pkey PRIMARY KEY (id),
    CONSTRAINT app_stores_store_check CHECK ((store = ANY (ARRAY['ios'::text, 'android'::text])))
);
ALTER TABLE public.app_stores ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.app_stores FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.app_stores IS 'Where the mobile application can be had.';

-- Columns
COMMENT ON COLUMN public.app_stores.store IS 'ios or android.';

-- Tables
CREATE TABLE public.versions (
    id integer DEFAULT nextval('public.versions_id_seq'::regclass) NOT NULL,
    app_version text,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    disabled_at timestamp without time zone,
    CONSTRAINT versions_pkey PRIMARY KEY (id)
);
ALTER TABLE public.versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.versions FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.versions IS 'Versions of the mobile application.';

-- Check constraints
ALTER TABLE public.notifications ADD CONSTRAINT notifications_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sent'::text, 'failed'::text]))) NOT VALID;

-- Policies
CREATE POLICY app_stores_instructor_select ON public.app_stores FOR SELECT TO gym_instructor
    USING (true);
CREATE POLICY app_stores_manager_select ON public.app_stores FOR SELECT TO gym_manager
    USING (true);
CREATE POLICY app_stores_student_select ON public.app_stores FOR SELECT TO gym_student
    USING (true);
CREATE POLICY app_stores_system_delete ON public.app_stores FOR DELETE TO gym_system
    USING (true);
CREATE POLICY app_stores_system_insert ON public.app_stores FOR INSERT TO gym_system
    WITH CHECK (true);
CREATE POLICY app_stores_system_select ON public.app_stores FOR SELECT TO gym_system
    USING (true);
CREATE POLICY app_stores_system_update ON public.app_stores FOR UPDATE TO gym_system
    USING (true)
    WITH CHECK (true);
CREATE POLICY versions_instructor_select ON public.versions FOR SELECT TO gym_instructor
    USING (true);
CREATE POLICY versions_manager_select ON public.versions FOR SELECT TO gym_manager
    USING (true);
CREATE POLICY versions_student_select ON public.versions FOR SELECT TO gym_student
    USING (true);
CREATE POLICY versions_system_delete ON public.versions FOR DELETE TO gym_system
    USING (true);
CREATE POLICY versions_system_insert ON public.versions FOR INSERT TO gym_system
    WITH CHECK (true);
CREATE POLICY versions_system_select ON public.versions FOR SELECT TO gym_system
    USING (true);
CREATE POLICY versions_system_update ON public.versions FOR UPDATE TO gym_system
    USING (true)
    WITH CHECK (true);

-- Sequences
ALTER SEQUENCE public.app_stores_id_seq OWNED BY public.app_stores.id;
ALTER SEQUENCE public.versions_id_seq OWNED BY public.versions.id;

-- Grants
GRANT USAGE ON SEQUENCE public.app_stores_id_seq TO gym_system;
GRANT USAGE ON SEQUENCE public.versions_id_seq TO gym_system;
GRANT SELECT ON TABLE public.app_stores TO gym_instructor;
GRANT SELECT ON TABLE public.app_stores TO gym_manager;
GRANT SELECT ON TABLE public.app_stores TO gym_student;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.app_stores TO gym_system;
GRANT SELECT ON TABLE public.versions TO gym_instructor;
GRANT SELECT ON TABLE public.versions TO gym_manager;
GRANT SELECT ON TABLE public.versions TO gym_student;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.versions TO gym_system;

-- schemagen: new transaction
-- Check constraints
ALTER TABLE public.notifications VALIDATE CONSTRAINT notifications_status_check;

-- schemagen: no transaction
-- Indexes
CREATE INDEX CONCURRENTLY notifications_recipients_idx ON public.notifications USING gin (recipients);
