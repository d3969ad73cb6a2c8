-- 20261121154435_realtime of trust, down.
-- It is exact:
-- if it is undone, what was written since goes: all rows of public.realtime_dead_letters are lost
-- if it is undone, what was written since goes: all rows of public.realtime_outbox are lost

-- Triggers
DROP TRIGGER publish_trust_changed ON public.trust_history;
DROP TRIGGER publish_new_event ON public.observer_events;
DROP TRIGGER publish_council_decision ON public.council_decisions;
DROP TRIGGER publish_agent_changed ON public.agents;
DROP TRIGGER publish_agent_acquired ON public.acquisitions;

-- Tables
DROP TABLE public.realtime_outbox;
DROP TABLE public.realtime_dead_letters;

-- Functions
DROP FUNCTION public.member_may_subscribe_private_agent(uuid);
DROP FUNCTION public.publish_trust_changed();
DROP FUNCTION public.publish_new_event();
DROP FUNCTION public.publish_council_decision();
DROP FUNCTION public.publish_agent_changed();
DROP FUNCTION public.publish_agent_acquired();

-- Grants
REVOKE USAGE ON SCHEMA public FROM trust_relay;

-- Roles
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = 'trust_relay' AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE '%Created by schemagen.'
  ) THEN
    DROP ROLE trust_relay;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', 'trust_relay';
END
$$;
