-- Made by schemagen from specs/gym.yaml. Do not edit.
-- Removes everything that schema.sql made, rows included.

BEGIN;

SET LOCAL search_path = public;

-- Grants

REVOKE USAGE ON SCHEMA public FROM gym_instructor;
REVOKE USAGE ON SCHEMA public FROM gym_manager;
REVOKE USAGE ON SCHEMA public FROM gym_student;
REVOKE USAGE ON SCHEMA public FROM gym_system;

-- Policies

DROP POLICY notifications_manager_select ON public.notifications;
DROP POLICY notifications_manager_insert ON public.notifications;
DROP POLICY notifications_instructor_insert ON public.notifications;
DROP POLICY graduations_manager_update ON public.graduations;
DROP POLICY graduations_manager_select ON public.graduations;
DROP POLICY graduations_manager_insert ON public.graduations;
DROP POLICY graduations_manager_delete ON public.graduations;
DROP POLICY graduations_instructor_select ON public.graduations;
DROP POLICY graduations_instructor_insert ON public.graduations;
DROP POLICY class_manager_update ON public.class;
DROP POLICY class_manager_insert ON public.class;
DROP POLICY checkins_student_insert ON public.checkins;
DROP POLICY checkins_manager_select ON public.checkins;
DROP POLICY checkins_manager_insert ON public.checkins;
DROP POLICY checkins_manager_delete ON public.checkins;
DROP POLICY checkins_instructor_select ON public.checkins;
DROP POLICY checkins_instructor_insert ON public.checkins;
DROP POLICY checkins_instructor_delete ON public.checkins;
DROP POLICY attachments_student_select ON public.attachments;
DROP POLICY attachments_manager_update ON public.attachments;
DROP POLICY attachments_manager_select ON public.attachments;
DROP POLICY attachments_manager_insert ON public.attachments;
DROP POLICY attachments_manager_delete ON public.attachments;
DROP POLICY attachments_instructor_update ON public.attachments;
DROP POLICY attachments_instructor_select ON public.attachments;
DROP POLICY attachments_instructor_insert ON public.attachments;
DROP POLICY attachments_instructor_delete ON public.attachments;
DROP POLICY assets_student_select ON public.assets;
DROP POLICY assets_manager_update ON public.assets;
DROP POLICY assets_manager_select ON public.assets;
DROP POLICY assets_manager_insert ON public.assets;
DROP POLICY assets_manager_delete ON public.assets;
DROP POLICY assets_instructor_update ON public.assets;
DROP POLICY assets_instructor_select ON public.assets;
DROP POLICY assets_instructor_insert ON public.assets;
DROP POLICY assets_instructor_delete ON public.assets;

-- Foreign keys

ALTER TABLE public.notifications DROP CONSTRAINT notifications_sent_by_fkey;
ALTER TABLE public.gyms DROP CONSTRAINT gyms_manager_id_fkey;
ALTER TABLE public.graduations DROP CONSTRAINT graduations_user_id_fkey;
ALTER TABLE public.class DROP CONSTRAINT class_instructor_id_fkey;
ALTER TABLE public.class DROP CONSTRAINT class_gym_id_fkey;
ALTER TABLE public.class DROP CONSTRAINT class_created_by_fkey;
ALTER TABLE public.checkins DROP CONSTRAINT checkins_user_id_fkey;
ALTER TABLE public.checkins DROP CONSTRAINT checkins_class_id_fkey;
ALTER TABLE public.attachments DROP CONSTRAINT attachments_class_id_fkey;
ALTER TABLE public.assets DROP CONSTRAINT assets_class_id_fkey;

-- Tables

DROP TABLE public.versions;
DROP TABLE public.users;
DROP TABLE public.roles;
DROP TABLE public.notifications;
DROP TABLE public.gyms;
DROP TABLE public.graduations;
DROP TABLE public.class;
DROP TABLE public.checkins;
DROP TABLE public.attachments;
DROP TABLE public.assets;
DROP TABLE public.app_stores;

-- Functions

DROP FUNCTION public.claim_user_id();
DROP FUNCTION public.claim_gym_id();

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

COMMIT;
