-- Made by schemagen from specs/tenant_citus.yaml. Do not edit.
-- Removes everything that schema.sql made, rows included.

BEGIN;

SET LOCAL search_path = public;

-- Settings

SET LOCAL citus.multi_shard_modify_mode = 'sequential';

-- Grants

REVOKE USAGE ON SCHEMA public FROM tenant_admin;
REVOKE USAGE ON SCHEMA public FROM tenant_member;
REVOKE USAGE ON SCHEMA public FROM tenant_system;

-- Foreign keys

ALTER TABLE public.badges DROP CONSTRAINT badges_community_id_profile_id_fkey;
ALTER TABLE public.badges DROP CONSTRAINT badges_community_id_fkey;
ALTER TABLE public.badges DROP CONSTRAINT badges_community_id_awarded_by_fkey;

-- Tables

DROP TABLE public.shadow_states;
DROP TABLE public.profiles;
DROP TABLE public.manifests;
DROP TABLE public.communities;
DROP TABLE public.badges;

-- Functions

DROP FUNCTION public.shadow_resources_assert_0c09a363(jsonb, text, text, text);
DROP FUNCTION public.profile_metadata_assert_672ff1da(jsonb, text, text, text);
DROP FUNCTION public.manifest_content_assert_5262502f(jsonb, text, text, text);
DROP FUNCTION public.community_settings_assert_96ae740f(jsonb, text, text, text);
DROP FUNCTION public.badge_metadata_assert_f1d4a7bd(jsonb, text, text, text);
DROP FUNCTION public.shadow_resources_why_0c09a363(jsonb, text);
DROP FUNCTION public.shadow_resources_ok_0c09a363(jsonb);
DROP FUNCTION public.profile_metadata_why_672ff1da(jsonb, text);
DROP FUNCTION public.profile_metadata_ok_672ff1da(jsonb);
DROP FUNCTION public.manifest_content_why_5262502f(jsonb, text);
DROP FUNCTION public.manifest_content_ok_5262502f(jsonb);
DROP FUNCTION public.community_settings_why_96ae740f(jsonb, text);
DROP FUNCTION public.community_settings_ok_96ae740f(jsonb);
DROP FUNCTION public.claim_profile_id();
DROP FUNCTION public.claim_community_id();
DROP FUNCTION public.badge_metadata_why_f1d4a7bd(jsonb, text);
DROP FUNCTION public.badge_metadata_ok_f1d4a7bd(jsonb);

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

COMMIT;
