-- 20260524111400_material_and_notifications of gym, up.

-- Columns
ALTER TABLE public.users RENAME COLUMN picture TO profile_picture;

-- Sequences
CREATE SEQUENCE public.assets_id_seq AS integer START WITH 1 MINVALUE 1 MAXVALUE 2147483647;
CREATE SEQUENCE public.attachments_id_seq AS integer START WITH 1 MINVALUE 1 MAXVALUE 2147483647;
CREATE SEQUENCE public.notifications_id_seq AS integer START WITH 1 MINVALUE 1 MAXVALUE 2147483647;

-- Tables
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

-- Columns
COMMENT ON COLUMN public.assets.content IS 'A URL or the content itself.';
COMMENT ON COLUMN public.assets.type IS 'video, document and so on.';

-- Tables
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
    CONSTRAINT notifications_pkey PRIMARY KEY (id)
);
ALTER TABLE public.notifications ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notifications FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.notifications IS 'A message to users of a gym.';

-- Columns
COMMENT ON COLUMN public.notifications.channel IS 'push, email and so on.';
COMMENT ON COLUMN public.notifications.status IS 'pending, sent or failed.';
COMMENT ON COLUMN public.notifications.recipients IS 'User ids as text.';
COMMENT ON COLUMN public.notifications.viewed_by IS 'User ids as text.';
ALTER TABLE public.users ADD COLUMN expo_push_token text;
ALTER TABLE public.users ADD COLUMN migrated_at timestamp without time zone;

-- Foreign keys
ALTER TABLE public.assets ADD CONSTRAINT assets_class_id_fkey FOREIGN KEY (class_id) REFERENCES public.class (id);
ALTER TABLE public.attachments ADD CONSTRAINT attachments_class_id_fkey FOREIGN KEY (class_id) REFERENCES public.class (id);
ALTER TABLE public.notifications ADD CONSTRAINT notifications_sent_by_fkey FOREIGN KEY (sent_by) REFERENCES public.users (id);

-- Indexes
CREATE INDEX assets_class_id_idx ON public.assets (class_id);
CREATE INDEX attachments_class_id_idx ON public.attachments (class_id);
CREATE INDEX notifications_sent_by_idx ON public.notifications (sent_by);

-- Policies
CREATE POLICY assets_instructor_delete ON public.assets FOR DELETE TO gym_instructor
    USING ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE ((class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)) AND (class.instructor_id = ( SELECT public.claim_user_id() AS claim_user_id)))))));
CREATE POLICY assets_instructor_insert ON public.assets FOR INSERT TO gym_instructor
    WITH CHECK ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE ((class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)) AND (class.instructor_id = ( SELECT public.claim_user_id() AS claim_user_id)))))));
CREATE POLICY assets_instructor_select ON public.assets FOR SELECT TO gym_instructor
    USING ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE (class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY assets_instructor_update ON public.assets FOR UPDATE TO gym_instructor
    USING ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE ((class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)) AND (class.instructor_id = ( SELECT public.claim_user_id() AS claim_user_id)))))))
    WITH CHECK ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE ((class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)) AND (class.instructor_id = ( SELECT public.claim_user_id() AS claim_user_id)))))));
CREATE POLICY assets_manager_delete ON public.assets FOR DELETE TO gym_manager
    USING ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE (class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY assets_manager_insert ON public.assets FOR INSERT TO gym_manager
    WITH CHECK ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE (class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY assets_manager_select ON public.assets FOR SELECT TO gym_manager
    USING ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE (class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY assets_manager_update ON public.assets FOR UPDATE TO gym_manager
    USING ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE (class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))))
    WITH CHECK ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE (class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY assets_student_select ON public.assets FOR SELECT TO gym_student
    USING ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE (class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
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
    USING ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE ((class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)) AND (class.instructor_id = ( SELECT public.claim_user_id() AS claim_user_id)))))));
CREATE POLICY attachments_instructor_insert ON public.attachments FOR INSERT TO gym_instructor
    WITH CHECK ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE ((class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)) AND (class.instructor_id = ( SELECT public.claim_user_id() AS claim_user_id)))))));
CREATE POLICY attachments_instructor_select ON public.attachments FOR SELECT TO gym_instructor
    USING ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE (class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY attachments_instructor_update ON public.attachments FOR UPDATE TO gym_instructor
    USING ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE ((class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)) AND (class.instructor_id = ( SELECT public.claim_user_id() AS claim_user_id)))))))
    WITH CHECK ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE ((class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id)) AND (class.instructor_id = ( SELECT public.claim_user_id() AS claim_user_id)))))));
CREATE POLICY attachments_manager_delete ON public.attachments FOR DELETE TO gym_manager
    USING ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE (class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY attachments_manager_insert ON public.attachments FOR INSERT TO gym_manager
    WITH CHECK ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE (class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY attachments_manager_select ON public.attachments FOR SELECT TO gym_manager
    USING ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE (class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY attachments_manager_update ON public.attachments FOR UPDATE TO gym_manager
    USING ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE (class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))))
    WITH CHECK ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE (class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY attachments_student_select ON public.attachments FOR SELECT TO gym_student
    USING ((class_id = ANY (ARRAY( SELECT class.id
   FROM public.class
  WHERE (class.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY attachments_system_delete ON public.attachments FOR DELETE TO gym_system
    USING (true);
CREATE POLICY attachments_system_insert ON public.attachments FOR INSERT TO gym_system
    WITH CHECK (true);
CREATE POLICY attachments_system_select ON public.attachments FOR SELECT TO gym_system
    USING (true);
CREATE POLICY attachments_system_update ON public.attachments FOR UPDATE TO gym_system
    USING (true)
    WITH CHECK (true);
CREATE POLICY notifications_instructor_insert ON public.notifications FOR INSERT TO gym_instructor
    WITH CHECK (((sent_by = ( SELECT public.claim_user_id() AS claim_user_id)) AND (recipients <@ ARRAY( SELECT (users.id)::text AS id
   FROM public.users
  WHERE (users.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY notifications_instructor_select ON public.notifications FOR SELECT TO gym_instructor
    USING (((sent_by = ( SELECT public.claim_user_id() AS claim_user_id)) OR (recipients @> ARRAY[(( SELECT public.claim_user_id() AS claim_user_id))::text])));
CREATE POLICY notifications_instructor_update ON public.notifications FOR UPDATE TO gym_instructor
    USING ((recipients @> ARRAY[(( SELECT public.claim_user_id() AS claim_user_id))::text]))
    WITH CHECK ((recipients @> ARRAY[(( SELECT public.claim_user_id() AS claim_user_id))::text]));
CREATE POLICY notifications_manager_insert ON public.notifications FOR INSERT TO gym_manager
    WITH CHECK (((sent_by = ( SELECT public.claim_user_id() AS claim_user_id)) AND (recipients <@ ARRAY( SELECT (users.id)::text AS id
   FROM public.users
  WHERE (users.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))));
CREATE POLICY notifications_manager_select ON public.notifications FOR SELECT TO gym_manager
    USING (((sent_by = ANY (ARRAY( SELECT users.id
   FROM public.users
  WHERE (users.gym_id = ( SELECT public.claim_gym_id() AS claim_gym_id))))) OR (recipients @> ARRAY[(( SELECT public.claim_user_id() AS claim_user_id))::text])));
CREATE POLICY notifications_manager_update ON public.notifications FOR UPDATE TO gym_manager
    USING ((recipients @> ARRAY[(( SELECT public.claim_user_id() AS claim_user_id))::text]))
    WITH CHECK ((recipients @> ARRAY[(( SELECT public.claim_user_id() AS claim_user_id))::text]));
CREATE POLICY notifications_student_select ON public.notifications FOR SELECT TO gym_student
    USING ((recipients @> ARRAY[(( SELECT public.claim_user_id() AS claim_user_id))::text]));
CREATE POLICY notifications_student_update ON public.notifications FOR UPDATE TO gym_student
    USING ((recipients @> ARRAY[(( SELECT public.claim_user_id() AS claim_user_id))::text]))
    WITH CHECK ((recipients @> ARRAY[(( SELECT public.claim_user_id() AS claim_user_id))::text]));
CREATE POLICY notifications_system_delete ON public.notifications FOR DELETE TO gym_system
    USING (true);
CREATE POLICY notifications_system_insert ON public.notifications FOR INSERT TO gym_system
    WITH CHECK (true);
CREATE POLICY notifications_system_select ON public.notifications FOR SELECT TO gym_system
    USING (true);
CREATE POLICY notifications_system_update ON public.notifications FOR UPDATE TO gym_system
    USING (true)
    WITH CHECK (true);

-- Sequences
ALTER SEQUENCE public.assets_id_seq OWNED BY public.assets.id;
ALTER SEQUENCE public.attachments_id_seq OWNED BY public.attachments.id;
ALTER SEQUENCE public.notifications_id_seq OWNED BY public.notifications.id;

-- Grants
GRANT USAGE ON SEQUENCE public.assets_id_seq TO gym_instructor;
GRANT USAGE ON SEQUENCE public.assets_id_seq TO gym_manager;
GRANT USAGE ON SEQUENCE public.assets_id_seq TO gym_system;
GRANT USAGE ON SEQUENCE public.attachments_id_seq TO gym_instructor;
GRANT USAGE ON SEQUENCE public.attachments_id_seq TO gym_manager;
GRANT USAGE ON SEQUENCE public.attachments_id_seq TO gym_system;
GRANT USAGE ON SEQUENCE public.notifications_id_seq TO gym_instructor;
GRANT USAGE ON SEQUENCE public.notifications_id_seq TO gym_manager;
GRANT USAGE ON SEQUENCE public.notifications_id_seq TO gym_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.assets TO gym_instructor;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.assets TO gym_manager;
GRANT SELECT ON TABLE public.assets TO gym_student;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.assets TO gym_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.attachments TO gym_instructor;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.attachments TO gym_manager;
GRANT SELECT ON TABLE public.attachments TO gym_student;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.attachments TO gym_system;
GRANT SELECT, INSERT, UPDATE (viewed_by) ON TABLE public.notifications TO gym_instructor;
GRANT SELECT, INSERT, UPDATE (viewed_by) ON TABLE public.notifications TO gym_manager;
GRANT SELECT, UPDATE (viewed_by) ON TABLE public.notifications TO gym_student;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.notifications TO gym_system;
GRANT UPDATE (expo_push_token) ON TABLE public.users TO gym_instructor;
GRANT UPDATE (expo_push_token) ON TABLE public.users TO gym_manager;
GRANT UPDATE (expo_push_token) ON TABLE public.users TO gym_student;
