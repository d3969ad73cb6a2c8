-- 20260504091500_initial of trust, up.

-- Roles
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'trust_anonymous') THEN
    CREATE ROLE trust_anonymous NOLOGIN;
    COMMENT ON ROLE trust_anonymous IS 'Anybody else. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'trust_member') THEN
    CREATE ROLE trust_member NOLOGIN;
    COMMENT ON ROLE trust_member IS 'A signed-in person. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'trust_system') THEN
    CREATE ROLE trust_system NOLOGIN;
    COMMENT ON ROLE trust_system IS 'The service itself: sign-in, observers, council, academy and payments. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;

-- Enums
CREATE TYPE public.agent_status AS ENUM ('draft', 'active', 'suspended', 'archived');
COMMENT ON TYPE public.agent_status IS 'Where an agent is in its life; archived stands for deleted.';

-- Functions
CREATE FUNCTION public.claim_user_id()
    RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$SELECT nullif(pg_catalog.current_setting('app.user_id', true), '')::uuid$$;
COMMENT ON FUNCTION public.claim_user_id() IS 'The claim user_id of the session, null without one.';
CREATE FUNCTION public.enforce_trust_score_bounds()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
  IF NEW.trust_score IS NOT NULL THEN
    NEW.trust_score := least(greatest(NEW.trust_score, 0), 1000);
  END IF;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION public.enforce_trust_score_bounds() IS 'Moves trust_score to the nearest bound.';
CREATE FUNCTION public.sync_profile_from_auth(id uuid, email text, display_name text DEFAULT NULL::text, avatar_url text DEFAULT NULL::text)
    RETURNS void
    LANGUAGE sql
AS $$
INSERT INTO public.profiles AS known (id, email, display_name, avatar_url)
VALUES (
  sync_profile_from_auth.id,
  sync_profile_from_auth.email,
  sync_profile_from_auth.display_name,
  sync_profile_from_auth.avatar_url
)
ON CONFLICT (id) DO UPDATE SET
  email = excluded.email,
  display_name = coalesce(known.display_name, excluded.display_name),
  avatar_url = coalesce(known.avatar_url, excluded.avatar_url)
$$;
COMMENT ON FUNCTION public.sync_profile_from_auth(uuid, text, text, text) IS 'Create the profile of an authenticated user, or bring its email address up to date. A display name and an avatar are taken over only where the profile has none, since they are the owner''s to change.';
CREATE FUNCTION public.update_updated_at_column()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
  NEW.updated_at := pg_catalog.now();
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION public.update_updated_at_column() IS 'Maintains updated_at.';
CREATE FUNCTION public.sync_profile()
    RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  -- An auth schema other than Supabase's may have no such column.
  metadata jsonb := to_jsonb(NEW) -> 'raw_user_meta_data';
BEGIN
  PERFORM public.sync_profile_from_auth(
    NEW.id, NEW.email, metadata ->> 'full_name', metadata ->> 'avatar_url'
  );
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION public.sync_profile() IS 'Keep profiles in step with auth.users.';

-- Tables
CREATE TABLE public.agents (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    owner_id uuid NOT NULL,
    name text NOT NULL,
    description text,
    config jsonb DEFAULT '{}'::jsonb NOT NULL,
    trust_score integer DEFAULT 0 NOT NULL,
    status public.agent_status DEFAULT 'draft'::public.agent_status NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT agents_pkey PRIMARY KEY (id),
    CONSTRAINT agents_name_check CHECK ((name <> ''::text)),
    CONSTRAINT agents_trust_score_check CHECK (((trust_score >= 0) AND (trust_score <= 1000)))
);
ALTER TABLE public.agents ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.agents FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.agents IS 'An AI agent and its current standing.';

-- Columns
COMMENT ON COLUMN public.agents.trust_score IS '0 to 1000; see get_trust_tier.';

-- Tables
CREATE TABLE public.profiles (
    id uuid NOT NULL,
    email text,
    display_name text,
    avatar_url text,
    role text DEFAULT 'consumer'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT profiles_pkey PRIMARY KEY (id),
    CONSTRAINT profiles_role_check CHECK ((role = ANY (ARRAY['consumer'::text, 'trainer'::text, 'council'::text, 'admin'::text])))
);
ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.profiles FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.profiles IS 'A person who uses the platform, public but for the email address.';

-- Columns
COMMENT ON COLUMN public.profiles.id IS 'The authenticated user''s id.';
COMMENT ON COLUMN public.profiles.email IS 'Contact address, as the auth service knows it.';

-- Foreign keys
ALTER TABLE public.agents ADD CONSTRAINT agents_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.profiles (id);

-- Indexes
CREATE INDEX agents_created_at_idx ON public.agents (created_at);
CREATE INDEX agents_owner_id_idx ON public.agents (owner_id);
CREATE INDEX agents_status_created_at_idx ON public.agents (status, created_at DESC);
CREATE INDEX profiles_created_at_idx ON public.profiles (created_at);
CREATE INDEX profiles_email_idx ON public.profiles (email);

-- Triggers
DO $$
BEGIN
  IF pg_catalog.to_regclass('auth.users') IS NOT NULL THEN
    CREATE TRIGGER sync_profile AFTER INSERT OR UPDATE OF email ON auth.users FOR EACH ROW EXECUTE FUNCTION public.sync_profile();
  END IF;
END
$$;
CREATE TRIGGER clamp_trust_score BEFORE INSERT OR UPDATE ON public.agents FOR EACH ROW EXECUTE FUNCTION public.enforce_trust_score_bounds();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.agents FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.profiles FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

-- Policies
CREATE POLICY agents_member_delete ON public.agents FOR DELETE TO trust_member
    USING ((owner_id = ( SELECT public.claim_user_id() AS claim_user_id)));
CREATE POLICY agents_member_insert ON public.agents FOR INSERT TO trust_member
    WITH CHECK (((owner_id = ( SELECT public.claim_user_id() AS claim_user_id)) AND (status <> 'suspended'::public.agent_status)));
CREATE POLICY agents_member_select ON public.agents FOR SELECT TO trust_member
    USING ((owner_id = ( SELECT public.claim_user_id() AS claim_user_id)));
CREATE POLICY agents_member_update ON public.agents FOR UPDATE TO trust_member
    USING (((owner_id = ( SELECT public.claim_user_id() AS claim_user_id)) AND (status <> 'suspended'::public.agent_status)))
    WITH CHECK (((owner_id = ( SELECT public.claim_user_id() AS claim_user_id)) AND (status <> 'suspended'::public.agent_status)));
CREATE POLICY agents_system_delete ON public.agents FOR DELETE TO trust_system
    USING (true);
CREATE POLICY agents_system_insert ON public.agents FOR INSERT TO trust_system
    WITH CHECK (true);
CREATE POLICY agents_system_select ON public.agents FOR SELECT TO trust_system
    USING (true);
CREATE POLICY agents_system_update ON public.agents FOR UPDATE TO trust_system
    USING (true)
    WITH CHECK (true);
CREATE POLICY profiles_anonymous_select ON public.profiles FOR SELECT TO trust_anonymous
    USING (true);
CREATE POLICY profiles_member_select ON public.profiles FOR SELECT TO trust_member
    USING (true);
CREATE POLICY profiles_member_update ON public.profiles FOR UPDATE TO trust_member
    USING ((id = ( SELECT public.claim_user_id() AS claim_user_id)))
    WITH CHECK ((id = ( SELECT public.claim_user_id() AS claim_user_id)));
CREATE POLICY profiles_sync ON public.profiles TO PUBLIC
    USING ((CURRENT_USER = ( SELECT pg_get_userbyid(pg_class.relowner) AS pg_get_userbyid
   FROM pg_class
  WHERE (pg_class.oid = ('public.profiles'::regclass)::oid))));
CREATE POLICY profiles_system_delete ON public.profiles FOR DELETE TO trust_system
    USING (true);
CREATE POLICY profiles_system_insert ON public.profiles FOR INSERT TO trust_system
    WITH CHECK (true);
CREATE POLICY profiles_system_select ON public.profiles FOR SELECT TO trust_system
    USING (true);
CREATE POLICY profiles_system_update ON public.profiles FOR UPDATE TO trust_system
    USING (true)
    WITH CHECK (true);

-- Grants
GRANT USAGE ON SCHEMA public TO trust_anonymous;
GRANT USAGE ON SCHEMA public TO trust_member;
GRANT USAGE ON SCHEMA public TO trust_system;
REVOKE EXECUTE ON FUNCTION public.sync_profile_from_auth(uuid, text, text, text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.sync_profile() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.sync_profile_from_auth(uuid, text, text, text) TO trust_system;
GRANT SELECT, INSERT (id, owner_id, name, description, config, status), UPDATE (name, description, config, status), DELETE ON TABLE public.agents TO trust_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.agents TO trust_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.profiles TO trust_system;
GRANT SELECT (id, display_name, avatar_url, role, created_at, updated_at) ON TABLE public.profiles TO trust_anonymous;
GRANT SELECT (id, display_name, avatar_url, role, created_at, updated_at), UPDATE (display_name, avatar_url) ON TABLE public.profiles TO trust_member;
