-- 20260607092900_council_and_chain of trust, up.

-- Enums
ALTER TYPE public.academy_status ADD VALUE 'in_progress' BEFORE 'completed';

-- schemagen: new transaction
-- Enums
CREATE TYPE public.council_decision_type AS ENUM ('approval', 'denial', 'escalation', 'suspension', 'reinstatement');
COMMENT ON TYPE public.council_decision_type IS 'What a council decided.';

-- Functions
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
    IF (CASE WHEN jsonb_typeof(e1) = 'object' THEN e1 - '{member,reason,vote}'::text[] = '{}'::jsonb ELSE false END
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
          EXIT WHEN cardinality(reasons) >= 20;
          IF (jsonb_typeof(e1) = 'object') IS NOT TRUE THEN
            reasons := array_append(reasons, path || '.votes[' || i1 || ']: expected object, found ' || jsonb_typeof(e1));
          ELSE
            IF (e1 - '{member,reason,vote}'::text[] = '{}'::jsonb) IS NOT TRUE THEN
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
CREATE FUNCTION public.observer_payload_ok_aa32acb4(document jsonb)
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
CREATE FUNCTION public.truth_payload_ok_3e4e6a20(document jsonb)
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
CREATE TABLE public.council_decisions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    agent_id uuid,
    decision_type public.council_decision_type NOT NULL,
    risk_level smallint NOT NULL,
    subject text NOT NULL,
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
CREATE TABLE public.observer_events (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    sequence bigint GENERATED ALWAYS AS IDENTITY (START WITH 1 MINVALUE 1 MAXVALUE 9223372036854775807) NOT NULL,
    agent_id uuid NOT NULL,
    event_type text NOT NULL,
    payload jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT observer_events_pkey PRIMARY KEY (id),
    CONSTRAINT observer_events_sequence_key UNIQUE (sequence),
    CONSTRAINT observer_events_event_type_check CHECK ((event_type <> ''::text)),
    CONSTRAINT observer_events_payload_shape CHECK (public.observer_payload_assert_aa32acb4(payload, 'observer_events_payload_shape'::text, 'observer_events'::text, 'payload'::text))
);
ALTER TABLE public.observer_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.observer_events FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.observer_events IS 'The log of what agents did.';
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

-- Foreign keys
ALTER TABLE public.council_decisions ADD CONSTRAINT council_decisions_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES public.agents (id);
ALTER TABLE public.observer_events ADD CONSTRAINT observer_events_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES public.agents (id);

-- Indexes
CREATE INDEX council_decisions_agent_id_idx ON public.council_decisions (agent_id);
CREATE INDEX council_decisions_created_at_idx ON public.council_decisions (created_at);
CREATE INDEX council_decisions_decision_type_created_at_idx ON public.council_decisions (decision_type, created_at DESC);
CREATE INDEX observer_events_agent_id_created_at_idx ON public.observer_events (agent_id, created_at DESC);
CREATE INDEX observer_events_created_at_idx ON public.observer_events (created_at);
CREATE INDEX observer_events_event_type_created_at_idx ON public.observer_events (event_type, created_at DESC);
CREATE INDEX truth_chain_created_at_idx ON public.truth_chain (created_at);
CREATE INDEX truth_chain_subject_id_idx ON public.truth_chain (subject_id);

-- Triggers
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON public.observer_events FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON public.truth_chain FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON public.observer_events FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON public.truth_chain FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.council_decisions FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER zz_hash_chain BEFORE INSERT ON public.truth_chain FOR EACH ROW EXECUTE FUNCTION public.calculate_truth_chain_hash();

-- Policies
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
CREATE POLICY observer_events_member_select ON public.observer_events FOR SELECT TO trust_member
    USING ((agent_id = ANY (ARRAY( SELECT agents.id
   FROM public.agents
  WHERE (agents.owner_id = ( SELECT public.claim_user_id() AS claim_user_id))))));
CREATE POLICY observer_events_system_insert ON public.observer_events FOR INSERT TO trust_system
    WITH CHECK (true);
CREATE POLICY observer_events_system_select ON public.observer_events FOR SELECT TO trust_system
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
GRANT SELECT ON TABLE public.council_decisions TO trust_anonymous;
GRANT SELECT ON TABLE public.council_decisions TO trust_member;
GRANT SELECT, INSERT, UPDATE ON TABLE public.council_decisions TO trust_system;
GRANT SELECT ON TABLE public.observer_events TO trust_member;
GRANT SELECT, INSERT ON TABLE public.observer_events TO trust_system;
GRANT SELECT ON TABLE public.truth_chain TO trust_anonymous;
GRANT SELECT ON TABLE public.truth_chain TO trust_member;
GRANT SELECT, INSERT ON TABLE public.truth_chain TO trust_system;
