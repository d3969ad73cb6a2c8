-- 20261121154435_realtime of trust, up.

-- Roles
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'trust_relay') THEN
    CREATE ROLE trust_relay NOLOGIN;
    COMMENT ON ROLE trust_relay IS 'Publishes the events that wait in the outbox. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;

-- Functions
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
CREATE FUNCTION public.member_may_subscribe_private_agent(agent_id uuid)
    RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path = public, pg_temp
AS $$SELECT coalesce((exists (select from agents where id = $1 and owner_id = (SELECT public.claim_user_id()))), false)$$;
COMMENT ON FUNCTION public.member_may_subscribe_private_agent(uuid) IS 'Whether the actor member may subscribe to private-agent-{agent_id}.';

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

-- Indexes
CREATE INDEX realtime_outbox_channel_id_idx ON public.realtime_outbox (channel, id);

-- Triggers
CREATE TRIGGER publish_agent_acquired AFTER INSERT ON public.acquisitions FOR EACH ROW EXECUTE FUNCTION public.publish_agent_acquired();
CREATE TRIGGER publish_agent_changed AFTER UPDATE OF status, trust_score ON public.agents FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) OR (old.trust_score IS DISTINCT FROM new.trust_score))) EXECUTE FUNCTION public.publish_agent_changed();
CREATE TRIGGER publish_council_decision AFTER INSERT OR UPDATE ON public.council_decisions FOR EACH ROW EXECUTE FUNCTION public.publish_council_decision();
CREATE TRIGGER publish_new_event AFTER INSERT ON public.observer_events FOR EACH ROW EXECUTE FUNCTION public.publish_new_event();
CREATE TRIGGER publish_trust_changed AFTER INSERT ON public.trust_history FOR EACH ROW EXECUTE FUNCTION public.publish_trust_changed();

-- Policies
CREATE POLICY realtime_dead_letters_relay_delete ON public.realtime_dead_letters FOR DELETE TO trust_relay
    USING (true);
CREATE POLICY realtime_dead_letters_relay_insert ON public.realtime_dead_letters FOR INSERT TO trust_relay
    WITH CHECK (true);
CREATE POLICY realtime_dead_letters_relay_select ON public.realtime_dead_letters FOR SELECT TO trust_relay
    USING (true);
CREATE POLICY realtime_outbox_owner ON public.realtime_outbox FOR INSERT TO PUBLIC
    WITH CHECK ((CURRENT_USER = ( SELECT pg_get_userbyid(c.relowner) AS pg_get_userbyid
   FROM pg_class c
  WHERE (c.oid = ('public.realtime_outbox'::regclass)::oid))));
CREATE POLICY realtime_outbox_relay_delete ON public.realtime_outbox FOR DELETE TO trust_relay
    USING (true);
CREATE POLICY realtime_outbox_relay_insert ON public.realtime_outbox FOR INSERT TO trust_relay
    WITH CHECK (true);
CREATE POLICY realtime_outbox_relay_select ON public.realtime_outbox FOR SELECT TO trust_relay
    USING (true);
CREATE POLICY realtime_outbox_relay_update ON public.realtime_outbox FOR UPDATE TO trust_relay
    USING (true)
    WITH CHECK (true);

-- Grants
GRANT USAGE ON SCHEMA public TO trust_relay;
REVOKE EXECUTE ON FUNCTION public.publish_agent_acquired() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.publish_agent_changed() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.publish_council_decision() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.publish_new_event() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.publish_trust_changed() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.member_may_subscribe_private_agent(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.member_may_subscribe_private_agent(uuid) TO trust_member;
GRANT SELECT, INSERT, DELETE ON TABLE public.realtime_dead_letters TO trust_relay;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.realtime_outbox TO trust_relay;
