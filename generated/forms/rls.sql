-- Made by schemagen from specs/forms.yaml. Do not edit.
-- Who may see and do what: this part of schema.sql on its own.

BEGIN;

SET LOCAL search_path = public;

-- Roles

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'forms_author') THEN
    CREATE ROLE forms_author NOLOGIN;
    COMMENT ON ROLE forms_author IS 'Who designs forms. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'forms_reader') THEN
    CREATE ROLE forms_reader NOLOGIN;
    COMMENT ON ROLE forms_reader IS 'Who evaluates what was submitted. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'forms_submitter') THEN
    CREATE ROLE forms_submitter NOLOGIN;
    COMMENT ON ROLE forms_submitter IS 'Who fills a form in. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'forms_system') THEN
    CREATE ROLE forms_system NOLOGIN;
    COMMENT ON ROLE forms_system IS 'The service itself, which alone writes events. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;

-- Tables

ALTER TABLE public.events ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.events FORCE ROW LEVEL SECURITY;
ALTER TABLE public.form_definitions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.form_definitions FORCE ROW LEVEL SECURITY;
ALTER TABLE public.form_submissions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.form_submissions FORCE ROW LEVEL SECURITY;

-- Policies

CREATE POLICY events_system_insert ON public.events FOR INSERT TO forms_system
    WITH CHECK (true);
CREATE POLICY events_system_select ON public.events FOR SELECT TO forms_system
    USING (true);

CREATE POLICY form_definitions_author_insert ON public.form_definitions FOR INSERT TO forms_author
    WITH CHECK (true);
CREATE POLICY form_definitions_author_select ON public.form_definitions FOR SELECT TO forms_author
    USING (true);
CREATE POLICY form_definitions_author_update ON public.form_definitions FOR UPDATE TO forms_author
    USING (true)
    WITH CHECK (true);
CREATE POLICY form_definitions_reader_select ON public.form_definitions FOR SELECT TO forms_reader
    USING (status <> 'draft');
CREATE POLICY form_definitions_submitter_select ON public.form_definitions FOR SELECT TO forms_submitter
    USING (status <> 'draft');
CREATE POLICY form_definitions_system_delete ON public.form_definitions FOR DELETE TO forms_system
    USING (true);
CREATE POLICY form_definitions_system_insert ON public.form_definitions FOR INSERT TO forms_system
    WITH CHECK (true);
CREATE POLICY form_definitions_system_select ON public.form_definitions FOR SELECT TO forms_system
    USING (true);
CREATE POLICY form_definitions_system_update ON public.form_definitions FOR UPDATE TO forms_system
    USING (true)
    WITH CHECK (true);

CREATE POLICY form_submissions_reader_select ON public.form_submissions FOR SELECT TO forms_reader
    USING (status <> 'draft');
CREATE POLICY form_submissions_submitter_insert ON public.form_submissions FOR INSERT TO forms_submitter
    WITH CHECK (id = (SELECT public.claim_submission_id()));
CREATE POLICY form_submissions_submitter_select ON public.form_submissions FOR SELECT TO forms_submitter
    USING (id = (SELECT public.claim_submission_id()));
CREATE POLICY form_submissions_submitter_update ON public.form_submissions FOR UPDATE TO forms_submitter
    USING (id = (SELECT public.claim_submission_id()) and status = 'draft')
    WITH CHECK (id = (SELECT public.claim_submission_id()));
CREATE POLICY form_submissions_system_delete ON public.form_submissions FOR DELETE TO forms_system
    USING (true);
CREATE POLICY form_submissions_system_insert ON public.form_submissions FOR INSERT TO forms_system
    WITH CHECK (true);
CREATE POLICY form_submissions_system_select ON public.form_submissions FOR SELECT TO forms_system
    USING (true);
CREATE POLICY form_submissions_system_update ON public.form_submissions FOR UPDATE TO forms_system
    USING (true)
    WITH CHECK (true);

-- Grants

GRANT SELECT, INSERT ON TABLE public.events TO forms_system;
GRANT SELECT, INSERT, UPDATE ON TABLE public.form_definitions TO forms_author;
GRANT SELECT ON TABLE public.form_definitions TO forms_reader;
GRANT SELECT ON TABLE public.form_definitions TO forms_submitter;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.form_definitions TO forms_system;
GRANT SELECT ON TABLE public.form_submissions TO forms_reader;
GRANT SELECT, INSERT, UPDATE ON TABLE public.form_submissions TO forms_submitter;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.form_submissions TO forms_system;
GRANT USAGE ON SCHEMA public TO forms_author;
GRANT USAGE ON SCHEMA public TO forms_reader;
GRANT USAGE ON SCHEMA public TO forms_submitter;
GRANT USAGE ON SCHEMA public TO forms_system;

COMMIT;
