-- 20260420110000_initial of gym, down.
-- It is exact:
-- if it is undone, all rows of public.gyms are lost
-- if it is undone, all rows of public.roles are lost
-- if it is undone, all rows of public.users are lost

-- Foreign keys
ALTER TABLE public.gyms DROP CONSTRAINT gyms_manager_id_fkey;

-- Tables
DROP TABLE public.users;
DROP TABLE public.roles;
DROP TABLE public.gyms;

-- Functions
DROP FUNCTION public.claim_user_id();
DROP FUNCTION public.claim_gym_id();

-- Grants
REVOKE USAGE ON SCHEMA public FROM gym_instructor;
REVOKE USAGE ON SCHEMA public FROM gym_manager;
REVOKE USAGE ON SCHEMA public FROM gym_student;
REVOKE USAGE ON SCHEMA public FROM gym_system;

-- Roles
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'gym_system' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE gym_system;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'gym_system';
END
$$;
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'gym_student' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE gym_student;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'gym_student';
END
$$;
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'gym_manager' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE gym_manager;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'gym_manager';
END
$$;
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'gym_instructor' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE gym_instructor;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'gym_instructor';
END
$$;
