-- 20261121144346_every_reason of trust, down.

-- Functions
CREATE OR REPLACE FUNCTION public.agent_config_why_1de3e38a(document jsonb, path text DEFAULT '$'::text)
    RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  a1 jsonb;
  reasons text[] := '{}';
BEGIN
  IF (jsonb_typeof(document) = 'object') IS NOT TRUE THEN
    reasons := array_append(reasons, path || ': expected object, found ' || jsonb_typeof(document));
  ELSE
    IF document ? 'model' THEN
      IF (jsonb_typeof(document -> 'model') = 'string') IS NOT TRUE THEN
        reasons := array_append(reasons, path || '.model: expected string, found ' || jsonb_typeof(document -> 'model'));
      ELSE
        IF (length(document ->> 'model') >= 1) IS NOT TRUE THEN
          reasons := array_append(reasons, path || '.model: expected at least 1 character, found ' || (length(document ->> 'model')::text));
        END IF;
      END IF;
    END IF;
    IF document ? 'temperature' THEN
      IF (jsonb_typeof(document -> 'temperature') = 'number') IS NOT TRUE THEN
        reasons := array_append(reasons, path || '.temperature: expected number, found ' || jsonb_typeof(document -> 'temperature'));
      ELSE
        IF (document -> 'temperature' BETWEEN '0'::jsonb AND '2'::jsonb) IS NOT TRUE THEN
          reasons := array_append(reasons, path || '.temperature: expected 0 to 2, found ' || (document ->> 'temperature'));
        END IF;
      END IF;
    END IF;
    IF document ? 'tools' THEN
      IF (jsonb_typeof(document -> 'tools') = 'array') IS NOT TRUE THEN
        reasons := array_append(reasons, path || '.tools: expected array, found ' || jsonb_typeof(document -> 'tools'));
      ELSE
        a1 := document -> 'tools';
        FOR i1 IN 0 .. jsonb_array_length(a1) - 1 LOOP
          EXIT WHEN cardinality(reasons) >= 20;
          IF (jsonb_typeof((a1 -> i1)) = 'string') IS NOT TRUE THEN
            reasons := array_append(reasons, path || '.tools[' || i1 || ']: expected string, found ' || jsonb_typeof((a1 -> i1)));
          END IF;
        END LOOP;
      END IF;
    END IF;
  END IF;
  RETURN nullif(array_to_string(reasons, E'\n'), '');
END
$$;
CREATE OR REPLACE FUNCTION public.council_record_why_bc87af3d(document jsonb, path text DEFAULT '$'::text)
    RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  a1 jsonb;
  e1 jsonb;
  reasons text[] := '{}';
BEGIN
  IF (jsonb_typeof(document) = 'object') IS NOT TRUE THEN
    reasons := array_append(reasons, path || ': expected object, found ' || jsonb_typeof(document));
  ELSE
    IF document ? 'votes' THEN
      IF (jsonb_typeof(document -> 'votes') = 'array') IS NOT TRUE THEN
        reasons := array_append(reasons, path || '.votes: expected array, found ' || jsonb_typeof(document -> 'votes'));
      ELSE
        a1 := document -> 'votes';
        FOR i1 IN 0 .. jsonb_array_length(a1) - 1 LOOP
          e1 := a1 -> i1;
          EXIT WHEN cardinality(reasons) >= 20;
          IF (jsonb_typeof(e1) = 'object') IS NOT TRUE THEN
            reasons := array_append(reasons, path || '.votes[' || i1 || ']: expected object, found ' || jsonb_typeof(e1));
          ELSE
            IF (e1 - '{member,reason,vote}'::text[] <@ '{}'::jsonb) IS NOT TRUE THEN
              reasons := array_append(reasons, path || '.votes[' || i1 || ']: unknown key: ' || ((SELECT string_agg(quote_ident(k), ', ') FROM jsonb_object_keys(e1 - '{member,reason,vote}'::text[]) AS k)));
            END IF;
            IF e1 ? 'member' THEN
              IF (jsonb_typeof(e1 -> 'member') = 'string') IS NOT TRUE THEN
                reasons := array_append(reasons, path || '.votes[' || i1 || '].member: expected string, found ' || jsonb_typeof(e1 -> 'member'));
              ELSE
                IF (length(e1 ->> 'member') >= 1) IS NOT TRUE THEN
                  reasons := array_append(reasons, path || '.votes[' || i1 || '].member: expected at least 1 character, found ' || (length(e1 ->> 'member')::text));
                END IF;
              END IF;
            ELSE
              reasons := array_append(reasons, path || '.votes[' || i1 || ']: missing key "member"');
            END IF;
            IF e1 ? 'reason' THEN
              IF (jsonb_typeof(e1 -> 'reason') = 'string') IS NOT TRUE THEN
                reasons := array_append(reasons, path || '.votes[' || i1 || '].reason: expected string, found ' || jsonb_typeof(e1 -> 'reason'));
              END IF;
            END IF;
            IF e1 ? 'vote' THEN
              IF (e1 ->> 'vote' = ANY ('{approve,deny,abstain}')) IS NOT TRUE THEN
                reasons := array_append(reasons, path || '.votes[' || i1 || '].vote: expected one of approve, deny, abstain');
              END IF;
            ELSE
              reasons := array_append(reasons, path || '.votes[' || i1 || ']: missing key "vote"');
            END IF;
          END IF;
        END LOOP;
      END IF;
    ELSE
      reasons := array_append(reasons, path || ': missing key "votes"');
    END IF;
  END IF;
  RETURN nullif(array_to_string(reasons, E'\n'), '');
END
$$;
