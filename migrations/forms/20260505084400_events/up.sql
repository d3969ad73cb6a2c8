-- 20260505084400_events of forms, up.

-- Schemas
CREATE SCHEMA schemagen_archive_20260505084400_public;
DO $$
DECLARE
    other text;
BEGIN
    EXECUTE pg_catalog.format(
        'COMMENT ON SCHEMA schemagen_archive_20260505084400_public IS %L',
        'archived at ' || pg_catalog.to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || '+00'
    );
    FOR other IN
        SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::pg_catalog.regrole::text END
        FROM pg_catalog.pg_namespace AS n, pg_catalog.aclexplode(n.nspacl) AS a
        WHERE n.nspname = 'schemagen_archive_20260505084400_public' AND a.grantee <> n.nspowner
    LOOP
        EXECUTE pg_catalog.format('REVOKE ALL ON SCHEMA schemagen_archive_20260505084400_public FROM %s', other);
    END LOOP;
END
$$;

-- Tables
ALTER TABLE public.form_submissions NO FORCE ROW LEVEL SECURITY;

-- Columns
LOCK TABLE public.form_submissions IN SHARE ROW EXCLUSIVE MODE;
CREATE TABLE schemagen_archive_20260505084400_public.form_submissions_reviewed_by_values AS SELECT present.id AS key_1, present.reviewed_by AS value FROM public.form_submissions AS present WHERE present.reviewed_by IS NOT NULL;

-- Tables
ALTER TABLE public.form_submissions FORCE ROW LEVEL SECURITY;

-- Columns
ALTER TABLE public.form_submissions DROP COLUMN reviewed_by;

-- Functions
CREATE FUNCTION public.refuse_change()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION 'table %.% is append-only', TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation',
          HINT = format('%s is refused; add a row that corrects the earlier one', TG_OP);
END
$$;
COMMENT ON FUNCTION public.refuse_change() IS 'Refuses changes to append-only tables.';

-- Tables
CREATE TABLE public.events (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    aggregate_id uuid NOT NULL,
    aggregate_type text NOT NULL,
    event_type text NOT NULL,
    payload jsonb NOT NULL,
    event_version integer NOT NULL,
    correlation_id uuid,
    created_at timestamp with time zone DEFAULT now(),
    CONSTRAINT events_pkey PRIMARY KEY (id),
    CONSTRAINT events_aggregate_id_event_version_key UNIQUE (aggregate_id, event_version)
);
ALTER TABLE public.events ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.events FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.events IS 'What happened to a form or a submission, in order, for good.';

-- Columns
COMMENT ON COLUMN public.events.aggregate_id IS 'What it happened to.';
COMMENT ON COLUMN public.events.event_version IS 'The place among the events of its aggregate.';
COMMENT ON COLUMN public.events.correlation_id IS 'What belongs together.';

-- Indexes
CREATE INDEX events_aggregate_type_created_at_idx ON public.events (aggregate_type, created_at);
CREATE INDEX events_correlation_id_idx ON public.events (correlation_id);
CREATE INDEX events_created_at_idx ON public.events (created_at);
CREATE INDEX events_payload_idx ON public.events USING gin (payload);

-- Triggers
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON public.events FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON public.events FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- Policies
CREATE POLICY events_system_insert ON public.events FOR INSERT TO forms_system
    WITH CHECK (true);
CREATE POLICY events_system_select ON public.events FOR SELECT TO forms_system
    USING (true);

-- Grants
GRANT SELECT, INSERT ON TABLE public.events TO forms_system;
