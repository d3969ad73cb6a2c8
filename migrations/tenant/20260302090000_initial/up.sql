-- 20260302090000_initial of tenant, up.

-- Roles
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'tenant_admin') THEN
    CREATE ROLE tenant_admin NOLOGIN;
    COMMENT ON ROLE tenant_admin IS 'Who runs a community. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'tenant_member') THEN
    CREATE ROLE tenant_member NOLOGIN;
    COMMENT ON ROLE tenant_member IS 'A member of a community, as the profile that the member has there. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'tenant_system') THEN
    CREATE ROLE tenant_system NOLOGIN;
    COMMENT ON ROLE tenant_system IS 'The service itself, across communities. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;

-- Functions
CREATE FUNCTION public.claim_community_id()
    RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$SELECT nullif(pg_catalog.current_setting('app.community_id', true), '')::uuid$$;
COMMENT ON FUNCTION public.claim_community_id() IS 'The claim community_id of the session, null without one.';
CREATE FUNCTION public.claim_profile_id()
    RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$SELECT nullif(pg_catalog.current_setting('app.profile_id', true), '')::uuid$$;
COMMENT ON FUNCTION public.claim_profile_id() IS 'The claim profile_id of the session, null without one.';
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
CREATE TABLE public.communities (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    theme_id text DEFAULT 'basic'::text NOT NULL,
    subscription_tier text DEFAULT 'free'::text NOT NULL,
    discord_guild_id text,
    is_active boolean DEFAULT true NOT NULL,
    settings jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT communities_pkey PRIMARY KEY (id),
    CONSTRAINT communities_discord_guild_id_key UNIQUE (discord_guild_id)
);
ALTER TABLE public.communities ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.communities FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.communities IS 'A community, the root of everything that it owns.';

-- Columns
COMMENT ON COLUMN public.communities.discord_guild_id IS 'Null for a community that is on Telegram alone.';

-- Tables
CREATE TABLE public.profiles (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    community_id uuid NOT NULL,
    discord_id text,
    telegram_id text,
    wallet_address text,
    tier text,
    rank integer,
    activity_score integer,
    joined_at timestamp with time zone,
    last_seen_at timestamp with time zone,
    metadata jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT profiles_pkey PRIMARY KEY (id),
    CONSTRAINT uq_profiles_discord UNIQUE (community_id, discord_id),
    CONSTRAINT uq_profiles_telegram UNIQUE (community_id, telegram_id)
);
ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.profiles FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.profiles IS 'A member of one community.';

-- Foreign keys
ALTER TABLE public.profiles ADD CONSTRAINT profiles_community_id_fkey FOREIGN KEY (community_id) REFERENCES public.communities (id) ON DELETE CASCADE;

-- Indexes
CREATE INDEX idx_communities_discord_guild ON public.communities (discord_guild_id);
CREATE INDEX idx_communities_subscription ON public.communities (subscription_tier);
CREATE INDEX idx_communities_theme ON public.communities (theme_id);
CREATE INDEX idx_profiles_community ON public.profiles (community_id);
CREATE INDEX idx_profiles_tier ON public.profiles (community_id, tier);
CREATE INDEX idx_profiles_wallet ON public.profiles (wallet_address);

-- Triggers
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.communities FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.profiles FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- Policies
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
    USING ((id = ( SELECT public.claim_community_id() AS claim_community_id)))
    WITH CHECK ((id = ( SELECT public.claim_community_id() AS claim_community_id)));
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
    USING ((id = ( SELECT public.claim_profile_id() AS claim_profile_id)))
    WITH CHECK ((id = ( SELECT public.claim_profile_id() AS claim_profile_id)));
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
    USING ((community_id = ( SELECT public.claim_community_id() AS claim_community_id)))
    WITH CHECK ((community_id = ( SELECT public.claim_community_id() AS claim_community_id)));

-- Grants
GRANT USAGE ON SCHEMA public TO tenant_admin;
GRANT USAGE ON SCHEMA public TO tenant_member;
GRANT USAGE ON SCHEMA public TO tenant_system;
GRANT SELECT, UPDATE (name, theme_id, discord_guild_id, settings) ON TABLE public.communities TO tenant_admin;
GRANT SELECT ON TABLE public.communities TO tenant_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.communities TO tenant_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.profiles TO tenant_admin;
GRANT SELECT, UPDATE (wallet_address, metadata) ON TABLE public.profiles TO tenant_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.profiles TO tenant_system;
