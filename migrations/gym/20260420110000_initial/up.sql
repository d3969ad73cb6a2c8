-- 20260420110000_initial of gym, up.

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
CREATE SEQUENCE public.gyms_id_seq AS integer START WITH 1 MINVALUE 1 MAXVALUE 2147483647;
CREATE SEQUENCE public.users_id_seq AS integer START WITH 1 MINVALUE 1 MAXVALUE 2147483647;

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
CREATE TABLE public.gyms (
    id integer DEFAULT nextval('public.gyms_id_seq'::regclass) NOT NULL,
    name text NOT NULL,
    address text NOT NULL,
    logo text,
    manager_id integer,
    since text,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    CONSTRAINT gyms_pkey PRIMARY KEY (id)
);
ALTER TABLE public.gyms ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gyms FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.gyms IS 'A gym.';

-- Columns
COMMENT ON COLUMN public.gyms.manager_id IS 'Set once the manager exists.';

-- Tables
CREATE TABLE public.roles (
    id text NOT NULL,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    CONSTRAINT roles_pkey PRIMARY KEY (id)
);
ALTER TABLE public.roles ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.roles FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.roles IS 'What a user can be; the key is the role itself.';

-- Columns
COMMENT ON COLUMN public.roles.id IS 'STUDENT, INSTRUCTOR or MANAGER.';

-- Tables
CREATE TABLE public.users (
    id integer DEFAULT nextval('public.users_id_seq'::regclass) NOT NULL,
    clerk_user_id text NOT NULL,
    email text,
    first_name text,
    last_name text,
    picture text,
    birth text,
    birth_day text,
    gender text,
    phone text,
    role text,
    gym_id integer,
    approved_at timestamp without time zone,
    denied_at timestamp without time zone,
    deleted_at timestamp without time zone,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_clerk_user_id_key UNIQUE (clerk_user_id)
);
ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.users FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.users IS 'Everybody who uses the application, in whatever role.';

-- Columns
COMMENT ON COLUMN public.users.clerk_user_id IS 'The user''s id at Clerk.';
COMMENT ON COLUMN public.users.birth IS 'Date as text.';
COMMENT ON COLUMN public.users.birth_day IS 'MM-DD, for finding birthdays.';

-- Foreign keys
ALTER TABLE public.gyms ADD CONSTRAINT gyms_manager_id_fkey FOREIGN KEY (manager_id) REFERENCES public.users (id);
ALTER TABLE public.users ADD CONSTRAINT users_gym_id_fkey FOREIGN KEY (gym_id) REFERENCES public.gyms (id);
ALTER TABLE public.users ADD CONSTRAINT users_role_fkey FOREIGN KEY (role) REFERENCES public.roles (id);

-- Indexes
CREATE INDEX gyms_manager_id_idx ON public.gyms (manager_id);
CREATE INDEX users_gym_id_idx ON public.users (gym_id);
CREATE INDEX users_role_idx ON public.users (role);

-- Policies
CREATE POLICY gyms_instructor_select ON public.gyms FOR SELECT TO gym_instructor
    USING ((id = ( SELECT public.claim_gym_id() AS claim_gym_id)));
CREATE POLICY gyms_manager_select ON public.gyms FOR SELECT TO gym_manager
    USING ((id = ( SELECT public.claim_gym_id() AS claim_gym_id)));
CREATE POLICY gyms_manager_update ON public.gyms FOR UPDATE TO gym_manager
    USING ((id = ( SELECT public.claim_gym_id() AS claim_gym_id)))
    WITH CHECK ((id = ( SELECT public.claim_gym_id() AS claim_gym_id)));
CREATE POLICY gyms_student_select ON public.gyms FOR SELECT TO gym_student
    USING ((id = ( SELECT public.claim_gym_id() AS claim_gym_id)));
CREATE POLICY gyms_system_delete ON public.gyms FOR DELETE TO gym_system
    USING (true);
CREATE POLICY gyms_system_insert ON public.gyms FOR INSERT TO gym_system
    WITH CHECK (true);
CREATE POLICY gyms_system_select ON public.gyms FOR SELECT TO gym_system
    USING (true);
CREATE POLICY gyms_system_update ON public.gyms FOR UPDATE TO gym_system
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
    USING (((id = ( SELECT public.claim_user_id() AS claim_user_id)) OR ((gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)) AND (deleted_at IS NULL))));
CREATE POLICY users_instructor_update ON public.users FOR UPDATE TO gym_instructor
    USING ((id = ( SELECT public.claim_user_id() AS claim_user_id)))
    WITH CHECK ((id = ( SELECT public.claim_user_id() AS claim_user_id)));
CREATE POLICY users_manager_insert ON public.users FOR INSERT TO gym_manager
    WITH CHECK ((gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)));
CREATE POLICY users_manager_select ON public.users FOR SELECT TO gym_manager
    USING ((gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)));
CREATE POLICY users_manager_update ON public.users FOR UPDATE TO gym_manager
    USING ((gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)))
    WITH CHECK ((gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)));
CREATE POLICY users_student_select ON public.users FOR SELECT TO gym_student
    USING (((id = ( SELECT public.claim_user_id() AS claim_user_id)) OR ((gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)) AND (role = ANY (ARRAY['INSTRUCTOR'::text, 'MANAGER'::text])) AND (deleted_at IS NULL))));
CREATE POLICY users_student_update ON public.users FOR UPDATE TO gym_student
    USING ((id = ( SELECT public.claim_user_id() AS claim_user_id)))
    WITH CHECK ((id = ( SELECT public.claim_user_id() AS claim_user_id)));
CREATE POLICY users_system_delete ON public.users FOR DELETE TO gym_system
    USING (true);
CREATE POLICY users_system_insert ON public.users FOR INSERT TO gym_system
    WITH CHECK (true);
CREATE POLICY users_system_select ON public.users FOR SELECT TO gym_system
    USING (true);
CREATE POLICY users_system_update ON public.users FOR UPDATE TO gym_system
    USING (true)
    WITH CHECK (true);

-- Grants
GRANT USAGE ON SCHEMA public TO gym_instructor;
GRANT USAGE ON SCHEMA public TO gym_manager;
GRANT USAGE ON SCHEMA public TO gym_student;
GRANT USAGE ON SCHEMA public TO gym_system;

-- Sequences
ALTER SEQUENCE public.gyms_id_seq OWNED BY public.gyms.id;
ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;

-- Grants
GRANT USAGE ON SEQUENCE public.gyms_id_seq TO gym_system;
GRANT USAGE ON SEQUENCE public.users_id_seq TO gym_manager;
GRANT USAGE ON SEQUENCE public.users_id_seq TO gym_system;
GRANT SELECT ON TABLE public.gyms TO gym_instructor;
GRANT SELECT, UPDATE (name, address, logo, since) ON TABLE public.gyms TO gym_manager;
GRANT SELECT ON TABLE public.gyms TO gym_student;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.gyms TO gym_system;
GRANT SELECT ON TABLE public.roles TO gym_instructor;
GRANT SELECT ON TABLE public.roles TO gym_manager;
GRANT SELECT ON TABLE public.roles TO gym_student;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.roles TO gym_system;
GRANT SELECT, UPDATE (email, first_name, last_name, picture, birth, birth_day, gender, phone) ON TABLE public.users TO gym_instructor;
GRANT SELECT, INSERT, UPDATE (email, first_name, last_name, picture, birth, birth_day, gender, phone, role, approved_at, denied_at, deleted_at) ON TABLE public.users TO gym_manager;
GRANT SELECT, UPDATE (email, first_name, last_name, picture, birth, birth_day, gender, phone) ON TABLE public.users TO gym_student;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.users TO gym_system;
