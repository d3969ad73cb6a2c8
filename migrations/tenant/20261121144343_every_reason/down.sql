-- 20261121144343_every_reason of tenant, down.

-- Functions
CREATE OR REPLACE FUNCTION public.manifest_content_why_5262502f(document jsonb, path text DEFAULT '$'::text)
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
          EXIT WHEN cardinality(reasons) >= 20;
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
          EXIT WHEN cardinality(reasons) >= 20;
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
              EXIT WHEN cardinality(reasons) >= 20;
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
          EXIT WHEN cardinality(reasons) >= 20;
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
CREATE OR REPLACE FUNCTION public.shadow_resources_why_0c09a363(document jsonb, path text DEFAULT '$'::text)
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
          EXIT WHEN cardinality(reasons) >= 20;
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
          EXIT WHEN cardinality(reasons) >= 20;
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
          EXIT WHEN cardinality(reasons) >= 20;
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
