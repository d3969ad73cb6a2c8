-- 20260302090000_initial of tenant, down.
-- It is exact:
-- if it is undone, all rows of public.communities are lost
-- if it is undone, all rows of public.profiles are lost

-- Tables
DROP TABLE public.profiles;
DROP TABLE public.communities;

-- Functions
DROP FUNCTION public.set_updated_at();
DROP FUNCTION public.claim_profile_id();
DROP FUNCTION public.claim_community_id();

-- Grants
REVOKE USAGE ON SCHEMA public FROM tenant_admin;
REVOKE USAGE ON SCHEMA public FROM tenant_member;
REVOKE USAGE ON SCHEMA public FROM tenant_system;

-- Roles
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'tenant_system' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE tenant_system;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'tenant_system';
END
$$;
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'tenant_member' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE tenant_member;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'tenant_member';
END
$$;
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'tenant_admin' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE tenant_admin;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'tenant_admin';
END
$$;
