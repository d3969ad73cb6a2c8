-- Made by schemagen from specs/trust_partitioned.yaml. Do not edit.
-- Who may see and do what: this part of schema.sql on its own.

BEGIN;

SET LOCAL search_path = public;

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

-- Tables

ALTER TABLE public.academy_progress ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.academy_progress FORCE ROW LEVEL SECURITY;
ALTER TABLE public.acquisitions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.acquisitions FORCE ROW LEVEL SECURITY;
ALTER TABLE public.agents ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.agents FORCE ROW LEVEL SECURITY;
ALTER TABLE public.council_decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.council_decisions FORCE ROW LEVEL SECURITY;
ALTER TABLE public.marketplace_listings ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.marketplace_listings FORCE ROW LEVEL SECURITY;
ALTER TABLE public.observer_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.observer_events FORCE ROW LEVEL SECURITY;
ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.profiles FORCE ROW LEVEL SECURITY;
ALTER TABLE public.realtime_dead_letters ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.realtime_dead_letters FORCE ROW LEVEL SECURITY;
ALTER TABLE public.realtime_outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.realtime_outbox FORCE ROW LEVEL SECURITY;
ALTER TABLE public.trust_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.trust_history FORCE ROW LEVEL SECURITY;
ALTER TABLE public.truth_chain ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.truth_chain FORCE ROW LEVEL SECURITY;
ALTER TABLE public.observer_events_default ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.observer_events_default FORCE ROW LEVEL SECURITY;

-- Policies

CREATE POLICY academy_progress_member_delete ON public.academy_progress FOR DELETE TO trust_member
    USING (agent_id = any(array(select id from agents where owner_id = (SELECT public.claim_user_id()))));
CREATE POLICY academy_progress_member_insert ON public.academy_progress FOR INSERT TO trust_member
    WITH CHECK (agent_id = any(array(select id from agents where owner_id = (SELECT public.claim_user_id()))));
CREATE POLICY academy_progress_member_select ON public.academy_progress FOR SELECT TO trust_member
    USING (agent_id = any(array(select id from agents where owner_id = (SELECT public.claim_user_id()))));
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
    WITH CHECK (consumer_id = (SELECT public.claim_user_id()) and acquisition_type = 'trial' and listing_id = any(array(
  select id from marketplace_listings where status = 'published'
)));
CREATE POLICY acquisitions_member_select ON public.acquisitions FOR SELECT TO trust_member
    USING (consumer_id = (SELECT public.claim_user_id()) or agent_id = any(array(select id from agents where owner_id = (SELECT public.claim_user_id()))));
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
    USING (id = any(array(select agent_id from marketplace_listings where status = 'published')));
CREATE POLICY agents_member_delete ON public.agents FOR DELETE TO trust_member
    USING (owner_id = (SELECT public.claim_user_id()));
CREATE POLICY agents_member_insert ON public.agents FOR INSERT TO trust_member
    WITH CHECK (owner_id = (SELECT public.claim_user_id()) and status <> 'suspended');
CREATE POLICY agents_member_select ON public.agents FOR SELECT TO trust_member
    USING (owner_id = (SELECT public.claim_user_id()) or id = any(array(select agent_id from marketplace_listings where status = 'published')));
CREATE POLICY agents_member_update ON public.agents FOR UPDATE TO trust_member
    USING (owner_id = (SELECT public.claim_user_id()) and status <> 'suspended')
    WITH CHECK (owner_id = (SELECT public.claim_user_id()) and status <> 'suspended');
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
    USING (status = 'published');
CREATE POLICY marketplace_listings_member_delete ON public.marketplace_listings FOR DELETE TO trust_member
    USING (owner_id = (SELECT public.claim_user_id()));
CREATE POLICY marketplace_listings_member_insert ON public.marketplace_listings FOR INSERT TO trust_member
    WITH CHECK (owner_id = (SELECT public.claim_user_id()) and status <> 'suspended');
CREATE POLICY marketplace_listings_member_select ON public.marketplace_listings FOR SELECT TO trust_member
    USING (owner_id = (SELECT public.claim_user_id()) or status = 'published');
CREATE POLICY marketplace_listings_member_update ON public.marketplace_listings FOR UPDATE TO trust_member
    USING (owner_id = (SELECT public.claim_user_id()) and status <> 'suspended')
    WITH CHECK (owner_id = (SELECT public.claim_user_id()) and status <> 'suspended');
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
    USING (agent_id = any(array(select id from agents where owner_id = (SELECT public.claim_user_id()))));
CREATE POLICY observer_events_system_insert ON public.observer_events FOR INSERT TO trust_system
    WITH CHECK (true);
CREATE POLICY observer_events_system_select ON public.observer_events FOR SELECT TO trust_system
    USING (true);

CREATE POLICY profiles_anonymous_select ON public.profiles FOR SELECT TO trust_anonymous
    USING (true);
CREATE POLICY profiles_member_select ON public.profiles FOR SELECT TO trust_member
    USING (true);
CREATE POLICY profiles_member_update ON public.profiles FOR UPDATE TO trust_member
    USING (id = (SELECT public.claim_user_id()))
    WITH CHECK (id = (SELECT public.claim_user_id()));
CREATE POLICY profiles_sync ON public.profiles TO PUBLIC
    USING (current_user = (select pg_get_userbyid(relowner) from pg_class where oid = 'public.profiles'::regclass));
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
    WITH CHECK (current_user = (
  SELECT pg_catalog.pg_get_userbyid(c.relowner)
  FROM pg_catalog.pg_class AS c
  WHERE c.oid = 'public.realtime_outbox'::pg_catalog.regclass
));
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
    USING (agent_id = any(array(select id from agents where owner_id = (SELECT public.claim_user_id()))));
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

REVOKE EXECUTE ON FUNCTION public.member_may_subscribe_private_agent(uuid) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.publish_agent_acquired() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.publish_agent_changed() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.publish_council_decision() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.publish_new_event() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.publish_trust_changed() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.sync_profile_from_auth(uuid, text, text, text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION public.sync_profile() FROM PUBLIC;
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
GRANT EXECUTE ON FUNCTION public.member_may_subscribe_private_agent(uuid) TO trust_member;
GRANT EXECUTE ON FUNCTION public.sync_profile_from_auth(uuid, text, text, text) TO trust_system;
GRANT USAGE ON SCHEMA public TO trust_anonymous;
GRANT USAGE ON SCHEMA public TO trust_member;
GRANT USAGE ON SCHEMA public TO trust_partitioned_relay;
GRANT USAGE ON SCHEMA public TO trust_system;

COMMIT;
