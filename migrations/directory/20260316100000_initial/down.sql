-- 20260316100000_initial of directory, down.
-- It is exact:
-- if it is undone, all rows of public.community_invitations are lost
-- if it is undone, all rows of public.community_members are lost

-- Foreign keys
ALTER TABLE public.community_invitations DROP CONSTRAINT community_invitations_created_by_fkey;
ALTER TABLE public.community_invitations DROP CONSTRAINT community_invitations_accepted_by_fkey;

-- Tables
DROP TABLE public.community_members;
DROP TABLE public.community_invitations;

-- Functions
DROP FUNCTION public.set_updated_at();
DROP FUNCTION public.claim_member_id();

-- Grants
REVOKE USAGE ON SCHEMA public FROM directory_admin;
REVOKE USAGE ON SCHEMA public FROM directory_member;
REVOKE USAGE ON SCHEMA public FROM directory_system;

-- Roles
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'directory_system' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE directory_system;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'directory_system';
END
$$;
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'directory_member' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE directory_member;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'directory_member';
END
$$;
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'directory_admin' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE directory_admin;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'directory_admin';
END
$$;
