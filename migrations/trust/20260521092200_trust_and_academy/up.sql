-- 20260521092200_trust_and_academy of trust, up.

-- Enums
ALTER TYPE public.agent_status ADD VALUE 'training' BEFORE 'active';

-- schemagen: new transaction
-- Enums
CREATE TYPE public.academy_status AS ENUM ('enrolled', 'completed', 'failed');
COMMENT ON TYPE public.academy_status IS 'How far a course has got.';
CREATE TYPE public.trust_source_type AS ENUM ('observer', 'council', 'academy', 'marketplace', 'manual');
COMMENT ON TYPE public.trust_source_type IS 'What changed a trust score.';

-- Functions
CREATE FUNCTION public.agent_config_ok_1de3e38a(document jsonb)
    RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
  IF jsonb_typeof(document) <> 'object' THEN
    RETURN false;
  END IF;
  document := document || '{}'::jsonb;
  IF ((jsonb_typeof(document -> 'model') = 'string'
    AND length(document ->> 'model') >= 1) IS NOT FALSE
    AND (document -> 'temperature' BETWEEN '0'::jsonb AND '2'::jsonb) IS NOT FALSE
    AND (CASE WHEN jsonb_typeof(document -> 'tools') = 'array' THEN NOT document -> 'tools' @? 'strict $[*].type() ? (@ != "string")' WHEN document -> 'tools' IS NULL THEN NULL ELSE false END) IS NOT FALSE) IS NOT TRUE THEN
    RETURN false;
  END IF;
  RETURN true;
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
COMMENT ON FUNCTION public.agent_config_why_1de3e38a(jsonb, text) IS 'Says where and why a document has not the shape AgentConfig.';
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

-- Tables
CREATE TABLE public.academy_progress (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    agent_id uuid NOT NULL,
    course text NOT NULL,
    status public.academy_status DEFAULT 'enrolled'::public.academy_status NOT NULL,
    progress smallint DEFAULT 0 NOT NULL,
    completed_at timestamp with time zone,
    score numeric(4,1),
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
ALTER TABLE public.profiles ADD COLUMN subscription_tier text DEFAULT 'free'::text NOT NULL;

-- Check constraints
ALTER TABLE public.agents ADD CONSTRAINT agents_config_shape CHECK (public.agent_config_assert_1de3e38a(config, 'agents_config_shape'::text, 'agents'::text, 'config'::text)) NOT VALID;
ALTER TABLE public.profiles ADD CONSTRAINT profiles_subscription_tier_check CHECK ((subscription_tier = ANY (ARRAY['free'::text, 'pro'::text, 'enterprise'::text]))) NOT VALID;

-- Foreign keys
ALTER TABLE public.academy_progress ADD CONSTRAINT academy_progress_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES public.agents (id) ON DELETE CASCADE;
ALTER TABLE public.trust_history ADD CONSTRAINT trust_history_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES public.agents (id);

-- Indexes
CREATE INDEX academy_progress_created_at_idx ON public.academy_progress (created_at);
CREATE INDEX academy_progress_status_created_at_idx ON public.academy_progress (status, created_at DESC);
CREATE INDEX trust_history_agent_id_created_at_idx ON public.trust_history (agent_id, created_at DESC);
CREATE INDEX trust_history_created_at_idx ON public.trust_history (created_at);

-- Triggers
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON public.trust_history FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON public.trust_history FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.academy_progress FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

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
CREATE POLICY trust_history_member_select ON public.trust_history FOR SELECT TO trust_member
    USING ((agent_id = ANY (ARRAY( SELECT agents.id
   FROM public.agents
  WHERE (agents.owner_id = ( SELECT public.claim_user_id() AS claim_user_id))))));
CREATE POLICY trust_history_system_insert ON public.trust_history FOR INSERT TO trust_system
    WITH CHECK (true);
CREATE POLICY trust_history_system_select ON public.trust_history FOR SELECT TO trust_system
    USING (true);

-- Grants
GRANT SELECT, INSERT (id, agent_id, course), DELETE ON TABLE public.academy_progress TO trust_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.academy_progress TO trust_system;
GRANT SELECT ON TABLE public.trust_history TO trust_member;
GRANT SELECT, INSERT ON TABLE public.trust_history TO trust_system;
GRANT SELECT (subscription_tier) ON TABLE public.profiles TO trust_anonymous;
GRANT SELECT (subscription_tier) ON TABLE public.profiles TO trust_member;

-- schemagen: new transaction
-- Check constraints
ALTER TABLE public.agents VALIDATE CONSTRAINT agents_config_shape;

-- schemagen: new transaction
-- Check constraints
ALTER TABLE public.profiles VALIDATE CONSTRAINT profiles_subscription_tier_check;
