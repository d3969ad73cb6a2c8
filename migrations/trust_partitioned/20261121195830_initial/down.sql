-- 20261121195830_initial of trust_partitioned, down.
-- It is exact:
-- if it is undone, what was written since goes: all rows of public.academy_progress are lost
-- if it is undone, what was written since goes: all rows of public.acquisitions are lost
-- if it is undone, what was written since goes: all rows of public.agents are lost
-- if it is undone, what was written since goes: all rows of public.council_decisions are lost
-- if it is undone, what was written since goes: all rows of public.marketplace_listings are lost
-- if it is undone, what was written since goes: all rows of public.observer_events are lost
-- if it is undone, what was written since goes: all rows of public.profiles are lost
-- if it is undone, what was written since goes: all rows of public.realtime_dead_letters are lost
-- if it is undone, what was written since goes: all rows of public.realtime_outbox are lost
-- if it is undone, what was written since goes: all rows of public.trust_history are lost
-- if it is undone, what was written since goes: all rows of public.truth_chain are lost

-- Policies
DROP POLICY agents_member_select ON public.agents;
DROP POLICY agents_anonymous_select ON public.agents;
DROP POLICY acquisitions_member_select ON public.acquisitions;
DROP POLICY acquisitions_member_insert ON public.acquisitions;
DROP POLICY academy_progress_member_select ON public.academy_progress;
DROP POLICY academy_progress_member_insert ON public.academy_progress;
DROP POLICY academy_progress_member_delete ON public.academy_progress;

-- Triggers
DROP TRIGGER IF EXISTS sync_profile ON auth.users;

-- Foreign keys
ALTER TABLE public.marketplace_listings DROP CONSTRAINT marketplace_listings_owner_id_fkey;
ALTER TABLE public.agents DROP CONSTRAINT agents_owner_id_fkey;
ALTER TABLE public.acquisitions DROP CONSTRAINT acquisitions_listing_id_agent_id_fkey;
ALTER TABLE public.acquisitions DROP CONSTRAINT acquisitions_consumer_id_fkey;
ALTER TABLE public.acquisitions DROP CONSTRAINT acquisitions_agent_id_fkey;
ALTER TABLE public.academy_progress DROP CONSTRAINT academy_progress_agent_id_fkey;

-- Tables
DROP TABLE public.truth_chain;
DROP TABLE public.trust_history;
DROP TABLE public.realtime_outbox;
DROP TABLE public.realtime_dead_letters;
DROP TABLE public.profiles;
DROP TABLE public.observer_events;
DROP TABLE public.marketplace_listings;
DROP TABLE public.council_decisions;
DROP TABLE public.agents;
DROP TABLE public.acquisitions;
DROP TABLE public.academy_progress;

-- Functions
DROP FUNCTION public.verify_truth_chain_integrity();
DROP FUNCTION public.truth_payload_assert_3e4e6a20(jsonb, text, text, text);
DROP FUNCTION public.sync_profile();
DROP FUNCTION public.observer_payload_assert_aa32acb4(jsonb, text, text, text);
DROP FUNCTION public.member_may_subscribe_private_agent(uuid);
DROP FUNCTION public.get_trust_tier_level(integer);
DROP FUNCTION public.get_trust_tier(integer);
DROP FUNCTION public.council_record_assert_bc87af3d(jsonb, text, text, text);
DROP FUNCTION public.calculate_truth_chain_hash();
DROP FUNCTION public.agent_config_assert_1de3e38a(jsonb, text, text, text);
DROP FUNCTION public.update_updated_at_column();
DROP FUNCTION public.truth_payload_why_3e4e6a20(jsonb, text);
DROP FUNCTION public.truth_payload_ok_3e4e6a20(jsonb);
DROP FUNCTION public.trust_tiers();
DROP FUNCTION public.sync_profile_from_auth(uuid, text, text, text);
DROP FUNCTION public.refuse_change();
DROP FUNCTION public.publish_trust_changed();
DROP FUNCTION public.publish_new_event();
DROP FUNCTION public.publish_council_decision();
DROP FUNCTION public.publish_agent_changed();
DROP FUNCTION public.publish_agent_acquired();
DROP FUNCTION public.observer_payload_why_aa32acb4(jsonb, text);
DROP FUNCTION public.observer_payload_ok_aa32acb4(jsonb);
DROP FUNCTION public.enforce_trust_score_bounds();
DROP FUNCTION public.council_record_why_bc87af3d(jsonb, text);
DROP FUNCTION public.council_record_ok_bc87af3d(jsonb);
DROP FUNCTION public.claim_user_id();
DROP FUNCTION public.calculate_hash(jsonb, text);
DROP FUNCTION public.agent_config_why_1de3e38a(jsonb, text);
DROP FUNCTION public.agent_config_ok_1de3e38a(jsonb);

-- Enums
DROP TYPE public.trust_source_type;
DROP TYPE public.listing_status;
DROP TYPE public.council_decision_type;
DROP TYPE public.agent_status;
DROP TYPE public.acquisition_type;
DROP TYPE public.academy_status;

-- Grants
REVOKE USAGE ON SCHEMA public FROM trust_anonymous;
REVOKE USAGE ON SCHEMA public FROM trust_member;
REVOKE USAGE ON SCHEMA public FROM trust_partitioned_relay;
REVOKE USAGE ON SCHEMA public FROM trust_system;

-- Roles
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'trust_system' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE trust_system;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'trust_system';
END
$$;
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'trust_partitioned_relay' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE trust_partitioned_relay;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'trust_partitioned_relay';
END
$$;
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'trust_member' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE trust_member;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'trust_member';
END
$$;
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'trust_anonymous' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE trust_anonymous;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'trust_anonymous';
END
$$;
