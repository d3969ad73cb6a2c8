-- Made by schemagen from specs/tenant_citus.yaml. Do not edit.
-- Who may see and do what: this part of schema.sql on its own.

BEGIN;

SET LOCAL search_path = public;

-- Settings

SET LOCAL citus.multi_shard_modify_mode = 'sequential';

-- Roles

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'tenant_admin') THEN
    CREATE ROLE tenant_admin LOGIN;
    COMMENT ON ROLE tenant_admin IS 'Who runs a community. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'tenant_member') THEN
    CREATE ROLE tenant_member LOGIN;
    COMMENT ON ROLE tenant_member IS 'A member of a community, as the profile that the member has there. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'tenant_system') THEN
    CREATE ROLE tenant_system LOGIN;
    COMMENT ON ROLE tenant_system IS 'The service itself, across communities. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;

-- Tables

ALTER TABLE public.badges ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.badges FORCE ROW LEVEL SECURITY;
ALTER TABLE public.communities ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.communities FORCE ROW LEVEL SECURITY;
ALTER TABLE public.manifests ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.manifests FORCE ROW LEVEL SECURITY;
ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.profiles FORCE ROW LEVEL SECURITY;
ALTER TABLE public.shadow_states ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.shadow_states FORCE ROW LEVEL SECURITY;

-- Policies

CREATE POLICY badges_admin_delete ON public.badges FOR DELETE TO tenant_admin
    USING (true);
CREATE POLICY badges_admin_insert ON public.badges FOR INSERT TO tenant_admin
    WITH CHECK (true);
CREATE POLICY badges_admin_select ON public.badges FOR SELECT TO tenant_admin
    USING (true);
CREATE POLICY badges_admin_update ON public.badges FOR UPDATE TO tenant_admin
    USING (true)
    WITH CHECK (true);
CREATE POLICY badges_member_select ON public.badges FOR SELECT TO tenant_member
    USING (true);
CREATE POLICY badges_system_delete ON public.badges FOR DELETE TO tenant_system
    USING (true);
CREATE POLICY badges_system_insert ON public.badges FOR INSERT TO tenant_system
    WITH CHECK (true);
CREATE POLICY badges_system_select ON public.badges FOR SELECT TO tenant_system
    USING (true);
CREATE POLICY badges_system_update ON public.badges FOR UPDATE TO tenant_system
    USING (true)
    WITH CHECK (true);
CREATE POLICY badges_tenant ON public.badges AS RESTRICTIVE TO tenant_admin, tenant_member
    USING (community_id = public.claim_community_id())
    WITH CHECK (community_id = public.claim_community_id());

CREATE POLICY communities_admin_select ON public.communities FOR SELECT TO tenant_admin
    USING (true);
CREATE POLICY communities_admin_update ON public.communities FOR UPDATE TO tenant_admin
    USING (true)
    WITH CHECK (true);
CREATE POLICY communities_member_select ON public.communities FOR SELECT TO tenant_member
    USING (true);
CREATE POLICY communities_system_delete ON public.communities FOR DELETE TO tenant_system
    USING (true);
CREATE POLICY communities_system_insert ON public.communities FOR INSERT TO tenant_system
    WITH CHECK (true);
CREATE POLICY communities_system_select ON public.communities FOR SELECT TO tenant_system
    USING (true);
CREATE POLICY communities_system_update ON public.communities FOR UPDATE TO tenant_system
    USING (true)
    WITH CHECK (true);
CREATE POLICY communities_tenant ON public.communities AS RESTRICTIVE TO tenant_admin, tenant_member
    USING (id = public.claim_community_id())
    WITH CHECK (id = public.claim_community_id());

CREATE POLICY manifests_admin_insert ON public.manifests FOR INSERT TO tenant_admin
    WITH CHECK (true);
CREATE POLICY manifests_admin_select ON public.manifests FOR SELECT TO tenant_admin
    USING (true);
CREATE POLICY manifests_admin_update ON public.manifests FOR UPDATE TO tenant_admin
    USING (true)
    WITH CHECK (true);
CREATE POLICY manifests_member_select ON public.manifests FOR SELECT TO tenant_member
    USING (true);
CREATE POLICY manifests_system_delete ON public.manifests FOR DELETE TO tenant_system
    USING (true);
CREATE POLICY manifests_system_insert ON public.manifests FOR INSERT TO tenant_system
    WITH CHECK (true);
CREATE POLICY manifests_system_select ON public.manifests FOR SELECT TO tenant_system
    USING (true);
CREATE POLICY manifests_system_update ON public.manifests FOR UPDATE TO tenant_system
    USING (true)
    WITH CHECK (true);
CREATE POLICY manifests_tenant ON public.manifests AS RESTRICTIVE TO tenant_admin, tenant_member
    USING (community_id = public.claim_community_id())
    WITH CHECK (community_id = public.claim_community_id());

CREATE POLICY profiles_admin_delete ON public.profiles FOR DELETE TO tenant_admin
    USING (true);
CREATE POLICY profiles_admin_insert ON public.profiles FOR INSERT TO tenant_admin
    WITH CHECK (true);
CREATE POLICY profiles_admin_select ON public.profiles FOR SELECT TO tenant_admin
    USING (true);
CREATE POLICY profiles_admin_update ON public.profiles FOR UPDATE TO tenant_admin
    USING (true)
    WITH CHECK (true);
CREATE POLICY profiles_member_select ON public.profiles FOR SELECT TO tenant_member
    USING (true);
CREATE POLICY profiles_member_update ON public.profiles FOR UPDATE TO tenant_member
    USING (id = public.claim_profile_id())
    WITH CHECK (id = public.claim_profile_id());
CREATE POLICY profiles_system_delete ON public.profiles FOR DELETE TO tenant_system
    USING (true);
CREATE POLICY profiles_system_insert ON public.profiles FOR INSERT TO tenant_system
    WITH CHECK (true);
CREATE POLICY profiles_system_select ON public.profiles FOR SELECT TO tenant_system
    USING (true);
CREATE POLICY profiles_system_update ON public.profiles FOR UPDATE TO tenant_system
    USING (true)
    WITH CHECK (true);
CREATE POLICY profiles_tenant ON public.profiles AS RESTRICTIVE TO tenant_admin, tenant_member
    USING (community_id = public.claim_community_id())
    WITH CHECK (community_id = public.claim_community_id());

CREATE POLICY shadow_states_admin_select ON public.shadow_states FOR SELECT TO tenant_admin
    USING (true);
CREATE POLICY shadow_states_system_delete ON public.shadow_states FOR DELETE TO tenant_system
    USING (true);
CREATE POLICY shadow_states_system_insert ON public.shadow_states FOR INSERT TO tenant_system
    WITH CHECK (true);
CREATE POLICY shadow_states_system_select ON public.shadow_states FOR SELECT TO tenant_system
    USING (true);
CREATE POLICY shadow_states_system_update ON public.shadow_states FOR UPDATE TO tenant_system
    USING (true)
    WITH CHECK (true);
CREATE POLICY shadow_states_tenant ON public.shadow_states AS RESTRICTIVE TO tenant_admin, tenant_member
    USING (community_id = public.claim_community_id())
    WITH CHECK (community_id = public.claim_community_id());

-- Grants

GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.badges TO tenant_admin;
GRANT SELECT ON TABLE public.badges TO tenant_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.badges TO tenant_system;
GRANT SELECT, UPDATE (name, theme_id, discord_guild_id, telegram_chat_id, settings) ON TABLE public.communities TO tenant_admin;
GRANT SELECT ON TABLE public.communities TO tenant_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.communities TO tenant_system;
GRANT SELECT, INSERT, UPDATE ON TABLE public.manifests TO tenant_admin;
GRANT SELECT ON TABLE public.manifests TO tenant_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.manifests TO tenant_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.profiles TO tenant_admin;
GRANT SELECT, UPDATE (wallet_address, metadata) ON TABLE public.profiles TO tenant_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.profiles TO tenant_system;
GRANT SELECT ON TABLE public.shadow_states TO tenant_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.shadow_states TO tenant_system;
GRANT USAGE ON SCHEMA public TO tenant_admin;
GRANT USAGE ON SCHEMA public TO tenant_member;
GRANT USAGE ON SCHEMA public TO tenant_system;

COMMIT;
