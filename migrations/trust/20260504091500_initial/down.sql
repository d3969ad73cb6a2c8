-- 20260504091500_initial of trust, down.
-- It is exact:
-- if it is undone, all rows of public.agents are lost
-- if it is undone, all rows of public.profiles are lost

-- Triggers
DROP TRIGGER IF EXISTS sync_profile ON auth.users;

-- Foreign keys
ALTER TABLE public.agents DROP CONSTRAINT agents_owner_id_fkey;

-- Tables
DROP TABLE public.profiles;
DROP TABLE public.agents;

-- Functions
DROP FUNCTION public.sync_profile();
DROP FUNCTION public.update_updated_at_column();
DROP FUNCTION public.sync_profile_from_auth(uuid, text, text, text);
DROP FUNCTION public.enforce_trust_score_bounds();
DROP FUNCTION public.claim_user_id();

-- Enums
DROP TYPE public.agent_status;

-- Grants
REVOKE USAGE ON SCHEMA public FROM trust_anonymous;
REVOKE USAGE ON SCHEMA public FROM trust_member;
REVOKE USAGE ON SCHEMA public FROM trust_system;

-- Roles
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'trust_system' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE trust_system;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'trust_system';
END
$$;
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'trust_member' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE trust_member;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'trust_member';
END
$$;
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'trust_anonymous' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE trust_anonymous;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'trust_anonymous';
END
$$;
