-- 20260624093600_marketplace of trust, down.
-- It is exact:
-- if it is undone, all rows of public.acquisitions are lost
-- if it is undone, all rows of public.marketplace_listings are lost
-- if it is undone, all values of public.council_decisions.reasoning are lost

-- Policies
DROP POLICY agents_anonymous_select ON public.agents;

-- Columns
ALTER TABLE public.council_decisions DROP COLUMN reasoning;

-- Tables
DROP TABLE public.acquisitions;

-- Enums
DROP TYPE public.acquisition_type;

-- Grants
REVOKE SELECT ON TABLE public.agents FROM trust_anonymous;

-- Columns
ALTER TABLE public.academy_progress ADD COLUMN score numeric(4,1);

-- Tables
ALTER TABLE public.academy_progress NO FORCE ROW LEVEL SECURITY;

-- Triggers
ALTER TABLE public.academy_progress DISABLE TRIGGER set_updated_at;

-- Columns
UPDATE public.academy_progress AS present SET score = kept.value FROM schemagen_archive_20260624093600_public.academy_progress_score_values AS kept WHERE present.id = kept.key_1;
DROP TABLE schemagen_archive_20260624093600_public.academy_progress_score_values;

-- Tables
ALTER TABLE public.academy_progress FORCE ROW LEVEL SECURITY;

-- Triggers
ALTER TABLE public.academy_progress ENABLE TRIGGER set_updated_at;

-- Policies
ALTER POLICY agents_member_select ON public.agents TO trust_member USING ((owner_id = ( SELECT public.claim_user_id() AS claim_user_id)));

-- Foreign keys
ALTER TABLE public.marketplace_listings DROP CONSTRAINT marketplace_listings_agent_id_owner_id_fkey;

-- Unique constraints
ALTER TABLE public.agents DROP CONSTRAINT agents_id_owner_id_key;

-- Tables
DROP TABLE public.marketplace_listings;

-- Enums
DROP TYPE public.listing_status;

-- Schemas
DROP SCHEMA schemagen_archive_20260624093600_public;
