-- 20260401083000_initial of forms, up.

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

-- Functions
CREATE FUNCTION public.claim_submission_id()
    RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$SELECT nullif(pg_catalog.current_setting('app.submission_id', true), '')::uuid$$;
COMMENT ON FUNCTION public.claim_submission_id() IS 'The claim submission_id of the session, null without one.';
CREATE FUNCTION public.set_updated_at()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
  NEW.updated_at := pg_catalog.now();
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION public.set_updated_at() IS 'Maintains updated_at.';

-- Tables
CREATE TABLE public.form_definitions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name character varying(60) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    definition jsonb NOT NULL,
    status text DEFAULT 'draft'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone DEFAULT now(),
    CONSTRAINT form_definitions_pkey PRIMARY KEY (id),
    CONSTRAINT form_definitions_name_version_key UNIQUE (name, version),
    CONSTRAINT valid_status CHECK ((status = ANY (ARRAY['draft'::text, 'active'::text, 'archived'::text])))
);
ALTER TABLE public.form_definitions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.form_definitions FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.form_definitions IS 'A version of a form. Its definition is a JSON Schema for what is submitted.';
CREATE TABLE public.form_submissions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    form_definition_id uuid NOT NULL,
    form_version integer NOT NULL,
    data jsonb NOT NULL,
    status text DEFAULT 'draft'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone DEFAULT now(),
    reviewed_by text,
    CONSTRAINT form_submissions_pkey PRIMARY KEY (id)
);
ALTER TABLE public.form_submissions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.form_submissions FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.form_submissions IS 'What was filled in for one version of a form.';

-- Foreign keys
ALTER TABLE public.form_submissions ADD CONSTRAINT form_submissions_form_definition_id_fkey FOREIGN KEY (form_definition_id) REFERENCES public.form_definitions (id);

-- Indexes
CREATE INDEX form_definitions_created_at_idx ON public.form_definitions (created_at);
CREATE INDEX form_definitions_definition_idx ON public.form_definitions USING gin (definition);
CREATE INDEX form_definitions_name_idx ON public.form_definitions (name) WHERE (status = 'active'::text);
CREATE INDEX form_submissions_created_at_idx ON public.form_submissions (created_at);
CREATE INDEX form_submissions_data_idx ON public.form_submissions USING gin (data);
CREATE INDEX form_submissions_form_definition_id_idx ON public.form_submissions (form_definition_id);
CREATE INDEX form_submissions_form_definition_id_status_created_at_idx ON public.form_submissions (form_definition_id, status, created_at);
CREATE INDEX form_submissions_updated_at_idx ON public.form_submissions (updated_at) WHERE (status = 'draft'::text);

-- Triggers
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.form_definitions FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.form_submissions FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- Policies
CREATE POLICY form_definitions_author_insert ON public.form_definitions FOR INSERT TO forms_author
    WITH CHECK (true);
CREATE POLICY form_definitions_author_select ON public.form_definitions FOR SELECT TO forms_author
    USING (true);
CREATE POLICY form_definitions_author_update ON public.form_definitions FOR UPDATE TO forms_author
    USING (true)
    WITH CHECK (true);
CREATE POLICY form_definitions_reader_select ON public.form_definitions FOR SELECT TO forms_reader
    USING ((status <> 'draft'::text));
CREATE POLICY form_definitions_submitter_select ON public.form_definitions FOR SELECT TO forms_submitter
    USING ((status <> 'draft'::text));
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
    USING ((status <> 'draft'::text));
CREATE POLICY form_submissions_submitter_insert ON public.form_submissions FOR INSERT TO forms_submitter
    WITH CHECK ((id = ( SELECT public.claim_submission_id() AS claim_submission_id)));
CREATE POLICY form_submissions_submitter_select ON public.form_submissions FOR SELECT TO forms_submitter
    USING ((id = ( SELECT public.claim_submission_id() AS claim_submission_id)));
CREATE POLICY form_submissions_submitter_update ON public.form_submissions FOR UPDATE TO forms_submitter
    USING (((id = ( SELECT public.claim_submission_id() AS claim_submission_id)) AND (status = 'draft'::text)))
    WITH CHECK ((id = ( SELECT public.claim_submission_id() AS claim_submission_id)));
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
GRANT USAGE ON SCHEMA public TO forms_author;
GRANT USAGE ON SCHEMA public TO forms_reader;
GRANT USAGE ON SCHEMA public TO forms_submitter;
GRANT USAGE ON SCHEMA public TO forms_system;
GRANT SELECT, INSERT, UPDATE ON TABLE public.form_definitions TO forms_author;
GRANT SELECT ON TABLE public.form_definitions TO forms_reader;
GRANT SELECT ON TABLE public.form_definitions TO forms_submitter;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.form_definitions TO forms_system;
GRANT SELECT ON TABLE public.form_submissions TO forms_reader;
GRANT SELECT, INSERT, UPDATE ON TABLE public.form_submissions TO forms_submitter;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.form_submissions TO forms_system;
