-- 20261121190448_initial of tenant_citus, up.

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

-- Functions
CREATE FUNCTION public.badge_metadata_ok_f1d4a7bd(document jsonb)
    RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$SELECT jsonb_typeof(document) = 'object'$$;
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
CREATE FUNCTION public.community_settings_ok_96ae740f(document jsonb)
    RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$SELECT jsonb_typeof(document) = 'object'$$;
COMMENT ON FUNCTION public.community_settings_ok_96ae740f(jsonb) IS 'Says whether a document has the shape CommunitySettings.';
CREATE FUNCTION public.community_settings_why_96ae740f(document jsonb, path text DEFAULT '$'::text)
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
COMMENT ON FUNCTION public.community_settings_why_96ae740f(jsonb, text) IS 'Says where and why a document has not the shape CommunitySettings.';
CREATE FUNCTION public.manifest_content_ok_5262502f(document jsonb)
    RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  a1 jsonb;
  a2 jsonb;
  a3 jsonb;
BEGIN
  IF jsonb_typeof(document) <> 'object' THEN
    RETURN false;
  END IF;
  document := document || '{}'::jsonb;
  IF (document - '{categories,channels,eligibility,roles,schemaVersion,theme}'::text[] <@ '{}'::jsonb
    AND jsonb_typeof(document -> 'categories') = 'array'
    AND jsonb_typeof(document -> 'channels') = 'array'
    AND (document -> 'eligibility' IS NULL OR (CASE WHEN jsonb_typeof(document -> 'eligibility') = 'object' THEN (document -> 'eligibility') - '{minBalance,nftCollections,tokenAddress}'::text[] <@ '{}'::jsonb WHEN document -> 'eligibility' IS NULL THEN NULL ELSE false END
    AND (jsonb_typeof(document -> 'eligibility' -> 'minBalance') = 'string') IS NOT FALSE
    AND (CASE WHEN jsonb_typeof(document -> 'eligibility' -> 'nftCollections') = 'array' THEN NOT document -> 'eligibility' -> 'nftCollections' @? 'strict $[*].type() ? (@ != "string")' WHEN document -> 'eligibility' -> 'nftCollections' IS NULL THEN NULL ELSE false END) IS NOT FALSE
    AND (jsonb_typeof(document -> 'eligibility' -> 'tokenAddress') = 'string') IS NOT FALSE) IS TRUE)
    AND jsonb_typeof(document -> 'roles') = 'array'
    AND jsonb_typeof(document -> 'schemaVersion') = 'string'
    AND CASE WHEN jsonb_typeof(document -> 'theme') = 'object' THEN (document -> 'theme') - '{badgeOverrides,themeId,tierOverrides}'::text[] <@ '{}'::jsonb WHEN document -> 'theme' IS NULL THEN NULL ELSE false END
    AND (jsonb_typeof(document -> 'theme' -> 'badgeOverrides') = 'object') IS NOT FALSE
    AND jsonb_typeof(document -> 'theme' -> 'themeId') = 'string'
    AND (jsonb_typeof(document -> 'theme' -> 'tierOverrides') = 'object') IS NOT FALSE) IS NOT TRUE THEN
    RETURN false;
  END IF;
  a1 := document -> 'categories';
  FOR i1 IN 0 .. jsonb_array_length(a1) - 1 LOOP
    IF (jsonb_typeof((a1 -> i1)) = 'object') IS NOT TRUE THEN
      RETURN false;
    END IF;
  END LOOP;
  a2 := document -> 'channels';
  FOR i2 IN 0 .. jsonb_array_length(a2) - 1 LOOP
    IF (jsonb_typeof((a2 -> i2)) = 'object') IS NOT TRUE THEN
      RETURN false;
    END IF;
  END LOOP;
  a3 := document -> 'roles';
  FOR i3 IN 0 .. jsonb_array_length(a3) - 1 LOOP
    IF (jsonb_typeof((a3 -> i3)) = 'object') IS NOT TRUE THEN
      RETURN false;
    END IF;
  END LOOP;
  RETURN true;
END
$$;
COMMENT ON FUNCTION public.manifest_content_ok_5262502f(jsonb) IS 'Says whether a document has the shape ManifestContent.';
CREATE FUNCTION public.manifest_content_why_5262502f(document jsonb, path text DEFAULT '$'::text)
    RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  a1 jsonb;
  a2 jsonb;
  a3 jsonb;
  a4 jsonb;
  reasons text[] := '{}';
BEGIN
  IF (jsonb_typeof(document) = 'object') IS NOT TRUE THEN
    reasons := array_append(reasons, path || ': expected object, found ' || jsonb_typeof(document));
  ELSE
    IF (document - '{categories,channels,eligibility,roles,schemaVersion,theme}'::text[] <@ '{}'::jsonb) IS NOT TRUE THEN
      reasons := array_append(reasons, path || ': unknown key: ' || ((SELECT string_agg(quote_ident(k), ', ') FROM jsonb_object_keys(document - '{categories,channels,eligibility,roles,schemaVersion,theme}'::text[]) AS k)));
    END IF;
    IF document ? 'categories' THEN
      IF (jsonb_typeof(document -> 'categories') = 'array') IS NOT TRUE THEN
        reasons := array_append(reasons, path || '.categories: expected array, found ' || jsonb_typeof(document -> 'categories'));
      ELSE
        a1 := document -> 'categories';
        FOR i1 IN 0 .. jsonb_array_length(a1) - 1 LOOP
          IF (jsonb_typeof((a1 -> i1)) = 'object') IS NOT TRUE THEN
            reasons := array_append(reasons, path || '.categories[' || i1 || ']: expected object, found ' || jsonb_typeof((a1 -> i1)));
          END IF;
        END LOOP;
      END IF;
    ELSE
      reasons := array_append(reasons, path || ': missing key "categories"');
    END IF;
    IF document ? 'channels' THEN
      IF (jsonb_typeof(document -> 'channels') = 'array') IS NOT TRUE THEN
        reasons := array_append(reasons, path || '.channels: expected array, found ' || jsonb_typeof(document -> 'channels'));
      ELSE
        a2 := document -> 'channels';
        FOR i2 IN 0 .. jsonb_array_length(a2) - 1 LOOP
          IF (jsonb_typeof((a2 -> i2)) = 'object') IS NOT TRUE THEN
            reasons := array_append(reasons, path || '.channels[' || i2 || ']: expected object, found ' || jsonb_typeof((a2 -> i2)));
          END IF;
        END LOOP;
      END IF;
    ELSE
      reasons := array_append(reasons, path || ': missing key "channels"');
    END IF;
    IF document ? 'eligibility' THEN
      IF (jsonb_typeof(document -> 'eligibility') = 'object') IS NOT TRUE THEN
        reasons := array_append(reasons, path || '.eligibility: expected object, found ' || jsonb_typeof(document -> 'eligibility'));
      ELSE
        IF ((document -> 'eligibility') - '{minBalance,nftCollections,tokenAddress}'::text[] <@ '{}'::jsonb) IS NOT TRUE THEN
          reasons := array_append(reasons, path || '.eligibility: unknown key: ' || ((SELECT string_agg(quote_ident(k), ', ') FROM jsonb_object_keys((document -> 'eligibility') - '{minBalance,nftCollections,tokenAddress}'::text[]) AS k)));
        END IF;
        IF document -> 'eligibility' ? 'minBalance' THEN
          IF (jsonb_typeof(document -> 'eligibility' -> 'minBalance') = 'string') IS NOT TRUE THEN
            reasons := array_append(reasons, path || '.eligibility.minBalance: expected string, found ' || jsonb_typeof(document -> 'eligibility' -> 'minBalance'));
          END IF;
        END IF;
        IF document -> 'eligibility' ? 'nftCollections' THEN
          IF (jsonb_typeof(document -> 'eligibility' -> 'nftCollections') = 'array') IS NOT TRUE THEN
            reasons := array_append(reasons, path || '.eligibility.nftCollections: expected array, found ' || jsonb_typeof(document -> 'eligibility' -> 'nftCollections'));
          ELSE
            a3 := document -> 'eligibility' -> 'nftCollections';
            FOR i3 IN 0 .. jsonb_array_length(a3) - 1 LOOP
              IF (jsonb_typeof((a3 -> i3)) = 'string') IS NOT TRUE THEN
                reasons := array_append(reasons, path || '.eligibility.nftCollections[' || i3 || ']: expected string, found ' || jsonb_typeof((a3 -> i3)));
              END IF;
            END LOOP;
          END IF;
        END IF;
        IF document -> 'eligibility' ? 'tokenAddress' THEN
          IF (jsonb_typeof(document -> 'eligibility' -> 'tokenAddress') = 'string') IS NOT TRUE THEN
            reasons := array_append(reasons, path || '.eligibility.tokenAddress: expected string, found ' || jsonb_typeof(document -> 'eligibility' -> 'tokenAddress'));
          END IF;
        END IF;
      END IF;
    END IF;
    IF document ? 'roles' THEN
      IF (jsonb_typeof(document -> 'roles') = 'array') IS NOT TRUE THEN
        reasons := array_append(reasons, path || '.roles: expected array, found ' || jsonb_typeof(document -> 'roles'));
      ELSE
        a4 := document -> 'roles';
        FOR i4 IN 0 .. jsonb_array_length(a4) - 1 LOOP
          IF (jsonb_typeof((a4 -> i4)) = 'object') IS NOT TRUE THEN
            reasons := array_append(reasons, path || '.roles[' || i4 || ']: expected object, found ' || jsonb_typeof((a4 -> i4)));
          END IF;
        END LOOP;
      END IF;
    ELSE
      reasons := array_append(reasons, path || ': missing key "roles"');
    END IF;
    IF document ? 'schemaVersion' THEN
      IF (jsonb_typeof(document -> 'schemaVersion') = 'string') IS NOT TRUE THEN
        reasons := array_append(reasons, path || '.schemaVersion: expected string, found ' || jsonb_typeof(document -> 'schemaVersion'));
      END IF;
    ELSE
      reasons := array_append(reasons, path || ': missing key "schemaVersion"');
    END IF;
    IF document ? 'theme' THEN
      IF (jsonb_typeof(document -> 'theme') = 'object') IS NOT TRUE THEN
        reasons := array_append(reasons, path || '.theme: expected object, found ' || jsonb_typeof(document -> 'theme'));
      ELSE
        IF ((document -> 'theme') - '{badgeOverrides,themeId,tierOverrides}'::text[] <@ '{}'::jsonb) IS NOT TRUE THEN
          reasons := array_append(reasons, path || '.theme: unknown key: ' || ((SELECT string_agg(quote_ident(k), ', ') FROM jsonb_object_keys((document -> 'theme') - '{badgeOverrides,themeId,tierOverrides}'::text[]) AS k)));
        END IF;
        IF document -> 'theme' ? 'badgeOverrides' THEN
          IF (jsonb_typeof(document -> 'theme' -> 'badgeOverrides') = 'object') IS NOT TRUE THEN
            reasons := array_append(reasons, path || '.theme.badgeOverrides: expected object, found ' || jsonb_typeof(document -> 'theme' -> 'badgeOverrides'));
          END IF;
        END IF;
        IF document -> 'theme' ? 'themeId' THEN
          IF (jsonb_typeof(document -> 'theme' -> 'themeId') = 'string') IS NOT TRUE THEN
            reasons := array_append(reasons, path || '.theme.themeId: expected string, found ' || jsonb_typeof(document -> 'theme' -> 'themeId'));
          END IF;
        ELSE
          reasons := array_append(reasons, path || '.theme: missing key "themeId"');
        END IF;
        IF document -> 'theme' ? 'tierOverrides' THEN
          IF (jsonb_typeof(document -> 'theme' -> 'tierOverrides') = 'object') IS NOT TRUE THEN
            reasons := array_append(reasons, path || '.theme.tierOverrides: expected object, found ' || jsonb_typeof(document -> 'theme' -> 'tierOverrides'));
          END IF;
        END IF;
      END IF;
    ELSE
      reasons := array_append(reasons, path || ': missing key "theme"');
    END IF;
  END IF;
  RETURN nullif(array_to_string(reasons, E'\n'), '');
END
$$;
COMMENT ON FUNCTION public.manifest_content_why_5262502f(jsonb, text) IS 'Says where and why a document has not the shape ManifestContent.';
CREATE FUNCTION public.profile_metadata_ok_672ff1da(document jsonb)
    RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$SELECT jsonb_typeof(document) = 'object'$$;
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
CREATE FUNCTION public.shadow_resources_ok_0c09a363(document jsonb)
    RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT CASE
  WHEN jsonb_typeof(document) = 'object' THEN (document - '{categories,channels,roles}'::text[] <@ '{}'::jsonb
  AND CASE WHEN jsonb_typeof(document -> 'categories') = 'object' THEN NOT (document -> 'categories') @? 'strict $.*.type() ? (@ != "string")' WHEN document -> 'categories' IS NULL THEN NULL ELSE false END
  AND CASE WHEN jsonb_typeof(document -> 'channels') = 'object' THEN NOT (document -> 'channels') @? 'strict $.*.type() ? (@ != "string")' WHEN document -> 'channels' IS NULL THEN NULL ELSE false END
  AND CASE WHEN jsonb_typeof(document -> 'roles') = 'object' THEN NOT (document -> 'roles') @? 'strict $.*.type() ? (@ != "string")' WHEN document -> 'roles' IS NULL THEN NULL ELSE false END) IS TRUE
  WHEN document IS NOT NULL THEN false
END
$$;
COMMENT ON FUNCTION public.shadow_resources_ok_0c09a363(jsonb) IS 'Says whether a document has the shape ShadowResources.';
CREATE FUNCTION public.shadow_resources_why_0c09a363(document jsonb, path text DEFAULT '$'::text)
    RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  a1 jsonb;
  a2 jsonb;
  a3 jsonb;
  e1 jsonb;
  e2 jsonb;
  e3 jsonb;
  reasons text[] := '{}';
BEGIN
  IF (jsonb_typeof(document) = 'object') IS NOT TRUE THEN
    reasons := array_append(reasons, path || ': expected object, found ' || jsonb_typeof(document));
  ELSE
    IF (document - '{categories,channels,roles}'::text[] <@ '{}'::jsonb) IS NOT TRUE THEN
      reasons := array_append(reasons, path || ': unknown key: ' || ((SELECT string_agg(quote_ident(k), ', ') FROM jsonb_object_keys(document - '{categories,channels,roles}'::text[]) AS k)));
    END IF;
    IF document ? 'categories' THEN
      IF (jsonb_typeof(document -> 'categories') = 'object') IS NOT TRUE THEN
        reasons := array_append(reasons, path || '.categories: expected object, found ' || jsonb_typeof(document -> 'categories'));
      ELSE
        a1 := jsonb_path_query_array(document -> 'categories', 'strict $.keyvalue()');
        FOR i1 IN 0 .. jsonb_array_length(a1) - 1 LOOP
          e1 := a1 -> i1;
          IF (jsonb_typeof(e1 -> 'value') = 'string') IS NOT TRUE THEN
            reasons := array_append(reasons, path || '.categories' || (CASE WHEN e1 ->> 'key' ~ '^[A-Za-z_][A-Za-z0-9_]*$' THEN '.' || (e1 ->> 'key') ELSE '[' || (e1 -> 'key')::text || ']' END) || ': expected string, found ' || jsonb_typeof(e1 -> 'value'));
          END IF;
        END LOOP;
      END IF;
    ELSE
      reasons := array_append(reasons, path || ': missing key "categories"');
    END IF;
    IF document ? 'channels' THEN
      IF (jsonb_typeof(document -> 'channels') = 'object') IS NOT TRUE THEN
        reasons := array_append(reasons, path || '.channels: expected object, found ' || jsonb_typeof(document -> 'channels'));
      ELSE
        a2 := jsonb_path_query_array(document -> 'channels', 'strict $.keyvalue()');
        FOR i2 IN 0 .. jsonb_array_length(a2) - 1 LOOP
          e2 := a2 -> i2;
          IF (jsonb_typeof(e2 -> 'value') = 'string') IS NOT TRUE THEN
            reasons := array_append(reasons, path || '.channels' || (CASE WHEN e2 ->> 'key' ~ '^[A-Za-z_][A-Za-z0-9_]*$' THEN '.' || (e2 ->> 'key') ELSE '[' || (e2 -> 'key')::text || ']' END) || ': expected string, found ' || jsonb_typeof(e2 -> 'value'));
          END IF;
        END LOOP;
      END IF;
    ELSE
      reasons := array_append(reasons, path || ': missing key "channels"');
    END IF;
    IF document ? 'roles' THEN
      IF (jsonb_typeof(document -> 'roles') = 'object') IS NOT TRUE THEN
        reasons := array_append(reasons, path || '.roles: expected object, found ' || jsonb_typeof(document -> 'roles'));
      ELSE
        a3 := jsonb_path_query_array(document -> 'roles', 'strict $.keyvalue()');
        FOR i3 IN 0 .. jsonb_array_length(a3) - 1 LOOP
          e3 := a3 -> i3;
          IF (jsonb_typeof(e3 -> 'value') = 'string') IS NOT TRUE THEN
            reasons := array_append(reasons, path || '.roles' || (CASE WHEN e3 ->> 'key' ~ '^[A-Za-z_][A-Za-z0-9_]*$' THEN '.' || (e3 ->> 'key') ELSE '[' || (e3 -> 'key')::text || ']' END) || ': expected string, found ' || jsonb_typeof(e3 -> 'value'));
          END IF;
        END LOOP;
      END IF;
    ELSE
      reasons := array_append(reasons, path || ': missing key "roles"');
    END IF;
  END IF;
  RETURN nullif(array_to_string(reasons, E'\n'), '');
END
$$;
COMMENT ON FUNCTION public.shadow_resources_why_0c09a363(jsonb, text) IS 'Says where and why a document has not the shape ShadowResources.';
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
CREATE FUNCTION public.community_settings_assert_96ae740f(document jsonb, constraint_name text DEFAULT ''::text, table_name text DEFAULT ''::text, column_name text DEFAULT ''::text)
    RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF public.community_settings_ok_96ae740f(document) IS NOT FALSE THEN
    RETURN true;
  END IF;
  RAISE EXCEPTION USING
    ERRCODE = 'check_violation',
    MESSAGE = 'the document has not the shape CommunitySettings',
    DETAIL = public.community_settings_why_96ae740f(document),
    CONSTRAINT = constraint_name,
    TABLE = table_name,
    COLUMN = column_name;
END
$$;
COMMENT ON FUNCTION public.community_settings_assert_96ae740f(jsonb, text, text, text) IS 'Refuses a document that has not the shape CommunitySettings, and says why.';
CREATE FUNCTION public.manifest_content_assert_5262502f(document jsonb, constraint_name text DEFAULT ''::text, table_name text DEFAULT ''::text, column_name text DEFAULT ''::text)
    RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF public.manifest_content_ok_5262502f(document) IS NOT FALSE THEN
    RETURN true;
  END IF;
  RAISE EXCEPTION USING
    ERRCODE = 'check_violation',
    MESSAGE = 'the document has not the shape ManifestContent',
    DETAIL = public.manifest_content_why_5262502f(document),
    CONSTRAINT = constraint_name,
    TABLE = table_name,
    COLUMN = column_name;
END
$$;
COMMENT ON FUNCTION public.manifest_content_assert_5262502f(jsonb, text, text, text) IS 'Refuses a document that has not the shape ManifestContent, and says why.';
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
CREATE FUNCTION public.shadow_resources_assert_0c09a363(document jsonb, constraint_name text DEFAULT ''::text, table_name text DEFAULT ''::text, column_name text DEFAULT ''::text)
    RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF public.shadow_resources_ok_0c09a363(document) IS NOT FALSE THEN
    RETURN true;
  END IF;
  RAISE EXCEPTION USING
    ERRCODE = 'check_violation',
    MESSAGE = 'the document has not the shape ShadowResources',
    DETAIL = public.shadow_resources_why_0c09a363(document),
    CONSTRAINT = constraint_name,
    TABLE = table_name,
    COLUMN = column_name;
END
$$;
COMMENT ON FUNCTION public.shadow_resources_assert_0c09a363(jsonb, text, text, text) IS 'Refuses a document that has not the shape ShadowResources, and says why.';

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
    CONSTRAINT badges_pkey PRIMARY KEY (community_id, id),
    CONSTRAINT uq_badges_profile_type UNIQUE (community_id, profile_id, badge_type),
    CONSTRAINT badges_metadata_shape CHECK (public.badge_metadata_assert_f1d4a7bd(metadata, 'badges_metadata_shape'::text, 'badges'::text, 'metadata'::text))
);
ALTER TABLE public.badges ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.badges FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.badges IS 'A badge of a profile. A revoked badge still counts as the profile''s one badge of its type: awarding it again clears revoked_at.';

-- Columns
COMMENT ON COLUMN public.badges.awarded_by IS 'The profile that passed the badge on: the lineage of Water Sharers. Null for the first of a lineage. A giver goes only after this was emptied: Citus does not do it.';

-- Tables
CREATE TABLE public.communities (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    theme_id text DEFAULT 'basic'::text NOT NULL,
    subscription_tier text DEFAULT 'free'::text NOT NULL,
    discord_guild_id text,
    telegram_chat_id text,
    is_active boolean DEFAULT true NOT NULL,
    settings jsonb,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT communities_pkey PRIMARY KEY (id),
    CONSTRAINT communities_discord_guild_id_key UNIQUE (discord_guild_id),
    CONSTRAINT communities_telegram_chat_id_key UNIQUE (telegram_chat_id),
    CONSTRAINT communities_settings_shape CHECK (public.community_settings_assert_96ae740f(settings, 'communities_settings_shape'::text, 'communities'::text, 'settings'::text))
);
ALTER TABLE public.communities ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.communities FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.communities IS 'A community, the root of everything that it owns.';

-- Columns
COMMENT ON COLUMN public.communities.discord_guild_id IS 'Null for a community that is on Telegram alone.';
COMMENT ON COLUMN public.communities.telegram_chat_id IS 'Null for a community that is on Discord alone.';

-- Tables
CREATE TABLE public.manifests (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    community_id uuid NOT NULL,
    version integer NOT NULL,
    content jsonb NOT NULL,
    checksum text NOT NULL,
    synthesized_at timestamp with time zone DEFAULT now() NOT NULL,
    synthesized_by text,
    is_active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT manifests_pkey PRIMARY KEY (community_id, id),
    CONSTRAINT uq_manifests_community_version UNIQUE (community_id, version),
    CONSTRAINT manifests_content_shape CHECK (public.manifest_content_assert_5262502f(content, 'manifests_content_shape'::text, 'manifests'::text, 'content'::text))
);
ALTER TABLE public.manifests ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.manifests FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.manifests IS 'A version of a community''s configuration. One version of a community is active.';
CREATE TABLE public.profiles (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    community_id uuid NOT NULL,
    discord_id text,
    telegram_id text,
    wallet_address text,
    tier text,
    current_rank integer,
    activity_score integer,
    conviction_score integer,
    joined_at timestamp with time zone,
    last_seen_at timestamp with time zone,
    first_claim_at timestamp with time zone,
    metadata jsonb,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT profiles_pkey PRIMARY KEY (community_id, id),
    CONSTRAINT uq_profiles_discord UNIQUE (community_id, discord_id),
    CONSTRAINT uq_profiles_telegram UNIQUE (community_id, telegram_id),
    CONSTRAINT profiles_metadata_shape CHECK (public.profile_metadata_assert_672ff1da(metadata, 'profiles_metadata_shape'::text, 'profiles'::text, 'metadata'::text))
);
ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.profiles FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.profiles IS 'A member of one community.';
CREATE TABLE public.shadow_states (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    community_id uuid NOT NULL,
    manifest_version integer NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    applied_by text,
    resources jsonb NOT NULL,
    checksum text NOT NULL,
    status text DEFAULT 'applied'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT shadow_states_pkey PRIMARY KEY (community_id, id),
    CONSTRAINT shadow_states_resources_shape CHECK (public.shadow_resources_assert_0c09a363(resources, 'shadow_states_resources_shape'::text, 'shadow_states'::text, 'resources'::text))
);
ALTER TABLE public.shadow_states ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.shadow_states FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.shadow_states IS 'What was applied of a manifest, for comparison with what is found.';

-- Distributions
SELECT pg_catalog.create_reference_table('public.communities');
SELECT pg_catalog.create_distributed_table('public.manifests', 'community_id');
SELECT pg_catalog.create_distributed_table('public.profiles', 'community_id');
SELECT pg_catalog.create_distributed_table('public.badges', 'community_id');
SELECT pg_catalog.create_distributed_table('public.shadow_states', 'community_id');

-- Foreign keys
ALTER TABLE public.badges ADD CONSTRAINT badges_community_id_awarded_by_fkey FOREIGN KEY (community_id, awarded_by) REFERENCES public.profiles (community_id, id);
ALTER TABLE public.badges ADD CONSTRAINT badges_community_id_fkey FOREIGN KEY (community_id) REFERENCES public.communities (id) ON DELETE CASCADE;
ALTER TABLE public.badges ADD CONSTRAINT badges_community_id_profile_id_fkey FOREIGN KEY (community_id, profile_id) REFERENCES public.profiles (community_id, id) ON DELETE CASCADE;
ALTER TABLE public.manifests ADD CONSTRAINT manifests_community_id_fkey FOREIGN KEY (community_id) REFERENCES public.communities (id) ON DELETE CASCADE;
ALTER TABLE public.profiles ADD CONSTRAINT profiles_community_id_fkey FOREIGN KEY (community_id) REFERENCES public.communities (id) ON DELETE CASCADE;
ALTER TABLE public.shadow_states ADD CONSTRAINT shadow_states_community_id_fkey FOREIGN KEY (community_id) REFERENCES public.communities (id) ON DELETE CASCADE;
ALTER TABLE public.shadow_states ADD CONSTRAINT shadow_states_community_id_manifest_version_fkey FOREIGN KEY (community_id, manifest_version) REFERENCES public.manifests (community_id, version);

-- Indexes
CREATE INDEX idx_badges_awarded_by ON public.badges (community_id, awarded_by);
CREATE INDEX idx_badges_profile ON public.badges (profile_id);
CREATE INDEX idx_badges_type ON public.badges (community_id, badge_type);
CREATE INDEX idx_communities_discord_guild ON public.communities (discord_guild_id);
CREATE INDEX idx_communities_subscription ON public.communities (subscription_tier);
CREATE INDEX idx_communities_theme ON public.communities (theme_id);
CREATE INDEX idx_manifests_active ON public.manifests (community_id, is_active);
CREATE INDEX idx_manifests_community ON public.manifests (community_id);
CREATE INDEX idx_profiles_community ON public.profiles (community_id);
CREATE INDEX idx_profiles_rank ON public.profiles (community_id, current_rank);
CREATE INDEX idx_profiles_tier ON public.profiles (community_id, tier);
CREATE INDEX idx_profiles_wallet ON public.profiles (wallet_address);
CREATE INDEX idx_shadow_states_community ON public.shadow_states (community_id);
CREATE INDEX idx_shadow_states_version ON public.shadow_states (community_id, manifest_version);
CREATE UNIQUE INDEX uq_manifests_community_active ON public.manifests (community_id) WHERE is_active;

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
    USING ((community_id = public.claim_community_id()))
    WITH CHECK ((community_id = public.claim_community_id()));
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
    USING ((id = public.claim_community_id()))
    WITH CHECK ((id = public.claim_community_id()));
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
    USING ((community_id = public.claim_community_id()))
    WITH CHECK ((community_id = public.claim_community_id()));
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
    USING ((id = public.claim_profile_id()))
    WITH CHECK ((id = public.claim_profile_id()));
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
    USING ((community_id = public.claim_community_id()))
    WITH CHECK ((community_id = public.claim_community_id()));
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
    USING ((community_id = public.claim_community_id()))
    WITH CHECK ((community_id = public.claim_community_id()));

-- Grants
GRANT USAGE ON SCHEMA public TO tenant_admin;
GRANT USAGE ON SCHEMA public TO tenant_member;
GRANT USAGE ON SCHEMA public TO tenant_system;
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
