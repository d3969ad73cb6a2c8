-- 20260521092200_trust_and_academy of trust, down.
-- It is irreversible:
-- it cannot be undone once a row has the new label 'training' of public.agent_status
-- if it is undone, all rows of public.academy_progress are lost
-- if it is undone, all rows of public.trust_history are lost
-- if it is undone, all values of public.profiles.subscription_tier are lost

-- Policies
DROP POLICY agents_member_update ON public.agents;
DROP POLICY agents_member_insert ON public.agents;

-- Indexes
DROP INDEX public.agents_status_created_at_idx;

-- Check constraints
ALTER TABLE public.profiles DROP CONSTRAINT profiles_subscription_tier_check;
ALTER TABLE public.agents DROP CONSTRAINT agents_config_shape;

-- Columns
ALTER TABLE public.profiles DROP COLUMN subscription_tier;
ALTER TABLE public.agents ALTER COLUMN status DROP DEFAULT;
ALTER TABLE public.agents ALTER COLUMN status TYPE text USING status::text;

-- Tables
DROP TABLE public.trust_history;
DROP TABLE public.academy_progress;

-- Functions
DROP FUNCTION public.get_trust_tier_level(integer);
DROP FUNCTION public.get_trust_tier(integer);
DROP FUNCTION public.agent_config_assert_1de3e38a(jsonb, text, text, text);
DROP FUNCTION public.trust_tiers();
DROP FUNCTION public.refuse_change();
DROP FUNCTION public.agent_config_why_1de3e38a(jsonb, text);
DROP FUNCTION public.agent_config_ok_1de3e38a(jsonb);

-- Enums
DROP TYPE public.trust_source_type;
DROP TYPE public.agent_status;
DROP TYPE public.academy_status;
CREATE TYPE public.agent_status AS ENUM ('draft', 'active', 'suspended', 'archived');
COMMENT ON TYPE public.agent_status IS 'Where an agent is in its life; archived stands for deleted.';

-- Columns
ALTER TABLE public.agents ALTER COLUMN status TYPE public.agent_status USING status::public.agent_status;
ALTER TABLE public.agents ALTER COLUMN status SET DEFAULT 'draft'::public.agent_status;

-- Policies
CREATE POLICY agents_member_insert ON public.agents FOR INSERT TO trust_member
    WITH CHECK (((owner_id = ( SELECT public.claim_user_id() AS claim_user_id)) AND (status <> 'suspended'::public.agent_status)));
CREATE POLICY agents_member_update ON public.agents FOR UPDATE TO trust_member
    USING (((owner_id = ( SELECT public.claim_user_id() AS claim_user_id)) AND (status <> 'suspended'::public.agent_status)))
    WITH CHECK (((owner_id = ( SELECT public.claim_user_id() AS claim_user_id)) AND (status <> 'suspended'::public.agent_status)));

-- schemagen: no transaction
-- Indexes
CREATE INDEX CONCURRENTLY agents_status_created_at_idx ON public.agents (status, created_at DESC);
