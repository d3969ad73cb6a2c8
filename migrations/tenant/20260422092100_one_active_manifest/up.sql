-- 20260422092100_one_active_manifest of tenant, up.

-- Schemas
CREATE SCHEMA schemagen_archive_20260422092100_public;
DO $$
DECLARE
    other text;
BEGIN
    EXECUTE pg_catalog.format(
        'COMMENT ON SCHEMA schemagen_archive_20260422092100_public IS %L',
        'archived at ' || pg_catalog.to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || '+00'
    );
    FOR other IN
        SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::pg_catalog.regrole::text END
        FROM pg_catalog.pg_namespace AS n, pg_catalog.aclexplode(n.nspacl) AS a
        WHERE n.nspname = 'schemagen_archive_20260422092100_public' AND a.grantee <> n.nspowner
    LOOP
        EXECUTE pg_catalog.format('REVOKE ALL ON SCHEMA schemagen_archive_20260422092100_public FROM %s', other);
    END LOOP;
END
$$;

-- Tables
ALTER TABLE public.shadow_states NO FORCE ROW LEVEL SECURITY;

-- Columns
LOCK TABLE public.shadow_states IN SHARE ROW EXCLUSIVE MODE;
CREATE TABLE schemagen_archive_20260422092100_public.shadow_states_note_values AS SELECT present.id AS key_1, present.note AS value FROM public.shadow_states AS present WHERE present.note IS NOT NULL;

-- Tables
ALTER TABLE public.shadow_states FORCE ROW LEVEL SECURITY;

-- Columns
ALTER TABLE public.shadow_states DROP COLUMN note;

-- Functions
CREATE FUNCTION public.community_settings_ok_96ae740f(document jsonb)
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

-- Columns
ALTER TABLE public.profiles ADD COLUMN conviction_score integer;
ALTER TABLE public.profiles ADD COLUMN first_claim_at timestamp with time zone;
ALTER TABLE public.shadow_states ADD COLUMN applied_by text;

-- Check constraints
ALTER TABLE public.communities ADD CONSTRAINT communities_settings_shape CHECK (public.community_settings_assert_96ae740f(settings, 'communities_settings_shape'::text, 'communities'::text, 'settings'::text)) NOT VALID;

-- schemagen: new transaction
-- Check constraints
ALTER TABLE public.communities VALIDATE CONSTRAINT communities_settings_shape;

-- schemagen: no transaction
-- Indexes
CREATE UNIQUE INDEX CONCURRENTLY uq_manifests_community_active ON public.manifests (community_id) WHERE is_active;
