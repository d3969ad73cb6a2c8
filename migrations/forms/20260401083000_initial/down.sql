-- 20260401083000_initial of forms, down.
-- It is exact:
-- if it is undone, all rows of public.form_definitions are lost
-- if it is undone, all rows of public.form_submissions are lost

-- Tables
DROP TABLE public.form_submissions;
DROP TABLE public.form_definitions;

-- Functions
DROP FUNCTION public.set_updated_at();
DROP FUNCTION public.claim_submission_id();

-- Grants
REVOKE USAGE ON SCHEMA public FROM forms_author;
REVOKE USAGE ON SCHEMA public FROM forms_reader;
REVOKE USAGE ON SCHEMA public FROM forms_submitter;
REVOKE USAGE ON SCHEMA public FROM forms_system;

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
