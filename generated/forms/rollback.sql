-- Made by schemagen from specs/forms.yaml. Do not edit.
-- Removes everything that schema.sql made, rows included.

BEGIN;

SET LOCAL search_path = public;

-- Grants

REVOKE USAGE ON SCHEMA public FROM forms_author;
REVOKE USAGE ON SCHEMA public FROM forms_reader;
REVOKE USAGE ON SCHEMA public FROM forms_submitter;
REVOKE USAGE ON SCHEMA public FROM forms_system;

-- Triggers

DROP TRIGGER form_submissions_valid ON public.form_submissions;

-- Functions

DROP FUNCTION public.check_form_submission();

-- Tables

DROP TABLE public.form_submissions;
DROP TABLE public.form_definitions;
DROP TABLE public.events;

-- Functions

DROP FUNCTION public.validate_form_submission(jsonb, jsonb);
DROP FUNCTION public.check_form_definition();
DROP FUNCTION public.validate_json_schema(jsonb, jsonb);
DROP FUNCTION public.validate_form_definition(jsonb);
DROP FUNCTION public.set_updated_at();
DROP FUNCTION public.refuse_change();
DROP FUNCTION public.json_schema_violation(jsonb, jsonb);
DROP FUNCTION public.form_definition_violation(jsonb);
DROP FUNCTION public.claim_submission_id();

-- Roles

DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'forms_system' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE forms_system;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'forms_system';
END
$$;

DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'forms_submitter' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE forms_submitter;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'forms_submitter';
END
$$;

DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'forms_reader' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE forms_reader;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'forms_reader';
END
$$;

DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'forms_author' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE forms_author;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'forms_author';
END
$$;

COMMIT;
