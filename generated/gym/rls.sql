-- Made by schemagen from specs/gym.yaml. Do not edit.
-- Who may see and do what: this part of schema.sql on its own.

BEGIN;

SET LOCAL search_path = public;

-- Roles

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'gym_instructor') THEN
    CREATE ROLE gym_instructor NOLOGIN;
    COMMENT ON ROLE gym_instructor IS 'Somebody who teaches classes at a gym. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'gym_manager') THEN
    CREATE ROLE gym_manager NOLOGIN;
    COMMENT ON ROLE gym_manager IS 'Somebody who runs a gym. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'gym_student') THEN
    CREATE ROLE gym_student NOLOGIN;
    COMMENT ON ROLE gym_student IS 'Somebody who trains at a gym. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'gym_system') THEN
    CREATE ROLE gym_system NOLOGIN;
    COMMENT ON ROLE gym_system IS 'The server''s own work, such as sign-up, Clerk''s and Stripe''s webhooks, and sending. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;

-- Tables

ALTER TABLE public.app_stores ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.app_stores FORCE ROW LEVEL SECURITY;
ALTER TABLE public.assets ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.assets FORCE ROW LEVEL SECURITY;
ALTER TABLE public.attachments ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.attachments FORCE ROW LEVEL SECURITY;
ALTER TABLE public.checkins ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.checkins FORCE ROW LEVEL SECURITY;
ALTER TABLE public.class ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.class FORCE ROW LEVEL SECURITY;
ALTER TABLE public.graduations ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.graduations FORCE ROW LEVEL SECURITY;
ALTER TABLE public.gyms ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gyms FORCE ROW LEVEL SECURITY;
ALTER TABLE public.notifications ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notifications FORCE ROW LEVEL SECURITY;
ALTER TABLE public.roles ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.roles FORCE ROW LEVEL SECURITY;
ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.users FORCE ROW LEVEL SECURITY;
ALTER TABLE public.versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.versions FORCE ROW LEVEL SECURITY;

-- Policies

CREATE POLICY app_stores_instructor_select ON public.app_stores FOR SELECT TO gym_instructor
    USING (true);
CREATE POLICY app_stores_manager_select ON public.app_stores FOR SELECT TO gym_manager
    USING (true);
CREATE POLICY app_stores_student_select ON public.app_stores FOR SELECT TO gym_student
    USING (true);
CREATE POLICY app_stores_system_delete ON public.app_stores FOR DELETE TO gym_system
    USING (true);
CREATE POLICY app_stores_system_insert ON public.app_stores FOR INSERT TO gym_system
    WITH CHECK (true);
CREATE POLICY app_stores_system_select ON public.app_stores FOR SELECT TO gym_system
    USING (true);
CREATE POLICY app_stores_system_update ON public.app_stores FOR UPDATE TO gym_system
    USING (true)
    WITH CHECK (true);

CREATE POLICY assets_instructor_delete ON public.assets FOR DELETE TO gym_instructor
    USING (class_id = any(array(
  select id from class where gym_id = (SELECT public.claim_gym_id()) and instructor_id = (SELECT public.claim_user_id())
)));
CREATE POLICY assets_instructor_insert ON public.assets FOR INSERT TO gym_instructor
    WITH CHECK (class_id = any(array(
  select id from class where gym_id = (SELECT public.claim_gym_id()) and instructor_id = (SELECT public.claim_user_id())
)));
CREATE POLICY assets_instructor_select ON public.assets FOR SELECT TO gym_instructor
    USING (class_id = any(array(select id from class where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY assets_instructor_update ON public.assets FOR UPDATE TO gym_instructor
    USING (class_id = any(array(
  select id from class where gym_id = (SELECT public.claim_gym_id()) and instructor_id = (SELECT public.claim_user_id())
)))
    WITH CHECK (class_id = any(array(
  select id from class where gym_id = (SELECT public.claim_gym_id()) and instructor_id = (SELECT public.claim_user_id())
)));
CREATE POLICY assets_manager_delete ON public.assets FOR DELETE TO gym_manager
    USING (class_id = any(array(select id from class where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY assets_manager_insert ON public.assets FOR INSERT TO gym_manager
    WITH CHECK (class_id = any(array(select id from class where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY assets_manager_select ON public.assets FOR SELECT TO gym_manager
    USING (class_id = any(array(select id from class where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY assets_manager_update ON public.assets FOR UPDATE TO gym_manager
    USING (class_id = any(array(select id from class where gym_id = (SELECT public.claim_gym_id()))))
    WITH CHECK (class_id = any(array(select id from class where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY assets_student_select ON public.assets FOR SELECT TO gym_student
    USING (class_id = any(array(select id from class where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY assets_system_delete ON public.assets FOR DELETE TO gym_system
    USING (true);
CREATE POLICY assets_system_insert ON public.assets FOR INSERT TO gym_system
    WITH CHECK (true);
CREATE POLICY assets_system_select ON public.assets FOR SELECT TO gym_system
    USING (true);
CREATE POLICY assets_system_update ON public.assets FOR UPDATE TO gym_system
    USING (true)
    WITH CHECK (true);

CREATE POLICY attachments_instructor_delete ON public.attachments FOR DELETE TO gym_instructor
    USING (class_id = any(array(
  select id from class where gym_id = (SELECT public.claim_gym_id()) and instructor_id = (SELECT public.claim_user_id())
)));
CREATE POLICY attachments_instructor_insert ON public.attachments FOR INSERT TO gym_instructor
    WITH CHECK (class_id = any(array(
  select id from class where gym_id = (SELECT public.claim_gym_id()) and instructor_id = (SELECT public.claim_user_id())
)));
CREATE POLICY attachments_instructor_select ON public.attachments FOR SELECT TO gym_instructor
    USING (class_id = any(array(select id from class where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY attachments_instructor_update ON public.attachments FOR UPDATE TO gym_instructor
    USING (class_id = any(array(
  select id from class where gym_id = (SELECT public.claim_gym_id()) and instructor_id = (SELECT public.claim_user_id())
)))
    WITH CHECK (class_id = any(array(
  select id from class where gym_id = (SELECT public.claim_gym_id()) and instructor_id = (SELECT public.claim_user_id())
)));
CREATE POLICY attachments_manager_delete ON public.attachments FOR DELETE TO gym_manager
    USING (class_id = any(array(select id from class where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY attachments_manager_insert ON public.attachments FOR INSERT TO gym_manager
    WITH CHECK (class_id = any(array(select id from class where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY attachments_manager_select ON public.attachments FOR SELECT TO gym_manager
    USING (class_id = any(array(select id from class where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY attachments_manager_update ON public.attachments FOR UPDATE TO gym_manager
    USING (class_id = any(array(select id from class where gym_id = (SELECT public.claim_gym_id()))))
    WITH CHECK (class_id = any(array(select id from class where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY attachments_student_select ON public.attachments FOR SELECT TO gym_student
    USING (class_id = any(array(select id from class where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY attachments_system_delete ON public.attachments FOR DELETE TO gym_system
    USING (true);
CREATE POLICY attachments_system_insert ON public.attachments FOR INSERT TO gym_system
    WITH CHECK (true);
CREATE POLICY attachments_system_select ON public.attachments FOR SELECT TO gym_system
    USING (true);
CREATE POLICY attachments_system_update ON public.attachments FOR UPDATE TO gym_system
    USING (true)
    WITH CHECK (true);

CREATE POLICY checkins_instructor_delete ON public.checkins FOR DELETE TO gym_instructor
    USING (class_id = any(array(
  select id from class where gym_id = (SELECT public.claim_gym_id()) and instructor_id = (SELECT public.claim_user_id())
)));
CREATE POLICY checkins_instructor_insert ON public.checkins FOR INSERT TO gym_instructor
    WITH CHECK (user_id = any(array(select id from users where gym_id = (SELECT public.claim_gym_id()))) and class_id = any(array(select id from class where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY checkins_instructor_select ON public.checkins FOR SELECT TO gym_instructor
    USING (class_id = any(array(select id from class where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY checkins_manager_delete ON public.checkins FOR DELETE TO gym_manager
    USING (class_id = any(array(select id from class where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY checkins_manager_insert ON public.checkins FOR INSERT TO gym_manager
    WITH CHECK (user_id = any(array(select id from users where gym_id = (SELECT public.claim_gym_id()))) and class_id = any(array(select id from class where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY checkins_manager_select ON public.checkins FOR SELECT TO gym_manager
    USING (class_id = any(array(select id from class where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY checkins_student_delete ON public.checkins FOR DELETE TO gym_student
    USING (user_id = (SELECT public.claim_user_id()));
CREATE POLICY checkins_student_insert ON public.checkins FOR INSERT TO gym_student
    WITH CHECK (user_id = (SELECT public.claim_user_id()) and class_id = any(array(select id from class where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY checkins_student_select ON public.checkins FOR SELECT TO gym_student
    USING (user_id = (SELECT public.claim_user_id()));
CREATE POLICY checkins_system_delete ON public.checkins FOR DELETE TO gym_system
    USING (true);
CREATE POLICY checkins_system_insert ON public.checkins FOR INSERT TO gym_system
    WITH CHECK (true);
CREATE POLICY checkins_system_select ON public.checkins FOR SELECT TO gym_system
    USING (true);
CREATE POLICY checkins_system_update ON public.checkins FOR UPDATE TO gym_system
    USING (true)
    WITH CHECK (true);

CREATE POLICY class_instructor_insert ON public.class FOR INSERT TO gym_instructor
    WITH CHECK (gym_id = (SELECT public.claim_gym_id()) and instructor_id = (SELECT public.claim_user_id()) and created_by = (SELECT public.claim_user_id()));
CREATE POLICY class_instructor_select ON public.class FOR SELECT TO gym_instructor
    USING (gym_id = (SELECT public.claim_gym_id()));
CREATE POLICY class_instructor_update ON public.class FOR UPDATE TO gym_instructor
    USING (gym_id = (SELECT public.claim_gym_id()) and instructor_id = (SELECT public.claim_user_id()))
    WITH CHECK (gym_id = (SELECT public.claim_gym_id()) and instructor_id = (SELECT public.claim_user_id()));
CREATE POLICY class_manager_insert ON public.class FOR INSERT TO gym_manager
    WITH CHECK (gym_id = (SELECT public.claim_gym_id()) and created_by = (SELECT public.claim_user_id()) and (
  instructor_id is null
  or instructor_id = any(array(select id from users where gym_id = (SELECT public.claim_gym_id())))
));
CREATE POLICY class_manager_select ON public.class FOR SELECT TO gym_manager
    USING (gym_id = (SELECT public.claim_gym_id()));
CREATE POLICY class_manager_update ON public.class FOR UPDATE TO gym_manager
    USING (gym_id = (SELECT public.claim_gym_id()))
    WITH CHECK (gym_id = (SELECT public.claim_gym_id()) and (
  instructor_id is null
  or instructor_id = any(array(select id from users where gym_id = (SELECT public.claim_gym_id())))
));
CREATE POLICY class_student_select ON public.class FOR SELECT TO gym_student
    USING (gym_id = (SELECT public.claim_gym_id()) and deleted_at is null);
CREATE POLICY class_system_delete ON public.class FOR DELETE TO gym_system
    USING (true);
CREATE POLICY class_system_insert ON public.class FOR INSERT TO gym_system
    WITH CHECK (true);
CREATE POLICY class_system_select ON public.class FOR SELECT TO gym_system
    USING (true);
CREATE POLICY class_system_update ON public.class FOR UPDATE TO gym_system
    USING (true)
    WITH CHECK (true);

CREATE POLICY graduations_instructor_insert ON public.graduations FOR INSERT TO gym_instructor
    WITH CHECK (user_id = any(array(select id from users where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY graduations_instructor_select ON public.graduations FOR SELECT TO gym_instructor
    USING (user_id = any(array(select id from users where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY graduations_manager_delete ON public.graduations FOR DELETE TO gym_manager
    USING (user_id = any(array(select id from users where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY graduations_manager_insert ON public.graduations FOR INSERT TO gym_manager
    WITH CHECK (user_id = any(array(select id from users where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY graduations_manager_select ON public.graduations FOR SELECT TO gym_manager
    USING (user_id = any(array(select id from users where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY graduations_manager_update ON public.graduations FOR UPDATE TO gym_manager
    USING (user_id = any(array(select id from users where gym_id = (SELECT public.claim_gym_id()))))
    WITH CHECK (user_id = any(array(select id from users where gym_id = (SELECT public.claim_gym_id()))));
CREATE POLICY graduations_student_select ON public.graduations FOR SELECT TO gym_student
    USING (user_id = (SELECT public.claim_user_id()));
CREATE POLICY graduations_system_delete ON public.graduations FOR DELETE TO gym_system
    USING (true);
CREATE POLICY graduations_system_insert ON public.graduations FOR INSERT TO gym_system
    WITH CHECK (true);
CREATE POLICY graduations_system_select ON public.graduations FOR SELECT TO gym_system
    USING (true);
CREATE POLICY graduations_system_update ON public.graduations FOR UPDATE TO gym_system
    USING (true)
    WITH CHECK (true);

CREATE POLICY gyms_instructor_select ON public.gyms FOR SELECT TO gym_instructor
    USING (id = (SELECT public.claim_gym_id()));
CREATE POLICY gyms_manager_select ON public.gyms FOR SELECT TO gym_manager
    USING (id = (SELECT public.claim_gym_id()));
CREATE POLICY gyms_manager_update ON public.gyms FOR UPDATE TO gym_manager
    USING (id = (SELECT public.claim_gym_id()))
    WITH CHECK (id = (SELECT public.claim_gym_id()));
CREATE POLICY gyms_student_select ON public.gyms FOR SELECT TO gym_student
    USING (id = (SELECT public.claim_gym_id()));
CREATE POLICY gyms_system_delete ON public.gyms FOR DELETE TO gym_system
    USING (true);
CREATE POLICY gyms_system_insert ON public.gyms FOR INSERT TO gym_system
    WITH CHECK (true);
CREATE POLICY gyms_system_select ON public.gyms FOR SELECT TO gym_system
    USING (true);
CREATE POLICY gyms_system_update ON public.gyms FOR UPDATE TO gym_system
    USING (true)
    WITH CHECK (true);

CREATE POLICY notifications_instructor_insert ON public.notifications FOR INSERT TO gym_instructor
    WITH CHECK (sent_by = (SELECT public.claim_user_id()) and recipients <@ array(select id::text from users where gym_id = (SELECT public.claim_gym_id())));
CREATE POLICY notifications_instructor_select ON public.notifications FOR SELECT TO gym_instructor
    USING (sent_by = (SELECT public.claim_user_id()) or recipients @> array[(SELECT public.claim_user_id())::text]);
CREATE POLICY notifications_instructor_update ON public.notifications FOR UPDATE TO gym_instructor
    USING (recipients @> array[(SELECT public.claim_user_id())::text])
    WITH CHECK (recipients @> array[(SELECT public.claim_user_id())::text]);
CREATE POLICY notifications_manager_insert ON public.notifications FOR INSERT TO gym_manager
    WITH CHECK (sent_by = (SELECT public.claim_user_id()) and recipients <@ array(select id::text from users where gym_id = (SELECT public.claim_gym_id())));
CREATE POLICY notifications_manager_select ON public.notifications FOR SELECT TO gym_manager
    USING (sent_by = any(array(select id from users where gym_id = (SELECT public.claim_gym_id()))) or recipients @> array[(SELECT public.claim_user_id())::text]);
CREATE POLICY notifications_manager_update ON public.notifications FOR UPDATE TO gym_manager
    USING (recipients @> array[(SELECT public.claim_user_id())::text])
    WITH CHECK (recipients @> array[(SELECT public.claim_user_id())::text]);
CREATE POLICY notifications_student_select ON public.notifications FOR SELECT TO gym_student
    USING (recipients @> array[(SELECT public.claim_user_id())::text]);
CREATE POLICY notifications_student_update ON public.notifications FOR UPDATE TO gym_student
    USING (recipients @> array[(SELECT public.claim_user_id())::text])
    WITH CHECK (recipients @> array[(SELECT public.claim_user_id())::text]);
CREATE POLICY notifications_system_delete ON public.notifications FOR DELETE TO gym_system
    USING (true);
CREATE POLICY notifications_system_insert ON public.notifications FOR INSERT TO gym_system
    WITH CHECK (true);
CREATE POLICY notifications_system_select ON public.notifications FOR SELECT TO gym_system
    USING (true);
CREATE POLICY notifications_system_update ON public.notifications FOR UPDATE TO gym_system
    USING (true)
    WITH CHECK (true);

CREATE POLICY roles_instructor_select ON public.roles FOR SELECT TO gym_instructor
    USING (true);
CREATE POLICY roles_manager_select ON public.roles FOR SELECT TO gym_manager
    USING (true);
CREATE POLICY roles_student_select ON public.roles FOR SELECT TO gym_student
    USING (true);
CREATE POLICY roles_system_delete ON public.roles FOR DELETE TO gym_system
    USING (true);
CREATE POLICY roles_system_insert ON public.roles FOR INSERT TO gym_system
    WITH CHECK (true);
CREATE POLICY roles_system_select ON public.roles FOR SELECT TO gym_system
    USING (true);
CREATE POLICY roles_system_update ON public.roles FOR UPDATE TO gym_system
    USING (true)
    WITH CHECK (true);

CREATE POLICY users_instructor_select ON public.users FOR SELECT TO gym_instructor
    USING (id = (SELECT public.claim_user_id()) or (gym_id = (SELECT public.claim_gym_id()) and deleted_at is null));
CREATE POLICY users_instructor_update ON public.users FOR UPDATE TO gym_instructor
    USING (id = (SELECT public.claim_user_id()))
    WITH CHECK (id = (SELECT public.claim_user_id()));
CREATE POLICY users_manager_insert ON public.users FOR INSERT TO gym_manager
    WITH CHECK (gym_id = (SELECT public.claim_gym_id()));
CREATE POLICY users_manager_select ON public.users FOR SELECT TO gym_manager
    USING (gym_id = (SELECT public.claim_gym_id()));
CREATE POLICY users_manager_update ON public.users FOR UPDATE TO gym_manager
    USING (gym_id = (SELECT public.claim_gym_id()))
    WITH CHECK (gym_id = (SELECT public.claim_gym_id()));
CREATE POLICY users_student_select ON public.users FOR SELECT TO gym_student
    USING (id = (SELECT public.claim_user_id()) or (gym_id = (SELECT public.claim_gym_id()) and role in ('INSTRUCTOR', 'MANAGER') and deleted_at is null));
CREATE POLICY users_student_update ON public.users FOR UPDATE TO gym_student
    USING (id = (SELECT public.claim_user_id()))
    WITH CHECK (id = (SELECT public.claim_user_id()));
CREATE POLICY users_system_delete ON public.users FOR DELETE TO gym_system
    USING (true);
CREATE POLICY users_system_insert ON public.users FOR INSERT TO gym_system
    WITH CHECK (true);
CREATE POLICY users_system_select ON public.users FOR SELECT TO gym_system
    USING (true);
CREATE POLICY users_system_update ON public.users FOR UPDATE TO gym_system
    USING (true)
    WITH CHECK (true);

CREATE POLICY versions_instructor_select ON public.versions FOR SELECT TO gym_instructor
    USING (true);
CREATE POLICY versions_manager_select ON public.versions FOR SELECT TO gym_manager
    USING (true);
CREATE POLICY versions_student_select ON public.versions FOR SELECT TO gym_student
    USING (true);
CREATE POLICY versions_system_delete ON public.versions FOR DELETE TO gym_system
    USING (true);
CREATE POLICY versions_system_insert ON public.versions FOR INSERT TO gym_system
    WITH CHECK (true);
CREATE POLICY versions_system_select ON public.versions FOR SELECT TO gym_system
    USING (true);
CREATE POLICY versions_system_update ON public.versions FOR UPDATE TO gym_system
    USING (true)
    WITH CHECK (true);

-- Grants

GRANT USAGE ON SEQUENCE public.app_stores_id_seq TO gym_system;
GRANT USAGE ON SEQUENCE public.assets_id_seq TO gym_instructor;
GRANT USAGE ON SEQUENCE public.assets_id_seq TO gym_manager;
GRANT USAGE ON SEQUENCE public.assets_id_seq TO gym_system;
GRANT USAGE ON SEQUENCE public.attachments_id_seq TO gym_instructor;
GRANT USAGE ON SEQUENCE public.attachments_id_seq TO gym_manager;
GRANT USAGE ON SEQUENCE public.attachments_id_seq TO gym_system;
GRANT USAGE ON SEQUENCE public.checkins_id_seq TO gym_instructor;
GRANT USAGE ON SEQUENCE public.checkins_id_seq TO gym_manager;
GRANT USAGE ON SEQUENCE public.checkins_id_seq TO gym_student;
GRANT USAGE ON SEQUENCE public.checkins_id_seq TO gym_system;
GRANT USAGE ON SEQUENCE public.class_id_seq TO gym_instructor;
GRANT USAGE ON SEQUENCE public.class_id_seq TO gym_manager;
GRANT USAGE ON SEQUENCE public.class_id_seq TO gym_system;
GRANT USAGE ON SEQUENCE public.graduations_id_seq TO gym_instructor;
GRANT USAGE ON SEQUENCE public.graduations_id_seq TO gym_manager;
GRANT USAGE ON SEQUENCE public.graduations_id_seq TO gym_system;
GRANT USAGE ON SEQUENCE public.gyms_id_seq TO gym_system;
GRANT USAGE ON SEQUENCE public.notifications_id_seq TO gym_instructor;
GRANT USAGE ON SEQUENCE public.notifications_id_seq TO gym_manager;
GRANT USAGE ON SEQUENCE public.notifications_id_seq TO gym_system;
GRANT USAGE ON SEQUENCE public.users_id_seq TO gym_manager;
GRANT USAGE ON SEQUENCE public.users_id_seq TO gym_system;
GRANT USAGE ON SEQUENCE public.versions_id_seq TO gym_system;
GRANT SELECT ON TABLE public.app_stores TO gym_instructor;
GRANT SELECT ON TABLE public.app_stores TO gym_manager;
GRANT SELECT ON TABLE public.app_stores TO gym_student;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.app_stores TO gym_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.assets TO gym_instructor;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.assets TO gym_manager;
GRANT SELECT ON TABLE public.assets TO gym_student;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.assets TO gym_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.attachments TO gym_instructor;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.attachments TO gym_manager;
GRANT SELECT ON TABLE public.attachments TO gym_student;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.attachments TO gym_system;
GRANT SELECT, INSERT, DELETE ON TABLE public.checkins TO gym_instructor;
GRANT SELECT, INSERT, DELETE ON TABLE public.checkins TO gym_manager;
GRANT SELECT, INSERT, DELETE ON TABLE public.checkins TO gym_student;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.checkins TO gym_system;
GRANT SELECT, INSERT, UPDATE (day, start, "end", modality, description, deleted_at) ON TABLE public.class TO gym_instructor;
GRANT SELECT, INSERT, UPDATE (instructor_id, day, start, "end", modality, description, deleted_at) ON TABLE public.class TO gym_manager;
GRANT SELECT ON TABLE public.class TO gym_student;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.class TO gym_system;
GRANT SELECT, INSERT ON TABLE public.graduations TO gym_instructor;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.graduations TO gym_manager;
GRANT SELECT ON TABLE public.graduations TO gym_student;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.graduations TO gym_system;
GRANT SELECT ON TABLE public.gyms TO gym_instructor;
GRANT SELECT, UPDATE (name, address, logo, since) ON TABLE public.gyms TO gym_manager;
GRANT SELECT ON TABLE public.gyms TO gym_student;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.gyms TO gym_system;
GRANT SELECT, INSERT, UPDATE (viewed_by) ON TABLE public.notifications TO gym_instructor;
GRANT SELECT, INSERT, UPDATE (viewed_by) ON TABLE public.notifications TO gym_manager;
GRANT SELECT, UPDATE (viewed_by) ON TABLE public.notifications TO gym_student;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.notifications TO gym_system;
GRANT SELECT ON TABLE public.roles TO gym_instructor;
GRANT SELECT ON TABLE public.roles TO gym_manager;
GRANT SELECT ON TABLE public.roles TO gym_student;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.roles TO gym_system;
GRANT SELECT, UPDATE (email, first_name, last_name, profile_picture, birth, birth_day, gender, phone, instagram, expo_push_token) ON TABLE public.users TO gym_instructor;
GRANT SELECT, INSERT, UPDATE (email, first_name, last_name, profile_picture, birth, birth_day, gender, phone, instagram, role, expo_push_token, approved_at, denied_at, deleted_at) ON TABLE public.users TO gym_manager;
GRANT SELECT, UPDATE (email, first_name, last_name, profile_picture, birth, birth_day, gender, phone, instagram, expo_push_token) ON TABLE public.users TO gym_student;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.users TO gym_system;
GRANT SELECT ON TABLE public.versions TO gym_instructor;
GRANT SELECT ON TABLE public.versions TO gym_manager;
GRANT SELECT ON TABLE public.versions TO gym_student;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.versions TO gym_system;
GRANT USAGE ON SCHEMA public TO gym_instructor;
GRANT USAGE ON SCHEMA public TO gym_manager;
GRANT USAGE ON SCHEMA public TO gym_student;
GRANT USAGE ON SCHEMA public TO gym_system;

COMMIT;
