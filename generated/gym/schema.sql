-- Made by schemagen from specs/gym.yaml. Do not edit.
-- Makes the whole schema in one transaction.

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

-- Sequences

CREATE SEQUENCE public.app_stores_id_seq AS integer;
CREATE SEQUENCE public.assets_id_seq AS integer;
CREATE SEQUENCE public.attachments_id_seq AS integer;
CREATE SEQUENCE public.checkins_id_seq AS integer;
CREATE SEQUENCE public.class_id_seq AS integer;
CREATE SEQUENCE public.graduations_id_seq AS integer;
CREATE SEQUENCE public.gyms_id_seq AS integer;
CREATE SEQUENCE public.notifications_id_seq AS integer;
CREATE SEQUENCE public.users_id_seq AS integer;
CREATE SEQUENCE public.versions_id_seq AS integer;

-- Functions

CREATE FUNCTION public.claim_gym_id()
    RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$SELECT nullif(pg_catalog.current_setting('app.gym_id', true), '')::integer$$;
COMMENT ON FUNCTION public.claim_gym_id() IS 'The claim gym_id of the session, null without one.';

CREATE FUNCTION public.claim_user_id()
    RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$SELECT nullif(pg_catalog.current_setting('app.user_id', true), '')::integer$$;
COMMENT ON FUNCTION public.claim_user_id() IS 'The claim user_id of the session, null without one.';

-- Tables

CREATE TABLE public.app_stores (
    id integer DEFAULT nextval('public.app_stores_id_seq'::regclass) NOT NULL,
    store text,
    url text,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    disabled_at timestamp without time zone,
    CONSTRAINT app_stores_pkey PRIMARY KEY (id),
    CONSTRAINT app_stores_store_check CHECK (store in ('ios', 'android'))
);
ALTER TABLE public.app_stores ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.app_stores FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.app_stores IS 'Where the mobile application can be had.';
COMMENT ON COLUMN public.app_stores.store IS 'ios or android.';

CREATE TABLE public.assets (
    id integer DEFAULT nextval('public.assets_id_seq'::regclass) NOT NULL,
    class_id integer,
    title text,
    content text,
    type text,
    valid_until timestamp without time zone,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    CONSTRAINT assets_pkey PRIMARY KEY (id)
);
ALTER TABLE public.assets ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.assets FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.assets IS 'Material for a class, such as a video.';
COMMENT ON COLUMN public.assets.content IS 'A URL or the content itself.';
COMMENT ON COLUMN public.assets.type IS 'video, document and so on.';

CREATE TABLE public.attachments (
    id integer DEFAULT nextval('public.attachments_id_seq'::regclass) NOT NULL,
    class_id integer,
    file_name text,
    file_url text,
    file_type text,
    file_size integer,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    CONSTRAINT attachments_pkey PRIMARY KEY (id)
);
ALTER TABLE public.attachments ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.attachments FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.attachments IS 'A file that belongs to a class.';

CREATE TABLE public.checkins (
    id integer DEFAULT nextval('public.checkins_id_seq'::regclass) NOT NULL,
    user_id integer,
    class_id integer,
    date text,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    CONSTRAINT checkins_pkey PRIMARY KEY (id)
);
ALTER TABLE public.checkins ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.checkins FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.checkins IS 'A user''s attendance of a class on a day.';
COMMENT ON COLUMN public.checkins.date IS 'ISO date as text.';

CREATE TABLE public.class (
    id integer DEFAULT nextval('public.class_id_seq'::regclass) NOT NULL,
    gym_id integer,
    instructor_id integer,
    created_by integer,
    day text,
    start text,
    "end" text,
    modality text,
    description text,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    deleted_at timestamp without time zone,
    CONSTRAINT class_pkey PRIMARY KEY (id)
);
ALTER TABLE public.class ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.class FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.class IS 'A class that is held every week.';
COMMENT ON COLUMN public.class.day IS 'MONDAY, TUESDAY and so on.';
COMMENT ON COLUMN public.class.start IS 'HH:MM.';
COMMENT ON COLUMN public.class."end" IS 'HH:MM.';

CREATE TABLE public.graduations (
    id integer DEFAULT nextval('public.graduations_id_seq'::regclass) NOT NULL,
    user_id integer NOT NULL,
    belt text,
    degree integer,
    modality text,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    CONSTRAINT graduations_pkey PRIMARY KEY (id)
);
ALTER TABLE public.graduations ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.graduations FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.graduations IS 'A belt and degree that a user reached.';
COMMENT ON COLUMN public.graduations.belt IS 'Belt colour.';
COMMENT ON COLUMN public.graduations.degree IS 'Number of stripes.';
COMMENT ON COLUMN public.graduations.modality IS 'BJJ, Muay Thai and so on.';

CREATE TABLE public.gyms (
    id integer DEFAULT nextval('public.gyms_id_seq'::regclass) NOT NULL,
    name text NOT NULL,
    address text NOT NULL,
    logo text,
    manager_id integer,
    since text NOT NULL,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    CONSTRAINT gyms_pkey PRIMARY KEY (id)
);
ALTER TABLE public.gyms ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gyms FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.gyms IS 'A gym.';
COMMENT ON COLUMN public.gyms.manager_id IS 'Set once the manager exists.';
COMMENT ON COLUMN public.gyms.since IS 'Date as text, as in the original.';

CREATE TABLE public.notifications (
    id integer DEFAULT nextval('public.notifications_id_seq'::regclass) NOT NULL,
    sent_by integer,
    title text,
    content text,
    channel text,
    status text,
    recipients text[],
    viewed_by text[],
    sent_at timestamp without time zone,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    CONSTRAINT notifications_pkey PRIMARY KEY (id),
    CONSTRAINT notifications_status_check CHECK (status IN ('pending', 'sent', 'failed'))
);
ALTER TABLE public.notifications ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notifications FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.notifications IS 'A message to users of a gym.';
COMMENT ON COLUMN public.notifications.channel IS 'push, email and so on.';
COMMENT ON COLUMN public.notifications.status IS 'pending, sent or failed.';
COMMENT ON COLUMN public.notifications.recipients IS 'User ids as text.';
COMMENT ON COLUMN public.notifications.viewed_by IS 'User ids as text.';

CREATE TABLE public.roles (
    id text NOT NULL,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    CONSTRAINT roles_pkey PRIMARY KEY (id)
);
ALTER TABLE public.roles ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.roles FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.roles IS 'What a user can be; the key is the role itself.';
COMMENT ON COLUMN public.roles.id IS 'STUDENT, INSTRUCTOR or MANAGER.';

CREATE TABLE public.users (
    id integer DEFAULT nextval('public.users_id_seq'::regclass) NOT NULL,
    clerk_user_id text NOT NULL,
    email text,
    first_name text,
    last_name text,
    profile_picture text,
    birth text,
    birth_day text,
    gender text,
    phone text,
    instagram text,
    role text,
    gym_id integer,
    expo_push_token text,
    customer_id text,
    subscription_id text,
    plan text,
    approved_at timestamp without time zone,
    denied_at timestamp without time zone,
    migrated_at timestamp without time zone,
    deleted_at timestamp without time zone,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_clerk_user_id_key UNIQUE (clerk_user_id)
);
ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.users FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.users IS 'Everybody who uses the application, in whatever role.';
COMMENT ON COLUMN public.users.clerk_user_id IS 'The user''s id at Clerk.';
COMMENT ON COLUMN public.users.birth IS 'Date as text.';
COMMENT ON COLUMN public.users.birth_day IS 'MM-DD, for finding birthdays.';
COMMENT ON COLUMN public.users.customer_id IS 'The customer''s id at Stripe.';
COMMENT ON COLUMN public.users.subscription_id IS 'The subscription''s id at Stripe.';

CREATE TABLE public.versions (
    id integer DEFAULT nextval('public.versions_id_seq'::regclass) NOT NULL,
    app_version text,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    disabled_at timestamp without time zone,
    CONSTRAINT versions_pkey PRIMARY KEY (id)
);
ALTER TABLE public.versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.versions FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.versions IS 'Versions of the mobile application.';

-- Foreign keys

ALTER TABLE public.assets ADD CONSTRAINT assets_class_id_fkey FOREIGN KEY (class_id) REFERENCES public.class (id);
ALTER TABLE public.attachments ADD CONSTRAINT attachments_class_id_fkey FOREIGN KEY (class_id) REFERENCES public.class (id);
ALTER TABLE public.checkins ADD CONSTRAINT checkins_class_id_fkey FOREIGN KEY (class_id) REFERENCES public.class (id);
ALTER TABLE public.checkins ADD CONSTRAINT checkins_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id);
ALTER TABLE public.class ADD CONSTRAINT class_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users (id);
ALTER TABLE public.class ADD CONSTRAINT class_gym_id_fkey FOREIGN KEY (gym_id) REFERENCES public.gyms (id);
ALTER TABLE public.class ADD CONSTRAINT class_instructor_id_fkey FOREIGN KEY (instructor_id) REFERENCES public.users (id);
ALTER TABLE public.graduations ADD CONSTRAINT graduations_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id);
ALTER TABLE public.gyms ADD CONSTRAINT gyms_manager_id_fkey FOREIGN KEY (manager_id) REFERENCES public.users (id);
ALTER TABLE public.notifications ADD CONSTRAINT notifications_sent_by_fkey FOREIGN KEY (sent_by) REFERENCES public.users (id);
ALTER TABLE public.users ADD CONSTRAINT users_gym_id_fkey FOREIGN KEY (gym_id) REFERENCES public.gyms (id);
ALTER TABLE public.users ADD CONSTRAINT users_role_fkey FOREIGN KEY (role) REFERENCES public.roles (id);

-- Indexes

CREATE INDEX assets_class_id_idx ON public.assets (class_id);
CREATE INDEX attachments_class_id_idx ON public.attachments (class_id);
CREATE INDEX checkins_class_id_idx ON public.checkins (class_id);
CREATE INDEX checkins_date_idx ON public.checkins (date);
CREATE INDEX checkins_user_id_idx ON public.checkins (user_id);
CREATE INDEX class_created_by_idx ON public.class (created_by);
CREATE INDEX class_gym_id_idx ON public.class (gym_id);
CREATE INDEX class_instructor_id_idx ON public.class (instructor_id);
CREATE INDEX graduations_user_id_idx ON public.graduations (user_id);
CREATE INDEX gyms_manager_id_idx ON public.gyms (manager_id);
CREATE INDEX notifications_recipients_idx ON public.notifications USING gin (recipients);
CREATE INDEX notifications_sent_by_idx ON public.notifications (sent_by);
CREATE INDEX users_birth_day_idx ON public.users (birth_day);
CREATE INDEX users_email_idx ON public.users (email);
CREATE INDEX users_gym_id_idx ON public.users (gym_id);
CREATE INDEX users_role_idx ON public.users (role);

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

-- Sequences

ALTER SEQUENCE public.app_stores_id_seq OWNED BY public.app_stores.id;
ALTER SEQUENCE public.assets_id_seq OWNED BY public.assets.id;
ALTER SEQUENCE public.attachments_id_seq OWNED BY public.attachments.id;
ALTER SEQUENCE public.checkins_id_seq OWNED BY public.checkins.id;
ALTER SEQUENCE public.class_id_seq OWNED BY public.class.id;
ALTER SEQUENCE public.graduations_id_seq OWNED BY public.graduations.id;
ALTER SEQUENCE public.gyms_id_seq OWNED BY public.gyms.id;
ALTER SEQUENCE public.notifications_id_seq OWNED BY public.notifications.id;
ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;
ALTER SEQUENCE public.versions_id_seq OWNED BY public.versions.id;

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
