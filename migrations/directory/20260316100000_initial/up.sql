-- 20260316100000_initial of directory, up.

-- Roles
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'directory_admin') THEN
    CREATE ROLE directory_admin NOLOGIN;
    COMMENT ON ROLE directory_admin IS 'A member who looks after the directory. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'directory_member') THEN
    CREATE ROLE directory_member NOLOGIN;
    COMMENT ON ROLE directory_member IS 'A member, known by the member id. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'directory_system') THEN
    CREATE ROLE directory_system NOLOGIN;
    COMMENT ON ROLE directory_system IS 'The service itself. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;

-- Functions
CREATE FUNCTION public.claim_member_id()
    RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$SELECT nullif(pg_catalog.current_setting('app.member_id', true), '')$$;
COMMENT ON FUNCTION public.claim_member_id() IS 'The claim member_id of the session, null without one.';
CREATE FUNCTION public.set_updated_at()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
  NEW.updated_at := pg_catalog.now();
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION public.set_updated_at() IS 'Maintains updated_at.';

-- Tables
CREATE TABLE public.community_invitations (
    invitation_id uuid DEFAULT gen_random_uuid() NOT NULL,
    invitation_code character varying(12) NOT NULL,
    created_by character varying(20) NOT NULL,
    invited_telegram_username character varying(255),
    status character varying(20) DEFAULT 'pending'::character varying NOT NULL,
    expires_at timestamp without time zone NOT NULL,
    accepted_by character varying(20),
    accepted_at timestamp without time zone,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    updated_at timestamp without time zone DEFAULT now() NOT NULL,
    CONSTRAINT community_invitations_pkey PRIMARY KEY (invitation_id),
    CONSTRAINT community_invitations_invitation_code_key UNIQUE (invitation_code),
    CONSTRAINT community_invitations_status_check CHECK (((status)::text = ANY ((ARRAY['pending'::character varying, 'accepted'::character varying, 'expired'::character varying])::text[])))
);
ALTER TABLE public.community_invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.community_invitations FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.community_invitations IS 'An invitation to the community, good for one person.';

-- Columns
COMMENT ON COLUMN public.community_invitations.created_by IS 'The member id of who invites.';
COMMENT ON COLUMN public.community_invitations.accepted_by IS 'The member id of who came.';

-- Tables
CREATE TABLE public.community_members (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    member_id character varying(20) NOT NULL,
    telegram_id character varying(255) NOT NULL,
    telegram_username character varying(255),
    name character varying(255) NOT NULL,
    primary_role character varying(50) NOT NULL,
    organization character varying(80),
    country character varying(100),
    status character varying(20) DEFAULT 'not_member'::character varying NOT NULL,
    reputation_score integer DEFAULT 0 NOT NULL,
    reputation_tier character varying(50) DEFAULT 'Novice'::character varying,
    invited_by character varying(20),
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    updated_at timestamp without time zone DEFAULT now() NOT NULL,
    last_active_at timestamp without time zone,
    deleted_at timestamp without time zone,
    CONSTRAINT community_members_pkey PRIMARY KEY (id),
    CONSTRAINT community_members_member_id_key UNIQUE (member_id),
    CONSTRAINT community_members_telegram_id_key UNIQUE (telegram_id),
    CONSTRAINT community_members_status_check CHECK (((status)::text = ANY ((ARRAY['not_member'::character varying, 'pending'::character varying, 'active'::character varying, 'suspended'::character varying, 'left'::character varying])::text[])))
);
ALTER TABLE public.community_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.community_members FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.community_members IS 'A member of the community. A deleted member stays, and goes on holding the member id and the Telegram id.';

-- Columns
COMMENT ON COLUMN public.community_members.member_id IS 'The number that a member is known by, as in "#247".';
COMMENT ON COLUMN public.community_members.invited_by IS 'The member id of who invited this one. Null for a founder: the first member cannot be invited by anybody.';

-- Foreign keys
ALTER TABLE public.community_invitations ADD CONSTRAINT community_invitations_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES public.community_members (member_id);
ALTER TABLE public.community_invitations ADD CONSTRAINT community_invitations_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.community_members (member_id);
ALTER TABLE public.community_members ADD CONSTRAINT community_members_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES public.community_members (member_id);

-- Indexes
CREATE INDEX invitation_code_idx ON public.community_invitations (invitation_code);
CREATE INDEX invitation_created_by_idx ON public.community_invitations (created_by);
CREATE INDEX invitation_status_idx ON public.community_invitations (status);
CREATE INDEX member_status_idx ON public.community_members (status);
CREATE INDEX member_telegram_id_idx ON public.community_members (telegram_id);

-- Triggers
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.community_invitations FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.community_members FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- Policies
CREATE POLICY community_invitations_admin_delete ON public.community_invitations FOR DELETE TO directory_admin
    USING (true);
CREATE POLICY community_invitations_admin_insert ON public.community_invitations FOR INSERT TO directory_admin
    WITH CHECK (true);
CREATE POLICY community_invitations_admin_select ON public.community_invitations FOR SELECT TO directory_admin
    USING (true);
CREATE POLICY community_invitations_admin_update ON public.community_invitations FOR UPDATE TO directory_admin
    USING (true)
    WITH CHECK (true);
CREATE POLICY community_invitations_member_insert ON public.community_invitations FOR INSERT TO directory_member
    WITH CHECK ((((created_by)::text = ( SELECT public.claim_member_id() AS claim_member_id)) AND ((status)::text = 'pending'::text)));
CREATE POLICY community_invitations_member_select ON public.community_invitations FOR SELECT TO directory_member
    USING ((((created_by)::text = ( SELECT public.claim_member_id() AS claim_member_id)) OR ((accepted_by)::text = ( SELECT public.claim_member_id() AS claim_member_id))));
CREATE POLICY community_invitations_member_update ON public.community_invitations FOR UPDATE TO directory_member
    USING ((((created_by)::text = ( SELECT public.claim_member_id() AS claim_member_id)) AND ((status)::text = 'pending'::text)))
    WITH CHECK ((((created_by)::text = ( SELECT public.claim_member_id() AS claim_member_id)) AND ((status)::text = 'pending'::text)));
CREATE POLICY community_invitations_system_delete ON public.community_invitations FOR DELETE TO directory_system
    USING (true);
CREATE POLICY community_invitations_system_insert ON public.community_invitations FOR INSERT TO directory_system
    WITH CHECK (true);
CREATE POLICY community_invitations_system_select ON public.community_invitations FOR SELECT TO directory_system
    USING (true);
CREATE POLICY community_invitations_system_update ON public.community_invitations FOR UPDATE TO directory_system
    USING (true)
    WITH CHECK (true);
CREATE POLICY community_members_admin_delete ON public.community_members FOR DELETE TO directory_admin
    USING (true);
CREATE POLICY community_members_admin_insert ON public.community_members FOR INSERT TO directory_admin
    WITH CHECK (true);
CREATE POLICY community_members_admin_select ON public.community_members FOR SELECT TO directory_admin
    USING (true);
CREATE POLICY community_members_admin_update ON public.community_members FOR UPDATE TO directory_admin
    USING (true)
    WITH CHECK (true);
CREATE POLICY community_members_member_select ON public.community_members FOR SELECT TO directory_member
    USING ((deleted_at IS NULL));
CREATE POLICY community_members_member_update ON public.community_members FOR UPDATE TO directory_member
    USING ((((member_id)::text = ( SELECT public.claim_member_id() AS claim_member_id)) AND (deleted_at IS NULL)))
    WITH CHECK (((member_id)::text = ( SELECT public.claim_member_id() AS claim_member_id)));
CREATE POLICY community_members_system_delete ON public.community_members FOR DELETE TO directory_system
    USING (true);
CREATE POLICY community_members_system_insert ON public.community_members FOR INSERT TO directory_system
    WITH CHECK (true);
CREATE POLICY community_members_system_select ON public.community_members FOR SELECT TO directory_system
    USING (true);
CREATE POLICY community_members_system_update ON public.community_members FOR UPDATE TO directory_system
    USING (true)
    WITH CHECK (true);

-- Grants
GRANT USAGE ON SCHEMA public TO directory_admin;
GRANT USAGE ON SCHEMA public TO directory_member;
GRANT USAGE ON SCHEMA public TO directory_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.community_invitations TO directory_admin;
GRANT SELECT, INSERT, UPDATE (invited_telegram_username, status, expires_at) ON TABLE public.community_invitations TO directory_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.community_invitations TO directory_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.community_members TO directory_admin;
GRANT SELECT, UPDATE (telegram_username, name, primary_role, organization, country) ON TABLE public.community_members TO directory_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.community_members TO directory_system;
