-- Made by schemagen from specs/directory.yaml. Do not edit.
-- Who may see and do what: this part of schema.sql on its own.

BEGIN;

SET LOCAL search_path = public;

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

-- Tables

ALTER TABLE public.community_invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.community_invitations FORCE ROW LEVEL SECURITY;
ALTER TABLE public.community_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.community_members FORCE ROW LEVEL SECURITY;
ALTER TABLE public.member_daily_highlights ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.member_daily_highlights FORCE ROW LEVEL SECURITY;
ALTER TABLE public.member_participation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.member_participation FORCE ROW LEVEL SECURITY;
ALTER TABLE public.member_relationships ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.member_relationships FORCE ROW LEVEL SECURITY;

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
    WITH CHECK (created_by = (SELECT public.claim_member_id()) and status = 'pending');
CREATE POLICY community_invitations_member_select ON public.community_invitations FOR SELECT TO directory_member
    USING (created_by = (SELECT public.claim_member_id()) or accepted_by = (SELECT public.claim_member_id()));
CREATE POLICY community_invitations_member_update ON public.community_invitations FOR UPDATE TO directory_member
    USING (created_by = (SELECT public.claim_member_id()) and status = 'pending')
    WITH CHECK (created_by = (SELECT public.claim_member_id()) and status in ('pending', 'revoked'));
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
    USING (deleted_at IS NULL);
CREATE POLICY community_members_member_update ON public.community_members FOR UPDATE TO directory_member
    USING ((member_id = (SELECT public.claim_member_id())) AND (deleted_at IS NULL))
    WITH CHECK (member_id = (SELECT public.claim_member_id()));
CREATE POLICY community_members_system_delete ON public.community_members FOR DELETE TO directory_system
    USING (true);
CREATE POLICY community_members_system_insert ON public.community_members FOR INSERT TO directory_system
    WITH CHECK (true);
CREATE POLICY community_members_system_select ON public.community_members FOR SELECT TO directory_system
    USING (true);
CREATE POLICY community_members_system_update ON public.community_members FOR UPDATE TO directory_system
    USING (true)
    WITH CHECK (true);

CREATE POLICY member_daily_highlights_admin_select ON public.member_daily_highlights FOR SELECT TO directory_admin
    USING (true);
CREATE POLICY member_daily_highlights_member_select ON public.member_daily_highlights FOR SELECT TO directory_member
    USING (member_id = (SELECT public.claim_member_id()));
CREATE POLICY member_daily_highlights_system_delete ON public.member_daily_highlights FOR DELETE TO directory_system
    USING (true);
CREATE POLICY member_daily_highlights_system_insert ON public.member_daily_highlights FOR INSERT TO directory_system
    WITH CHECK (true);
CREATE POLICY member_daily_highlights_system_select ON public.member_daily_highlights FOR SELECT TO directory_system
    USING (true);
CREATE POLICY member_daily_highlights_system_update ON public.member_daily_highlights FOR UPDATE TO directory_system
    USING (true)
    WITH CHECK (true);

CREATE POLICY member_participation_admin_select ON public.member_participation FOR SELECT TO directory_admin
    USING (true);
CREATE POLICY member_participation_member_select ON public.member_participation FOR SELECT TO directory_member
    USING (member_id = (SELECT public.claim_member_id()));
CREATE POLICY member_participation_system_delete ON public.member_participation FOR DELETE TO directory_system
    USING (true);
CREATE POLICY member_participation_system_insert ON public.member_participation FOR INSERT TO directory_system
    WITH CHECK (true);
CREATE POLICY member_participation_system_select ON public.member_participation FOR SELECT TO directory_system
    USING (true);
CREATE POLICY member_participation_system_update ON public.member_participation FOR UPDATE TO directory_system
    USING (true)
    WITH CHECK (true);

CREATE POLICY member_relationships_admin_select ON public.member_relationships FOR SELECT TO directory_admin
    USING (true);
CREATE POLICY member_relationships_system_delete ON public.member_relationships FOR DELETE TO directory_system
    USING (true);
CREATE POLICY member_relationships_system_insert ON public.member_relationships FOR INSERT TO directory_system
    WITH CHECK (true);
CREATE POLICY member_relationships_system_select ON public.member_relationships FOR SELECT TO directory_system
    USING (true);
CREATE POLICY member_relationships_system_update ON public.member_relationships FOR UPDATE TO directory_system
    USING (true)
    WITH CHECK (true);

-- Grants

GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.community_invitations TO directory_admin;
GRANT SELECT, INSERT, UPDATE (invited_telegram_username, status, expires_at) ON TABLE public.community_invitations TO directory_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.community_invitations TO directory_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.community_members TO directory_admin;
GRANT SELECT, UPDATE (telegram_username, name, primary_role, organization, country, profile_data) ON TABLE public.community_members TO directory_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.community_members TO directory_system;
GRANT SELECT ON TABLE public.member_daily_highlights TO directory_admin;
GRANT SELECT ON TABLE public.member_daily_highlights TO directory_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.member_daily_highlights TO directory_system;
GRANT SELECT ON TABLE public.member_participation TO directory_admin;
GRANT SELECT ON TABLE public.member_participation TO directory_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.member_participation TO directory_system;
GRANT SELECT ON TABLE public.member_relationships TO directory_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.member_relationships TO directory_system;
GRANT USAGE ON SCHEMA public TO directory_admin;
GRANT USAGE ON SCHEMA public TO directory_member;
GRANT USAGE ON SCHEMA public TO directory_system;

COMMIT;
