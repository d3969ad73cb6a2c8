-- 20261121195830_initial of trust_partitioned, up.

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
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'trust_partitioned_relay') THEN
    CREATE ROLE trust_partitioned_relay NOLOGIN;
    COMMENT ON ROLE trust_partitioned_relay IS 'Publishes the events that wait in the outbox. Created by schemagen.';
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
CREATE TYPE public.academy_status AS ENUM ('enrolled', 'in_progress', 'completed', 'failed');
COMMENT ON TYPE public.academy_status IS 'How far a course has got.';
CREATE TYPE public.acquisition_type AS ENUM ('trial', 'purchase', 'subscription');
COMMENT ON TYPE public.acquisition_type IS 'On what terms a consumer has an agent.';
CREATE TYPE public.agent_status AS ENUM ('draft', 'training', 'active', 'suspended', 'archived');
COMMENT ON TYPE public.agent_status IS 'Where an agent is in its life; archived stands for deleted.';
CREATE TYPE public.council_decision_type AS ENUM ('approval', 'denial', 'escalation', 'suspension', 'reinstatement');
COMMENT ON TYPE public.council_decision_type IS 'What a council decided.';
CREATE TYPE public.listing_status AS ENUM ('draft', 'published', 'suspended', 'withdrawn');
COMMENT ON TYPE public.listing_status IS 'A published listing makes its agent public; withdrawn stands for deleted.';
CREATE TYPE public.trust_source_type AS ENUM ('observer', 'council', 'academy', 'marketplace', 'manual');
COMMENT ON TYPE public.trust_source_type IS 'What changed a trust score.';

-- Functions
CREATE FUNCTION public.agent_config_ok_1de3e38a(document jsonb)
    RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT CASE
  WHEN jsonb_typeof(document) = 'object' THEN ((jsonb_typeof(document -> 'model') = 'string'
  AND length(document ->> 'model') >= 1) IS NOT FALSE
  AND (document -> 'temperature' BETWEEN '0'::jsonb AND '2'::jsonb) IS NOT FALSE
  AND (CASE WHEN jsonb_typeof(document -> 'tools') = 'array' THEN NOT document -> 'tools' @? 'strict $[*].type() ? (@ != "string")' WHEN document -> 'tools' IS NULL THEN NULL ELSE false END) IS NOT FALSE) IS TRUE
  WHEN document IS NOT NULL THEN false
END
$$;
COMMENT ON FUNCTION public.agent_config_ok_1de3e38a(jsonb) IS 'Says whether a document has the shape AgentConfig.';
CREATE FUNCTION public.agent_config_why_1de3e38a(document jsonb, path text DEFAULT '$'::text)
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
COMMENT ON FUNCTION public.agent_config_why_1de3e38a(jsonb, text) IS 'Says where and why a document has not the shape AgentConfig.';
CREATE FUNCTION public.calculate_hash(payload jsonb, previous text)
    RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT pg_catalog.encode(
  pg_catalog.sha256(pg_catalog.convert_to(coalesce(previous, '') || payload::text, 'UTF8')),
  'hex'
)
$$;
COMMENT ON FUNCTION public.calculate_hash(jsonb, text) IS 'SHA-256, in hex, of the previous hash and the canonical text of the payload.';
CREATE FUNCTION public.claim_user_id()
    RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$SELECT nullif(pg_catalog.current_setting('app.user_id', true), '')::uuid$$;
COMMENT ON FUNCTION public.claim_user_id() IS 'The claim user_id of the session, null without one.';
CREATE FUNCTION public.council_record_ok_bc87af3d(document jsonb)
    RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  a1 jsonb;
  e1 jsonb;
BEGIN
  IF jsonb_typeof(document) <> 'object' THEN
    RETURN false;
  END IF;
  document := document || '{}'::jsonb;
  IF (jsonb_typeof(document -> 'votes') = 'array') IS NOT TRUE THEN
    RETURN false;
  END IF;
  a1 := document -> 'votes';
  FOR i1 IN 0 .. jsonb_array_length(a1) - 1 LOOP
    e1 := a1 -> i1;
    IF (CASE WHEN jsonb_typeof(e1) = 'object' THEN e1 - '{member,reason,vote}'::text[] <@ '{}'::jsonb ELSE false END
      AND jsonb_typeof(e1 -> 'member') = 'string'
      AND length(e1 ->> 'member') >= 1
      AND (jsonb_typeof(e1 -> 'reason') = 'string') IS NOT FALSE
      AND e1 ->> 'vote' = ANY ('{approve,deny,abstain}')) IS NOT TRUE THEN
      RETURN false;
    END IF;
  END LOOP;
  RETURN true;
END
$$;
COMMENT ON FUNCTION public.council_record_ok_bc87af3d(jsonb) IS 'Says whether a document has the shape CouncilRecord.';
CREATE FUNCTION public.council_record_why_bc87af3d(document jsonb, path text DEFAULT '$'::text)
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
COMMENT ON FUNCTION public.council_record_why_bc87af3d(jsonb, text) IS 'Says where and why a document has not the shape CouncilRecord.';
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
CREATE FUNCTION public.observer_payload_ok_aa32acb4(document jsonb)
    RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$SELECT jsonb_typeof(document) = 'object'$$;
COMMENT ON FUNCTION public.observer_payload_ok_aa32acb4(jsonb) IS 'Says whether a document has the shape ObserverPayload.';
CREATE FUNCTION public.observer_payload_why_aa32acb4(document jsonb, path text DEFAULT '$'::text)
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
COMMENT ON FUNCTION public.observer_payload_why_aa32acb4(jsonb, text) IS 'Says where and why a document has not the shape ObserverPayload.';
CREATE FUNCTION public.publish_agent_acquired()
    RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET "TimeZone" = utc
AS $$
DECLARE
  event_id uuid := pg_catalog.gen_random_uuid();
  payload jsonb := (
    SELECT pg_catalog.to_jsonb(told.*)
    FROM (SELECT NEW.id AS id, NEW.consumer_id AS consumer_id, NEW.agent_id AS agent_id, NEW.listing_id AS listing_id, NEW.acquisition_type AS acquisition_type, NEW.price::text AS price, NEW.created_at AS created_at, NEW.ended_at AS ended_at) AS told
  );
BEGIN
  INSERT INTO public.realtime_outbox (event_id, channel, event, payload)
  SELECT event_id, each.channel, 'agent-acquired', payload
  FROM pg_catalog.unnest(ARRAY['private-user-' || NEW.consumer_id::text, 'private-agent-' || NEW.agent_id::text]) AS each (channel)
  WHERE each.channel IS NOT NULL;
  PERFORM pg_catalog.pg_notify('public_realtime_outbox', '');
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION public.publish_agent_acquired() IS 'Writes the event agent-acquired to the outbox.';
CREATE FUNCTION public.publish_agent_changed()
    RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET "TimeZone" = utc
AS $$
DECLARE
  event_id uuid := pg_catalog.gen_random_uuid();
  payload jsonb := (
    SELECT pg_catalog.to_jsonb(told.*)
    FROM (SELECT NEW.id AS id, NEW.owner_id AS owner_id, NEW.name AS name, NEW.trust_score AS trust_score, NEW.status AS status, NEW.updated_at AS updated_at) AS told
  );
BEGIN
  INSERT INTO public.realtime_outbox (event_id, channel, event, payload)
  SELECT event_id, each.channel, 'agent-changed', payload
  FROM pg_catalog.unnest(ARRAY['private-user-' || NEW.owner_id::text, 'private-agent-' || NEW.id::text]) AS each (channel)
  WHERE each.channel IS NOT NULL;
  PERFORM pg_catalog.pg_notify('public_realtime_outbox', '');
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION public.publish_agent_changed() IS 'Writes the event agent-changed to the outbox.';
CREATE FUNCTION public.publish_council_decision()
    RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET "TimeZone" = utc
AS $$
DECLARE
  event_id uuid := pg_catalog.gen_random_uuid();
  payload jsonb := (
    SELECT pg_catalog.to_jsonb(told.*)
    FROM (SELECT NEW.id AS id, NEW.agent_id AS agent_id, NEW.decision_type AS decision_type, NEW.risk_level AS risk_level, NEW.subject AS subject, NEW.reasoning AS reasoning, NEW.record AS record, NEW.created_at AS created_at, NEW.updated_at AS updated_at) AS told
  );
BEGIN
  INSERT INTO public.realtime_outbox (event_id, channel, event, payload)
  SELECT event_id, each.channel, 'council-decision', payload
  FROM pg_catalog.unnest(ARRAY['presence-council', 'council-feed', 'private-agent-' || NEW.agent_id::text]) AS each (channel)
  WHERE each.channel IS NOT NULL;
  PERFORM pg_catalog.pg_notify('public_realtime_outbox', '');
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION public.publish_council_decision() IS 'Writes the event council-decision to the outbox.';
CREATE FUNCTION public.publish_new_event()
    RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET "TimeZone" = utc
AS $$
DECLARE
  event_id uuid := pg_catalog.gen_random_uuid();
  payload jsonb := (
    SELECT pg_catalog.to_jsonb(told.*)
    FROM (SELECT NEW.id AS id, NEW.sequence AS sequence, NEW.agent_id AS agent_id, NEW.event_type AS event_type, NEW.created_at AS created_at) AS told
  );
BEGIN
  INSERT INTO public.realtime_outbox (event_id, channel, event, payload)
  SELECT event_id, each.channel, 'new-event', payload
  FROM pg_catalog.unnest(ARRAY['observer-feed', 'private-agent-' || NEW.agent_id::text]) AS each (channel)
  WHERE each.channel IS NOT NULL;
  PERFORM pg_catalog.pg_notify('public_realtime_outbox', '');
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION public.publish_new_event() IS 'Writes the event new-event to the outbox.';
CREATE FUNCTION public.publish_trust_changed()
    RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET "TimeZone" = utc
AS $$
DECLARE
  event_id uuid := pg_catalog.gen_random_uuid();
  payload jsonb := (
    SELECT pg_catalog.to_jsonb(told.*)
    FROM (SELECT NEW.id AS id, NEW.agent_id AS agent_id, NEW.previous_score AS previous_score, NEW.new_score AS new_score, NEW.change AS change, NEW.source_type AS source_type, NEW.source_id AS source_id, NEW.reason AS reason, NEW.created_at AS created_at) AS told
  );
BEGIN
  INSERT INTO public.realtime_outbox (event_id, channel, event, payload)
  SELECT event_id, each.channel, 'trust-changed', payload
  FROM pg_catalog.unnest(ARRAY['private-agent-' || NEW.agent_id::text]) AS each (channel)
  WHERE each.channel IS NOT NULL;
  PERFORM pg_catalog.pg_notify('public_realtime_outbox', '');
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION public.publish_trust_changed() IS 'Writes the event trust-changed to the outbox.';
CREATE FUNCTION public.refuse_change()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION 'table %.% is append-only', TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation',
          HINT = format('%s is refused; add a row that corrects the earlier one', TG_OP);
END
$$;
COMMENT ON FUNCTION public.refuse_change() IS 'Refuses changes to append-only tables.';
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
CREATE FUNCTION public.trust_tiers()
    RETURNS TABLE(level integer, name text, min_score integer)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 6.0
AS $$
VALUES
  (0, 'Untrusted', 0),
  (1, 'Provisional', 200),
  (2, 'Established', 400),
  (3, 'Trusted', 600),
  (4, 'Verified', 800),
  (5, 'Elite', 900)
$$;
COMMENT ON FUNCTION public.trust_tiers() IS 'The trust tiers and the lowest score of each.';
CREATE FUNCTION public.truth_payload_ok_3e4e6a20(document jsonb)
    RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$SELECT jsonb_typeof(document) = 'object'$$;
COMMENT ON FUNCTION public.truth_payload_ok_3e4e6a20(jsonb) IS 'Says whether a document has the shape TruthPayload.';
CREATE FUNCTION public.truth_payload_why_3e4e6a20(document jsonb, path text DEFAULT '$'::text)
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
COMMENT ON FUNCTION public.truth_payload_why_3e4e6a20(jsonb, text) IS 'Says where and why a document has not the shape TruthPayload.';
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
CREATE FUNCTION public.agent_config_assert_1de3e38a(document jsonb, constraint_name text DEFAULT ''::text, table_name text DEFAULT ''::text, column_name text DEFAULT ''::text)
    RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF public.agent_config_ok_1de3e38a(document) IS NOT FALSE THEN
    RETURN true;
  END IF;
  RAISE EXCEPTION USING
    ERRCODE = 'check_violation',
    MESSAGE = 'the document has not the shape AgentConfig',
    DETAIL = public.agent_config_why_1de3e38a(document),
    CONSTRAINT = constraint_name,
    TABLE = table_name,
    COLUMN = column_name;
END
$$;
COMMENT ON FUNCTION public.agent_config_assert_1de3e38a(jsonb, text, text, text) IS 'Refuses a document that has not the shape AgentConfig, and says why.';
CREATE FUNCTION public.calculate_truth_chain_hash()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
  last record;
BEGIN
  PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('public.truth_chain', 0));
  SELECT t.sequence AS sequence, t.hash AS hash
    INTO last
    FROM public.truth_chain AS t
    ORDER BY t.sequence DESC
    LIMIT 1;
  NEW.sequence := coalesce(last.sequence, 0) + 1;
  NEW.previous_hash := last.hash;
  NEW.hash := public.calculate_hash((SELECT pg_catalog.jsonb_object_agg(f.key, f.value) FROM pg_catalog.jsonb_each(pg_catalog.jsonb_build_object('id', NEW.id, 'subject_type', NEW.subject_type, 'subject_id', NEW.subject_id, 'record_type', NEW.record_type, 'payload', NEW.payload, 'created_at', extract(epoch FROM NEW.created_at), 'sequence', NEW.sequence)) AS f WHERE f.value <> 'null'), NEW.previous_hash);
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION public.calculate_truth_chain_hash() IS 'Links a new row of truth_chain to the one before it.';
CREATE FUNCTION public.council_record_assert_bc87af3d(document jsonb, constraint_name text DEFAULT ''::text, table_name text DEFAULT ''::text, column_name text DEFAULT ''::text)
    RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF public.council_record_ok_bc87af3d(document) IS NOT FALSE THEN
    RETURN true;
  END IF;
  RAISE EXCEPTION USING
    ERRCODE = 'check_violation',
    MESSAGE = 'the document has not the shape CouncilRecord',
    DETAIL = public.council_record_why_bc87af3d(document),
    CONSTRAINT = constraint_name,
    TABLE = table_name,
    COLUMN = column_name;
END
$$;
COMMENT ON FUNCTION public.council_record_assert_bc87af3d(jsonb, text, text, text) IS 'Refuses a document that has not the shape CouncilRecord, and says why.';
CREATE FUNCTION public.get_trust_tier(score integer)
    RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
SELECT t.name
FROM public.trust_tiers() AS t
WHERE t.min_score <= greatest(score, 0)
ORDER BY t.min_score DESC
LIMIT 1
$$;
COMMENT ON FUNCTION public.get_trust_tier(integer) IS 'The name of the tier that a trust score belongs to. A score outside 0 to 1000 has the nearest tier, null has none.';
CREATE FUNCTION public.get_trust_tier_level(score integer)
    RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
SELECT t.level
FROM public.trust_tiers() AS t
WHERE t.min_score <= greatest(score, 0)
ORDER BY t.min_score DESC
LIMIT 1
$$;
COMMENT ON FUNCTION public.get_trust_tier_level(integer) IS 'The level, 0 to 5, of the tier that a trust score belongs to. A score outside 0 to 1000 has the nearest tier, null has none.';
CREATE FUNCTION public.member_may_subscribe_private_agent(agent_id uuid)
    RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path = public, pg_temp
AS $$SELECT coalesce((exists (select from agents where id = $1 and owner_id = (SELECT public.claim_user_id()))), false)$$;
COMMENT ON FUNCTION public.member_may_subscribe_private_agent(uuid) IS 'Whether the actor member may subscribe to private-agent-{agent_id}.';
CREATE FUNCTION public.observer_payload_assert_aa32acb4(document jsonb, constraint_name text DEFAULT ''::text, table_name text DEFAULT ''::text, column_name text DEFAULT ''::text)
    RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF public.observer_payload_ok_aa32acb4(document) IS NOT FALSE THEN
    RETURN true;
  END IF;
  RAISE EXCEPTION USING
    ERRCODE = 'check_violation',
    MESSAGE = 'the document has not the shape ObserverPayload',
    DETAIL = public.observer_payload_why_aa32acb4(document),
    CONSTRAINT = constraint_name,
    TABLE = table_name,
    COLUMN = column_name;
END
$$;
COMMENT ON FUNCTION public.observer_payload_assert_aa32acb4(jsonb, text, text, text) IS 'Refuses a document that has not the shape ObserverPayload, and says why.';
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
CREATE FUNCTION public.truth_payload_assert_3e4e6a20(document jsonb, constraint_name text DEFAULT ''::text, table_name text DEFAULT ''::text, column_name text DEFAULT ''::text)
    RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF public.truth_payload_ok_3e4e6a20(document) IS NOT FALSE THEN
    RETURN true;
  END IF;
  RAISE EXCEPTION USING
    ERRCODE = 'check_violation',
    MESSAGE = 'the document has not the shape TruthPayload',
    DETAIL = public.truth_payload_why_3e4e6a20(document),
    CONSTRAINT = constraint_name,
    TABLE = table_name,
    COLUMN = column_name;
END
$$;
COMMENT ON FUNCTION public.truth_payload_assert_3e4e6a20(jsonb, text, text, text) IS 'Refuses a document that has not the shape TruthPayload, and says why.';
CREATE FUNCTION public.verify_truth_chain_integrity()
    RETURNS TABLE(valid boolean, broken_at bigint, reason text)
    LANGUAGE sql STABLE
AS $$
WITH linked AS (
  SELECT
    t.sequence AS sequence,
    row_number() OVER link AS position,
    t.previous_hash IS DISTINCT FROM lag(t.hash) OVER link AS detached,
    t.hash IS DISTINCT FROM public.calculate_hash((SELECT pg_catalog.jsonb_object_agg(f.key, f.value) FROM pg_catalog.jsonb_each(pg_catalog.jsonb_build_object('id', t.id, 'subject_type', t.subject_type, 'subject_id', t.subject_id, 'record_type', t.record_type, 'payload', t.payload, 'created_at', extract(epoch FROM t.created_at), 'sequence', t.sequence)) AS f WHERE f.value <> 'null'), t.previous_hash) AS altered
  FROM public.truth_chain AS t
  WINDOW link AS (ORDER BY t.sequence)
),
broken AS (
  SELECT
    sequence,
    CASE
      WHEN sequence <> position THEN 'a row before it is missing or was put in'
      WHEN detached THEN 'it does not continue the row before it'
      ELSE 'its contents do not match its hash'
    END AS reason
  FROM linked
  WHERE sequence <> position OR detached OR altered
  ORDER BY sequence
  LIMIT 1
)
SELECT broken.sequence IS NULL, broken.sequence, broken.reason
FROM (SELECT) AS always
LEFT JOIN broken ON true
$$;
COMMENT ON FUNCTION public.verify_truth_chain_integrity() IS 'Verifies the chain of truth_chain and names the first broken link.';

-- Tables
CREATE TABLE public.academy_progress (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    agent_id uuid NOT NULL,
    course text NOT NULL,
    status public.academy_status DEFAULT 'enrolled'::public.academy_status NOT NULL,
    progress smallint DEFAULT 0 NOT NULL,
    completed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT academy_progress_pkey PRIMARY KEY (id),
    CONSTRAINT academy_progress_agent_id_course_key UNIQUE (agent_id, course),
    CONSTRAINT academy_progress_course_check CHECK ((course <> ''::text)),
    CONSTRAINT academy_progress_progress_check CHECK (((progress >= 0) AND (progress <= 100)))
);
ALTER TABLE public.academy_progress ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.academy_progress FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.academy_progress IS 'An agent''s progress through a course of the academy.';

-- Columns
COMMENT ON COLUMN public.academy_progress.progress IS 'Percent.';

-- Tables
CREATE TABLE public.acquisitions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    consumer_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    listing_id uuid NOT NULL,
    acquisition_type public.acquisition_type NOT NULL,
    price numeric(12,2) DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT acquisitions_pkey PRIMARY KEY (id),
    CONSTRAINT acquisitions_check CHECK ((ended_at >= created_at)),
    CONSTRAINT acquisitions_price_check CHECK ((price >= (0)::numeric))
);
ALTER TABLE public.acquisitions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.acquisitions FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.acquisitions IS 'A consumer''s relationship with an agent.';
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
    CONSTRAINT agents_id_owner_id_key UNIQUE (id, owner_id),
    CONSTRAINT agents_config_shape CHECK (public.agent_config_assert_1de3e38a(config, 'agents_config_shape'::text, 'agents'::text, 'config'::text)),
    CONSTRAINT agents_name_check CHECK ((name <> ''::text)),
    CONSTRAINT agents_trust_score_check CHECK (((trust_score >= 0) AND (trust_score <= 1000)))
);
ALTER TABLE public.agents ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.agents FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.agents IS 'An AI agent and its current standing.';

-- Columns
COMMENT ON COLUMN public.agents.trust_score IS '0 to 1000; see get_trust_tier.';

-- Tables
CREATE TABLE public.council_decisions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    agent_id uuid,
    decision_type public.council_decision_type NOT NULL,
    risk_level smallint NOT NULL,
    subject text NOT NULL,
    reasoning text,
    record jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT council_decisions_pkey PRIMARY KEY (id),
    CONSTRAINT council_decisions_record_shape CHECK (public.council_record_assert_bc87af3d(record, 'council_decisions_record_shape'::text, 'council_decisions'::text, 'record'::text)),
    CONSTRAINT council_decisions_risk_level_check CHECK (((risk_level >= 0) AND (risk_level <= 4)))
);
ALTER TABLE public.council_decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.council_decisions FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.council_decisions IS 'A decision of the governing council, public.';

-- Columns
COMMENT ON COLUMN public.council_decisions.agent_id IS 'Null for a decision of principle.';
COMMENT ON COLUMN public.council_decisions.risk_level IS 'From 0, none, to 4, critical.';

-- Tables
CREATE TABLE public.marketplace_listings (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    agent_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    title text NOT NULL,
    description text,
    price numeric(12,2) DEFAULT 0 NOT NULL,
    currency text DEFAULT 'USD'::text NOT NULL,
    status public.listing_status DEFAULT 'draft'::public.listing_status NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT marketplace_listings_pkey PRIMARY KEY (id),
    CONSTRAINT marketplace_listings_id_agent_id_key UNIQUE (id, agent_id),
    CONSTRAINT marketplace_listings_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT marketplace_listings_price_check CHECK ((price >= (0)::numeric)),
    CONSTRAINT marketplace_listings_title_check CHECK ((title <> ''::text))
);
ALTER TABLE public.marketplace_listings ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.marketplace_listings FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.marketplace_listings IS 'An agent offered to consumers.';

-- Columns
COMMENT ON COLUMN public.marketplace_listings.owner_id IS 'The owner of the agent.';
COMMENT ON COLUMN public.marketplace_listings.currency IS 'ISO 4217.';

-- Tables
CREATE TABLE public.observer_events (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    sequence bigint GENERATED ALWAYS AS IDENTITY (START WITH 1 MINVALUE 1 MAXVALUE 9223372036854775807) NOT NULL,
    agent_id uuid NOT NULL,
    event_type text NOT NULL,
    payload jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT observer_events_pkey PRIMARY KEY (id, created_at),
    CONSTRAINT observer_events_sequence_created_at_key UNIQUE (sequence, created_at),
    CONSTRAINT observer_events_event_type_check CHECK ((event_type <> ''::text)),
    CONSTRAINT observer_events_payload_shape CHECK (public.observer_payload_assert_aa32acb4(payload, 'observer_events_payload_shape'::text, 'observer_events'::text, 'payload'::text))
) PARTITION BY RANGE (created_at);
ALTER TABLE public.observer_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.observer_events FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.observer_events IS 'The log of what agents did.';
CREATE TABLE public.profiles (
    id uuid NOT NULL,
    email text,
    display_name text,
    avatar_url text,
    role text DEFAULT 'consumer'::text NOT NULL,
    subscription_tier text DEFAULT 'free'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT profiles_pkey PRIMARY KEY (id),
    CONSTRAINT profiles_role_check CHECK ((role = ANY (ARRAY['consumer'::text, 'trainer'::text, 'council'::text, 'admin'::text]))),
    CONSTRAINT profiles_subscription_tier_check CHECK ((subscription_tier = ANY (ARRAY['free'::text, 'pro'::text, 'enterprise'::text])))
);
ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.profiles FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.profiles IS 'A person who uses the platform, public but for the email address.';

-- Columns
COMMENT ON COLUMN public.profiles.id IS 'The authenticated user''s id.';
COMMENT ON COLUMN public.profiles.email IS 'Contact address, as the auth service knows it.';

-- Tables
CREATE TABLE public.realtime_dead_letters (
    id bigint NOT NULL,
    event_id uuid NOT NULL,
    channel text NOT NULL,
    event text NOT NULL,
    payload jsonb NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    refused_at timestamp with time zone DEFAULT now() NOT NULL,
    reason text NOT NULL,
    CONSTRAINT realtime_dead_letters_pkey PRIMARY KEY (id)
);
ALTER TABLE public.realtime_dead_letters ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.realtime_dead_letters FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.realtime_dead_letters IS 'Events that were refused too often, with the last reason.';
CREATE TABLE public.realtime_outbox (
    id bigint GENERATED ALWAYS AS IDENTITY (START WITH 1 MINVALUE 1 MAXVALUE 9223372036854775807) NOT NULL,
    event_id uuid NOT NULL,
    channel text NOT NULL,
    event text NOT NULL,
    payload jsonb NOT NULL,
    occurred_at timestamp with time zone DEFAULT now() NOT NULL,
    refusals integer DEFAULT 0 NOT NULL,
    retry_at timestamp with time zone,
    CONSTRAINT realtime_outbox_pkey PRIMARY KEY (id)
) WITH (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 1000);
ALTER TABLE public.realtime_outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.realtime_outbox FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.realtime_outbox IS 'Events that wait to be published, a row for each channel.';
CREATE TABLE public.trust_history (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    agent_id uuid NOT NULL,
    previous_score integer NOT NULL,
    new_score integer NOT NULL,
    change integer GENERATED ALWAYS AS ((new_score - previous_score)) STORED,
    source_type public.trust_source_type NOT NULL,
    source_id uuid,
    reason text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT trust_history_pkey PRIMARY KEY (id),
    CONSTRAINT trust_history_new_score_check CHECK (((new_score >= 0) AND (new_score <= 1000))),
    CONSTRAINT trust_history_previous_score_check CHECK (((previous_score >= 0) AND (previous_score <= 1000)))
);
ALTER TABLE public.trust_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.trust_history FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.trust_history IS 'The audit trail of trust scores: one row per change.';

-- Columns
COMMENT ON COLUMN public.trust_history.source_id IS 'The event, decision or course behind it.';

-- Tables
CREATE TABLE public.truth_chain (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    subject_type text NOT NULL,
    subject_id uuid NOT NULL,
    record_type text NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    sequence bigint NOT NULL,
    previous_hash text,
    hash text NOT NULL,
    CONSTRAINT truth_chain_pkey PRIMARY KEY (id),
    CONSTRAINT truth_chain_hash_key UNIQUE (hash),
    CONSTRAINT truth_chain_sequence_key UNIQUE (sequence),
    CONSTRAINT truth_chain_payload_shape CHECK (public.truth_payload_assert_3e4e6a20(payload, 'truth_chain_payload_shape'::text, 'truth_chain'::text, 'payload'::text)),
    CONSTRAINT truth_chain_record_type_check CHECK ((record_type <> ''::text)),
    CONSTRAINT truth_chain_subject_type_check CHECK ((subject_type <> ''::text))
);
ALTER TABLE public.truth_chain ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.truth_chain FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.truth_chain IS 'The immutable public record, each entry bound to the one before it by its hash.';
CREATE TABLE public.observer_events_default PARTITION OF public.observer_events DEFAULT;
ALTER TABLE public.observer_events_default ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.observer_events_default FORCE ROW LEVEL SECURITY;

-- Foreign keys
ALTER TABLE public.academy_progress ADD CONSTRAINT academy_progress_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES public.agents (id) ON DELETE CASCADE;
ALTER TABLE public.acquisitions ADD CONSTRAINT acquisitions_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES public.agents (id);
ALTER TABLE public.acquisitions ADD CONSTRAINT acquisitions_consumer_id_fkey FOREIGN KEY (consumer_id) REFERENCES public.profiles (id) ON DELETE CASCADE;
ALTER TABLE public.acquisitions ADD CONSTRAINT acquisitions_listing_id_agent_id_fkey FOREIGN KEY (listing_id, agent_id) REFERENCES public.marketplace_listings (id, agent_id);
ALTER TABLE public.agents ADD CONSTRAINT agents_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.profiles (id);
ALTER TABLE public.council_decisions ADD CONSTRAINT council_decisions_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES public.agents (id);
ALTER TABLE public.marketplace_listings ADD CONSTRAINT marketplace_listings_agent_id_owner_id_fkey FOREIGN KEY (agent_id, owner_id) REFERENCES public.agents (id, owner_id) ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE public.marketplace_listings ADD CONSTRAINT marketplace_listings_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.profiles (id);
ALTER TABLE public.observer_events ADD CONSTRAINT observer_events_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES public.agents (id);
ALTER TABLE public.trust_history ADD CONSTRAINT trust_history_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES public.agents (id);

-- Indexes
CREATE INDEX academy_progress_created_at_idx ON public.academy_progress (created_at);
CREATE INDEX academy_progress_status_created_at_idx ON public.academy_progress (status, created_at DESC);
CREATE INDEX acquisitions_agent_id_idx ON public.acquisitions (agent_id);
CREATE INDEX acquisitions_consumer_id_idx ON public.acquisitions (consumer_id);
CREATE INDEX acquisitions_created_at_idx ON public.acquisitions (created_at);
CREATE UNIQUE INDEX acquisitions_current_key ON public.acquisitions (consumer_id, agent_id) WHERE (ended_at IS NULL);
CREATE INDEX acquisitions_listing_id_agent_id_idx ON public.acquisitions (listing_id, agent_id);
CREATE INDEX agents_created_at_idx ON public.agents (created_at);
CREATE INDEX agents_owner_id_idx ON public.agents (owner_id);
CREATE INDEX agents_status_created_at_idx ON public.agents (status, created_at DESC);
CREATE INDEX council_decisions_agent_id_idx ON public.council_decisions (agent_id);
CREATE INDEX council_decisions_created_at_idx ON public.council_decisions (created_at);
CREATE INDEX council_decisions_decision_type_created_at_idx ON public.council_decisions (decision_type, created_at DESC);
CREATE INDEX marketplace_listings_agent_id_owner_id_idx ON public.marketplace_listings (agent_id, owner_id);
CREATE INDEX marketplace_listings_created_at_idx ON public.marketplace_listings (created_at);
CREATE INDEX marketplace_listings_owner_id_idx ON public.marketplace_listings (owner_id);
CREATE UNIQUE INDEX marketplace_listings_published_key ON public.marketplace_listings (agent_id) WHERE (status = 'published'::public.listing_status);
CREATE INDEX marketplace_listings_status_created_at_idx ON public.marketplace_listings (status, created_at DESC);
CREATE INDEX observer_events_agent_id_created_at_idx ON public.observer_events (agent_id, created_at DESC);
CREATE INDEX observer_events_created_at_idx ON public.observer_events (created_at);
CREATE INDEX observer_events_event_type_created_at_idx ON public.observer_events (event_type, created_at DESC);
CREATE INDEX profiles_created_at_idx ON public.profiles (created_at);
CREATE INDEX profiles_email_idx ON public.profiles (email);
CREATE INDEX realtime_outbox_channel_id_idx ON public.realtime_outbox (channel, id);
CREATE INDEX trust_history_agent_id_created_at_idx ON public.trust_history (agent_id, created_at DESC);
CREATE INDEX trust_history_created_at_idx ON public.trust_history (created_at);
CREATE INDEX truth_chain_created_at_idx ON public.truth_chain (created_at);
CREATE INDEX truth_chain_subject_id_idx ON public.truth_chain (subject_id);

-- Triggers
DO $$
BEGIN
  IF pg_catalog.to_regclass('auth.users') IS NOT NULL THEN
    CREATE TRIGGER sync_profile AFTER INSERT OR UPDATE OF email ON auth.users FOR EACH ROW EXECUTE FUNCTION public.sync_profile();
  END IF;
END
$$;
CREATE TRIGGER clamp_trust_score BEFORE INSERT OR UPDATE ON public.agents FOR EACH ROW EXECUTE FUNCTION public.enforce_trust_score_bounds();
CREATE TRIGGER publish_agent_acquired AFTER INSERT ON public.acquisitions FOR EACH ROW EXECUTE FUNCTION public.publish_agent_acquired();
CREATE TRIGGER publish_agent_changed AFTER UPDATE OF status, trust_score ON public.agents FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) OR (old.trust_score IS DISTINCT FROM new.trust_score))) EXECUTE FUNCTION public.publish_agent_changed();
CREATE TRIGGER publish_council_decision AFTER INSERT OR UPDATE ON public.council_decisions FOR EACH ROW EXECUTE FUNCTION public.publish_council_decision();
CREATE TRIGGER publish_new_event AFTER INSERT ON public.observer_events FOR EACH ROW EXECUTE FUNCTION public.publish_new_event();
CREATE TRIGGER publish_trust_changed AFTER INSERT ON public.trust_history FOR EACH ROW EXECUTE FUNCTION public.publish_trust_changed();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON public.observer_events FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON public.trust_history FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON public.truth_chain FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON public.observer_events FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON public.trust_history FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON public.truth_chain FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.academy_progress FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.agents FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.council_decisions FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.marketplace_listings FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.profiles FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER zz_hash_chain BEFORE INSERT ON public.truth_chain FOR EACH ROW EXECUTE FUNCTION public.calculate_truth_chain_hash();

-- Policies
CREATE POLICY academy_progress_member_delete ON public.academy_progress FOR DELETE TO trust_member
    USING ((agent_id = ANY (ARRAY( SELECT agents.id
   FROM public.agents
  WHERE (agents.owner_id = ( SELECT public.claim_user_id() AS claim_user_id))))));
CREATE POLICY academy_progress_member_insert ON public.academy_progress FOR INSERT TO trust_member
    WITH CHECK ((agent_id = ANY (ARRAY( SELECT agents.id
   FROM public.agents
  WHERE (agents.owner_id = ( SELECT public.claim_user_id() AS claim_user_id))))));
CREATE POLICY academy_progress_member_select ON public.academy_progress FOR SELECT TO trust_member
    USING ((agent_id = ANY (ARRAY( SELECT agents.id
   FROM public.agents
  WHERE (agents.owner_id = ( SELECT public.claim_user_id() AS claim_user_id))))));
CREATE POLICY academy_progress_system_delete ON public.academy_progress FOR DELETE TO trust_system
    USING (true);
CREATE POLICY academy_progress_system_insert ON public.academy_progress FOR INSERT TO trust_system
    WITH CHECK (true);
CREATE POLICY academy_progress_system_select ON public.academy_progress FOR SELECT TO trust_system
    USING (true);
CREATE POLICY academy_progress_system_update ON public.academy_progress FOR UPDATE TO trust_system
    USING (true)
    WITH CHECK (true);
CREATE POLICY acquisitions_member_insert ON public.acquisitions FOR INSERT TO trust_member
    WITH CHECK (((consumer_id = ( SELECT public.claim_user_id() AS claim_user_id)) AND (acquisition_type = 'trial'::public.acquisition_type) AND (listing_id = ANY (ARRAY( SELECT marketplace_listings.id
   FROM public.marketplace_listings
  WHERE (marketplace_listings.status = 'published'::public.listing_status))))));
CREATE POLICY acquisitions_member_select ON public.acquisitions FOR SELECT TO trust_member
    USING (((consumer_id = ( SELECT public.claim_user_id() AS claim_user_id)) OR (agent_id = ANY (ARRAY( SELECT agents.id
   FROM public.agents
  WHERE (agents.owner_id = ( SELECT public.claim_user_id() AS claim_user_id)))))));
CREATE POLICY acquisitions_system_delete ON public.acquisitions FOR DELETE TO trust_system
    USING (true);
CREATE POLICY acquisitions_system_insert ON public.acquisitions FOR INSERT TO trust_system
    WITH CHECK (true);
CREATE POLICY acquisitions_system_select ON public.acquisitions FOR SELECT TO trust_system
    USING (true);
CREATE POLICY acquisitions_system_update ON public.acquisitions FOR UPDATE TO trust_system
    USING (true)
    WITH CHECK (true);
CREATE POLICY agents_anonymous_select ON public.agents FOR SELECT TO trust_anonymous
    USING ((id = ANY (ARRAY( SELECT marketplace_listings.agent_id
   FROM public.marketplace_listings
  WHERE (marketplace_listings.status = 'published'::public.listing_status)))));
CREATE POLICY agents_member_delete ON public.agents FOR DELETE TO trust_member
    USING ((owner_id = ( SELECT public.claim_user_id() AS claim_user_id)));
CREATE POLICY agents_member_insert ON public.agents FOR INSERT TO trust_member
    WITH CHECK (((owner_id = ( SELECT public.claim_user_id() AS claim_user_id)) AND (status <> 'suspended'::public.agent_status)));
CREATE POLICY agents_member_select ON public.agents FOR SELECT TO trust_member
    USING (((owner_id = ( SELECT public.claim_user_id() AS claim_user_id)) OR (id = ANY (ARRAY( SELECT marketplace_listings.agent_id
   FROM public.marketplace_listings
  WHERE (marketplace_listings.status = 'published'::public.listing_status))))));
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
CREATE POLICY council_decisions_anonymous_select ON public.council_decisions FOR SELECT TO trust_anonymous
    USING (true);
CREATE POLICY council_decisions_member_select ON public.council_decisions FOR SELECT TO trust_member
    USING (true);
CREATE POLICY council_decisions_system_insert ON public.council_decisions FOR INSERT TO trust_system
    WITH CHECK (true);
CREATE POLICY council_decisions_system_select ON public.council_decisions FOR SELECT TO trust_system
    USING (true);
CREATE POLICY council_decisions_system_update ON public.council_decisions FOR UPDATE TO trust_system
    USING (true)
    WITH CHECK (true);
CREATE POLICY marketplace_listings_anonymous_select ON public.marketplace_listings FOR SELECT TO trust_anonymous
    USING ((status = 'published'::public.listing_status));
CREATE POLICY marketplace_listings_member_delete ON public.marketplace_listings FOR DELETE TO trust_member
    USING ((owner_id = ( SELECT public.claim_user_id() AS claim_user_id)));
CREATE POLICY marketplace_listings_member_insert ON public.marketplace_listings FOR INSERT TO trust_member
    WITH CHECK (((owner_id = ( SELECT public.claim_user_id() AS claim_user_id)) AND (status <> 'suspended'::public.listing_status)));
CREATE POLICY marketplace_listings_member_select ON public.marketplace_listings FOR SELECT TO trust_member
    USING (((owner_id = ( SELECT public.claim_user_id() AS claim_user_id)) OR (status = 'published'::public.listing_status)));
CREATE POLICY marketplace_listings_member_update ON public.marketplace_listings FOR UPDATE TO trust_member
    USING (((owner_id = ( SELECT public.claim_user_id() AS claim_user_id)) AND (status <> 'suspended'::public.listing_status)))
    WITH CHECK (((owner_id = ( SELECT public.claim_user_id() AS claim_user_id)) AND (status <> 'suspended'::public.listing_status)));
CREATE POLICY marketplace_listings_system_delete ON public.marketplace_listings FOR DELETE TO trust_system
    USING (true);
CREATE POLICY marketplace_listings_system_insert ON public.marketplace_listings FOR INSERT TO trust_system
    WITH CHECK (true);
CREATE POLICY marketplace_listings_system_select ON public.marketplace_listings FOR SELECT TO trust_system
    USING (true);
CREATE POLICY marketplace_listings_system_update ON public.marketplace_listings FOR UPDATE TO trust_system
    USING (true)
    WITH CHECK (true);
CREATE POLICY observer_events_member_select ON public.observer_events FOR SELECT TO trust_member
    USING ((agent_id = ANY (ARRAY( SELECT agents.id
   FROM public.agents
  WHERE (agents.owner_id = ( SELECT public.claim_user_id() AS claim_user_id))))));
CREATE POLICY observer_events_system_insert ON public.observer_events FOR INSERT TO trust_system
    WITH CHECK (true);
CREATE POLICY observer_events_system_select ON public.observer_events FOR SELECT TO trust_system
    USING (true);
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
CREATE POLICY realtime_dead_letters_relay_delete ON public.realtime_dead_letters FOR DELETE TO trust_partitioned_relay
    USING (true);
CREATE POLICY realtime_dead_letters_relay_insert ON public.realtime_dead_letters FOR INSERT TO trust_partitioned_relay
    WITH CHECK (true);
CREATE POLICY realtime_dead_letters_relay_select ON public.realtime_dead_letters FOR SELECT TO trust_partitioned_relay
    USING (true);
CREATE POLICY realtime_outbox_owner ON public.realtime_outbox FOR INSERT TO PUBLIC
    WITH CHECK ((CURRENT_USER = ( SELECT pg_get_userbyid(c.relowner) AS pg_get_userbyid
   FROM pg_class c
  WHERE (c.oid = ('public.realtime_outbox'::regclass)::oid))));
CREATE POLICY realtime_outbox_relay_delete ON public.realtime_outbox FOR DELETE TO trust_partitioned_relay
    USING (true);
CREATE POLICY realtime_outbox_relay_insert ON public.realtime_outbox FOR INSERT TO trust_partitioned_relay
    WITH CHECK (true);
CREATE POLICY realtime_outbox_relay_select ON public.realtime_outbox FOR SELECT TO trust_partitioned_relay
    USING (true);
CREATE POLICY realtime_outbox_relay_update ON public.realtime_outbox FOR UPDATE TO trust_partitioned_relay
    USING (true)
    WITH CHECK (true);
CREATE POLICY trust_history_member_select ON public.trust_history FOR SELECT TO trust_member
    USING ((agent_id = ANY (ARRAY( SELECT agents.id
   FROM public.agents
  WHERE (agents.owner_id = ( SELECT public.claim_user_id() AS claim_user_id))))));
CREATE POLICY trust_history_system_insert ON public.trust_history FOR INSERT TO trust_system
    WITH CHECK (true);
CREATE POLICY trust_history_system_select ON public.trust_history FOR SELECT TO trust_system
    USING (true);
CREATE POLICY truth_chain_anonymous_select ON public.truth_chain FOR SELECT TO trust_anonymous
    USING (true);
CREATE POLICY truth_chain_member_select ON public.truth_chain FOR SELECT TO trust_member
    USING (true);
CREATE POLICY truth_chain_system_insert ON public.truth_chain FOR INSERT TO trust_system
    WITH CHECK (true);
CREATE POLICY truth_chain_system_select ON public.truth_chain FOR SELECT TO trust_system
    USING (true);

-- Grants
GRANT USAGE ON SCHEMA public TO trust_anonymous;
GRANT USAGE ON SCHEMA public TO trust_member;
GRANT USAGE ON SCHEMA public TO trust_partitioned_relay;
GRANT USAGE ON SCHEMA public TO trust_system;
REVOKE EXECUTE ON FUNCTION public.publish_agent_acquired() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.publish_agent_changed() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.publish_council_decision() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.publish_new_event() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.publish_trust_changed() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.sync_profile_from_auth(uuid, text, text, text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.member_may_subscribe_private_agent(uuid) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.sync_profile() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.sync_profile_from_auth(uuid, text, text, text) TO trust_system;
GRANT EXECUTE ON FUNCTION public.member_may_subscribe_private_agent(uuid) TO trust_member;
GRANT SELECT, INSERT (id, agent_id, course), DELETE ON TABLE public.academy_progress TO trust_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.academy_progress TO trust_system;
GRANT SELECT, INSERT (id, consumer_id, agent_id, listing_id, acquisition_type) ON TABLE public.acquisitions TO trust_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.acquisitions TO trust_system;
GRANT SELECT ON TABLE public.agents TO trust_anonymous;
GRANT SELECT, INSERT (id, owner_id, name, description, config, status), UPDATE (name, description, config, status), DELETE ON TABLE public.agents TO trust_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.agents TO trust_system;
GRANT SELECT ON TABLE public.council_decisions TO trust_anonymous;
GRANT SELECT ON TABLE public.council_decisions TO trust_member;
GRANT SELECT, INSERT, UPDATE ON TABLE public.council_decisions TO trust_system;
GRANT SELECT ON TABLE public.marketplace_listings TO trust_anonymous;
GRANT SELECT, INSERT, UPDATE (title, description, price, currency, status), DELETE ON TABLE public.marketplace_listings TO trust_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.marketplace_listings TO trust_system;
GRANT SELECT ON TABLE public.observer_events TO trust_member;
GRANT SELECT, INSERT ON TABLE public.observer_events TO trust_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.profiles TO trust_system;
GRANT SELECT (id, display_name, avatar_url, role, subscription_tier, created_at, updated_at) ON TABLE public.profiles TO trust_anonymous;
GRANT SELECT (id, display_name, avatar_url, role, subscription_tier, created_at, updated_at), UPDATE (display_name, avatar_url) ON TABLE public.profiles TO trust_member;
GRANT SELECT, INSERT, DELETE ON TABLE public.realtime_dead_letters TO trust_partitioned_relay;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.realtime_outbox TO trust_partitioned_relay;
GRANT SELECT ON TABLE public.trust_history TO trust_member;
GRANT SELECT, INSERT ON TABLE public.trust_history TO trust_system;
GRANT SELECT ON TABLE public.truth_chain TO trust_anonymous;
GRANT SELECT ON TABLE public.truth_chain TO trust_member;
GRANT SELECT, INSERT ON TABLE public.truth_chain TO trust_system;
