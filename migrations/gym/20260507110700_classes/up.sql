-- 20260507110700_classes of gym, up.

-- Sequences
CREATE SEQUENCE public.checkins_id_seq AS integer START WITH 1 MINVALUE 1 MAXVALUE 2147483647;
CREATE SEQUENCE public.class_id_seq AS integer START WITH 1 MINVALUE 1 MAXVALUE 2147483647;
CREATE SEQUENCE public.graduations_id_seq AS integer START WITH 1 MINVALUE 1 MAXVALUE 2147483647;

-- Tables
CREATE TABLE public.checkins (
    id integer DEFAULT nextval('public.checkins_id_seq'::regclass) NOT NULL,
    user_id integer,
    class_id integer,
    date text,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    note text,
    CONSTRAINT checkins_pkey PRIMARY KEY (id)
);
ALTER TABLE public.checkins ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.checkins FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.checkins IS 'A user''s attendance of a class on a day.';

-- Columns
COMMENT ON COLUMN public.checkins.date IS 'ISO date as text.';

-- Tables
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

-- Columns
COMMENT ON COLUMN public.class.day IS 'MONDAY, TUESDAY and so on.';
COMMENT ON COLUMN public.class.start IS 'HH:MM.';
COMMENT ON COLUMN public.class."end" IS 'HH:MM.';

-- Tables
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

-- Columns
COMMENT ON COLUMN public.graduations.belt IS 'Belt colour.';
COMMENT ON COLUMN public.graduations.degree IS 'Number of stripes.';
COMMENT ON COLUMN public.graduations.modality IS 'BJJ, Muay Thai and so on.';
COMMENT ON COLUMN public.gyms.since IS 'Date as text, as in the original.';
ALTER TABLE public.gyms ADD CONSTRAINT gyms_since_is_not_null CHECK (since IS NOT NULL) NOT VALID;
ALTER TABLE public.users ADD COLUMN instagram text;
ALTER TABLE public.users ADD COLUMN customer_id text;
COMMENT ON COLUMN public.users.customer_id IS 'The customer''s id at Stripe.';
ALTER TABLE public.users ADD COLUMN subscription_id text;
COMMENT ON COLUMN public.users.subscription_id IS 'The subscription''s id at Stripe.';
ALTER TABLE public.users ADD COLUMN plan text;

-- Foreign keys
ALTER TABLE public.checkins ADD CONSTRAINT checkins_class_id_fkey FOREIGN KEY (class_id) REFERENCES public.class (id);
ALTER TABLE public.checkins ADD CONSTRAINT checkins_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id);
ALTER TABLE public.class ADD CONSTRAINT class_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users (id);
ALTER TABLE public.class ADD CONSTRAINT class_gym_id_fkey FOREIGN KEY (gym_id) REFERENCES public.gyms (id);
ALTER TABLE public.class ADD CONSTRAINT class_instructor_id_fkey FOREIGN KEY (instructor_id) REFERENCES public.users (id);
ALTER TABLE public.graduations ADD CONSTRAINT graduations_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id);

-- Indexes
CREATE INDEX checkins_class_id_idx ON public.checkins (class_id);
CREATE INDEX checkins_date_idx ON public.checkins (date);
CREATE INDEX checkins_user_id_idx ON public.checkins (user_id);
CREATE INDEX class_created_by_idx ON public.class (created_by);
CREATE INDEX class_gym_id_idx ON public.class (gym_id);
CREATE INDEX class_instructor_id_idx ON public.class (instructor_id);
CREATE INDEX graduations_user_id_idx ON public.graduations (user_id);

-- Policies
CREATE POLICY checkins_instructor_delete ON public.checkins FOR DELETE TO gym_instructor
    USING ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE ((class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)) AND (class.instructor_id = ( SELECT public.claim_user_id() AS claim_user_id)))))));
CREATE POLICY checkins_instructor_insert ON public.checkins FOR INSERT TO gym_instructor
    WITH CHECK (((user_id = ANY (ARRAY( SELECT users.id
   FROM public.users
  WHERE (users.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))) AND (class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE (class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)))))));
CREATE POLICY checkins_instructor_select ON public.checkins FOR SELECT TO gym_instructor
    USING ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE (class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY checkins_manager_delete ON public.checkins FOR DELETE TO gym_manager
    USING ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE (class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY checkins_manager_insert ON public.checkins FOR INSERT TO gym_manager
    WITH CHECK (((user_id = ANY (ARRAY( SELECT users.id
   FROM public.users
  WHERE (users.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))) AND (class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE (class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)))))));
CREATE POLICY checkins_manager_select ON public.checkins FOR SELECT TO gym_manager
    USING ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE (class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY checkins_student_delete ON public.checkins FOR DELETE TO gym_student
    USING ((user_id = ( SELECT public.claim_user_id() AS claim_user_id)));
CREATE POLICY checkins_student_insert ON public.checkins FOR INSERT TO gym_student
    WITH CHECK (((user_id = ( SELECT public.claim_user_id() AS claim_user_id)) AND (class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE (class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)))))));
CREATE POLICY checkins_student_select ON public.checkins FOR SELECT TO gym_student
    USING ((user_id = ( SELECT public.claim_user_id() AS claim_user_id)));
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
    WITH CHECK (((gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)) AND (instructor_id = ( SELECT public.claim_user_id() AS claim_user_id)) AND (created_by = ( SELECT public.claim_user_id() AS claim_user_id))));
CREATE POLICY class_instructor_select ON public.class FOR SELECT TO gym_instructor
    USING ((gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)));
CREATE POLICY class_instructor_update ON public.class FOR UPDATE TO gym_instructor
    USING (((gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)) AND (instructor_id = ( SELECT public.claim_user_id() AS claim_user_id))))
    WITH CHECK (((gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)) AND (instructor_id = ( SELECT public.claim_user_id() AS claim_user_id))));
CREATE POLICY class_manager_insert ON public.class FOR INSERT TO gym_manager
    WITH CHECK (((gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)) AND (created_by = ( SELECT public.claim_user_id() AS claim_user_id)) AND ((instructor_id IS NULL) OR (instructor_id = ANY (ARRAY( SELECT users.id
   FROM public.users
  WHERE (users.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))))));
CREATE POLICY class_manager_select ON public.class FOR SELECT TO gym_manager
    USING ((gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)));
CREATE POLICY class_manager_update ON public.class FOR UPDATE TO gym_manager
    USING ((gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)))
    WITH CHECK (((gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)) AND ((instructor_id IS NULL) OR (instructor_id = ANY (ARRAY( SELECT users.id
   FROM public.users
  WHERE (users.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))))));
CREATE POLICY class_student_select ON public.class FOR SELECT TO gym_student
    USING (((gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)) AND (deleted_at IS NULL)));
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
    WITH CHECK ((user_id = ANY (ARRAY( SELECT users.id
   FROM public.users
  WHERE (users.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY graduations_instructor_select ON public.graduations FOR SELECT TO gym_instructor
    USING ((user_id = ANY (ARRAY( SELECT users.id
   FROM public.users
  WHERE (users.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY graduations_manager_delete ON public.graduations FOR DELETE TO gym_manager
    USING ((user_id = ANY (ARRAY( SELECT users.id
   FROM public.users
  WHERE (users.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY graduations_manager_insert ON public.graduations FOR INSERT TO gym_manager
    WITH CHECK ((user_id = ANY (ARRAY( SELECT users.id
   FROM public.users
  WHERE (users.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY graduations_manager_select ON public.graduations FOR SELECT TO gym_manager
    USING ((user_id = ANY (ARRAY( SELECT users.id
   FROM public.users
  WHERE (users.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY graduations_manager_update ON public.graduations FOR UPDATE TO gym_manager
    USING ((user_id = ANY (ARRAY( SELECT users.id
   FROM public.users
  WHERE (users.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))))
    WITH CHECK ((user_id = ANY (ARRAY( SELECT users.id
   FROM public.users
  WHERE (users.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY graduations_student_select ON public.graduations FOR SELECT TO gym_student
    USING ((user_id = ( SELECT public.claim_user_id() AS claim_user_id)));
CREATE POLICY graduations_system_delete ON public.graduations FOR DELETE TO gym_system
    USING (true);
CREATE POLICY graduations_system_insert ON public.graduations FOR INSERT TO gym_system
    WITH CHECK (true);
CREATE POLICY graduations_system_select ON public.graduations FOR SELECT TO gym_system
    USING (true);
CREATE POLICY graduations_system_update ON public.graduations FOR UPDATE TO gym_system
    USING (true)
    WITH CHECK (true);

-- Sequences
ALTER SEQUENCE public.checkins_id_seq OWNED BY public.checkins.id;
ALTER SEQUENCE public.class_id_seq OWNED BY public.class.id;
ALTER SEQUENCE public.graduations_id_seq OWNED BY public.graduations.id;

-- Grants
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
GRANT UPDATE (instagram) ON TABLE public.users TO gym_instructor;
GRANT UPDATE (instagram) ON TABLE public.users TO gym_manager;
GRANT UPDATE (instagram) ON TABLE public.users TO gym_student;

-- schemagen: new transaction
-- Columns
ALTER TABLE public.gyms VALIDATE CONSTRAINT gyms_since_is_not_null;

-- schemagen: new transaction
-- Columns
ALTER TABLE public.gyms ALTER COLUMN since SET NOT NULL;
ALTER TABLE public.gyms DROP CONSTRAINT gyms_since_is_not_null;

-- schemagen: no transaction
-- Indexes
CREATE INDEX CONCURRENTLY users_birth_day_idx ON public.users (birth_day);

-- schemagen: no transaction
-- Indexes
CREATE INDEX CONCURRENTLY users_email_idx ON public.users (email);
