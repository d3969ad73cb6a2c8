-- 20260319090700_badges_and_telegram of tenant, up.

-- Columns
ALTER TABLE public.profiles RENAME COLUMN rank TO current_rank;

-- Functions
CREATE FUNCTION public.badge_metadata_ok_f1d4a7bd(document jsonb)
    RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
  IF jsonb_typeof(document) <> 'object' THEN
    RETURN false;
  END IF;
  document := document || '{}'::jsonb;
  RETURN true;
END
$$;
COMMENT ON FUNCTION public.badge_metadata_ok_f1d4a7bd(jsonb) IS 'Says whether a document has the shape BadgeMetadata.';
CREATE FUNCTION public.badge_metadata_why_f1d4a7bd(document jsonb, path text DEFAULT '$'::text)
    RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  reasons text[] := '{}';
BEGIN
  IF (jsonb_typeof(document) = 'object') IS NOT TRUE THEN
    reasons := array_append(reasons, path || ': expected object, found ' || jsonb_typeof(document));
  END IF;
  RETURN nullif(array_to_string(reasons, E'\n'), '');
END
$$;
COMMENT ON FUNCTION public.badge_metadata_why_f1d4a7bd(jsonb, text) IS 'Says where and why a document has not the shape BadgeMetadata.';
CREATE FUNCTION public.profile_metadata_ok_672ff1da(document jsonb)
    RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
  IF jsonb_typeof(document) <> 'object' THEN
    RETURN false;
  END IF;
  document := document || '{}'::jsonb;
  RETURN true;
END
$$;
COMMENT ON FUNCTION public.profile_metadata_ok_672ff1da(jsonb) IS 'Says whether a document has the shape ProfileMetadata.';
CREATE FUNCTION public.profile_metadata_why_672ff1da(document jsonb, path text DEFAULT '$'::text)
    RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  reasons text[] := '{}';
BEGIN
  IF (jsonb_typeof(document) = 'object') IS NOT TRUE THEN
    reasons := array_append(reasons, path || ': expected object, found ' || jsonb_typeof(document));
  END IF;
  RETURN nullif(array_to_string(reasons, E'\n'), '');
END
$$;
COMMENT ON FUNCTION public.profile_metadata_why_672ff1da(jsonb, text) IS 'Says where and why a document has not the shape ProfileMetadata.';
CREATE FUNCTION public.badge_metadata_assert_f1d4a7bd(document jsonb, constraint_name text DEFAULT ''::text, table_name text DEFAULT ''::text, column_name text DEFAULT ''::text)
    RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF public.badge_metadata_ok_f1d4a7bd(document) IS NOT FALSE THEN
    RETURN true;
  END IF;
  RAISE EXCEPTION USING
    ERRCODE = 'check_violation',
    MESSAGE = 'the document has not the shape BadgeMetadata',
    DETAIL = public.badge_metadata_why_f1d4a7bd(document),
    CONSTRAINT = constraint_name,
    TABLE = table_name,
    COLUMN = column_name;
END
$$;
COMMENT ON FUNCTION public.badge_metadata_assert_f1d4a7bd(jsonb, text, text, text) IS 'Refuses a document that has not the shape BadgeMetadata, and says why.';
CREATE FUNCTION public.profile_metadata_assert_672ff1da(document jsonb, constraint_name text DEFAULT ''::text, table_name text DEFAULT ''::text, column_name text DEFAULT ''::text)
    RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF public.profile_metadata_ok_672ff1da(document) IS NOT FALSE THEN
    RETURN true;
  END IF;
  RAISE EXCEPTION USING
    ERRCODE = 'check_violation',
    MESSAGE = 'the document has not the shape ProfileMetadata',
    DETAIL = public.profile_metadata_why_672ff1da(document),
    CONSTRAINT = constraint_name,
    TABLE = table_name,
    COLUMN = column_name;
END
$$;
COMMENT ON FUNCTION public.profile_metadata_assert_672ff1da(jsonb, text, text, text) IS 'Refuses a document that has not the shape ProfileMetadata, and says why.';

-- Tables
CREATE TABLE public.badges (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    community_id uuid NOT NULL,
    profile_id uuid NOT NULL,
    badge_type text NOT NULL,
    awarded_at timestamp with time zone DEFAULT now() NOT NULL,
    awarded_by uuid,
    revoked_at timestamp with time zone,
    metadata jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT badges_pkey PRIMARY KEY (id),
    CONSTRAINT uq_badges_profile_type UNIQUE (community_id, profile_id, badge_type),
    CONSTRAINT badges_metadata_shape CHECK (public.badge_metadata_assert_f1d4a7bd(metadata, 'badges_metadata_shape'::text, 'badges'::text, 'metadata'::text))
);
ALTER TABLE public.badges ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.badges FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.badges IS 'A badge of a profile. A revoked badge still counts as the profile''s one badge of its type: awarding it again clears revoked_at.';

-- Columns
COMMENT ON COLUMN public.badges.awarded_by IS 'The profile that passed the badge on: the lineage of Water Sharers. Null for the first of a lineage, and when the giver is gone.';
ALTER TABLE public.communities ADD COLUMN telegram_chat_id text;
COMMENT ON COLUMN public.communities.telegram_chat_id IS 'Null for a community that is on Discord alone.';

-- Check constraints
ALTER TABLE public.profiles ADD CONSTRAINT profiles_metadata_shape CHECK (public.profile_metadata_assert_672ff1da(metadata, 'profiles_metadata_shape'::text, 'profiles'::text, 'metadata'::text)) NOT VALID;

-- Foreign keys
ALTER TABLE public.badges ADD CONSTRAINT badges_awarded_by_fkey FOREIGN KEY (awarded_by) REFERENCES public.profiles (id) ON DELETE SET NULL;
ALTER TABLE public.badges ADD CONSTRAINT badges_community_id_fkey FOREIGN KEY (community_id) REFERENCES public.communities (id) ON DELETE CASCADE;
ALTER TABLE public.badges ADD CONSTRAINT badges_profile_id_fkey FOREIGN KEY (profile_id) REFERENCES public.profiles (id) ON DELETE CASCADE;

-- Indexes
CREATE INDEX idx_badges_awarded_by ON public.badges (awarded_by);
CREATE INDEX idx_badges_profile ON public.badges (profile_id);
CREATE INDEX idx_badges_type ON public.badges (community_id, badge_type);

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
    USING ((community_id = ( SELECT public.claim_community_id() AS claim_community_id)))
    WITH CHECK ((community_id = ( SELECT public.claim_community_id() AS claim_community_id)));

-- Grants
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.badges TO tenant_admin;
GRANT SELECT ON TABLE public.badges TO tenant_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.badges TO tenant_system;
GRANT UPDATE (telegram_chat_id) ON TABLE public.communities TO tenant_admin;

-- schemagen: no transaction
-- Unique constraints
CREATE UNIQUE INDEX CONCURRENTLY communities_telegram_chat_id_key ON public.communities (telegram_chat_id);

-- schemagen: new transaction
-- Unique constraints
ALTER TABLE public.communities ADD CONSTRAINT communities_telegram_chat_id_key UNIQUE USING INDEX communities_telegram_chat_id_key;

-- schemagen: no transaction
-- Unique constraints
CREATE UNIQUE INDEX CONCURRENTLY profiles_community_id_id_key ON public.profiles (community_id, id);

-- schemagen: new transaction
-- Unique constraints
ALTER TABLE public.profiles ADD CONSTRAINT profiles_community_id_id_key UNIQUE USING INDEX profiles_community_id_id_key;

-- schemagen: new transaction
-- Check constraints
ALTER TABLE public.profiles VALIDATE CONSTRAINT profiles_metadata_shape;

-- schemagen: new transaction
-- Foreign keys
ALTER TABLE public.badges ADD CONSTRAINT badges_community_id_awarded_by_fkey FOREIGN KEY (community_id, awarded_by) REFERENCES public.profiles (community_id, id) ON DELETE SET NULL (awarded_by);
ALTER TABLE public.badges ADD CONSTRAINT badges_community_id_profile_id_fkey FOREIGN KEY (community_id, profile_id) REFERENCES public.profiles (community_id, id) ON DELETE CASCADE;

-- schemagen: no transaction
-- Indexes
CREATE INDEX CONCURRENTLY idx_profiles_rank ON public.profiles (community_id, current_rank);
