-- 20260624093600_marketplace of trust, up.

-- Schemas
CREATE SCHEMA schemagen_archive_20260624093600_public;
DO $$
DECLARE
    other text;
BEGIN
    EXECUTE pg_catalog.format(
        'COMMENT ON SCHEMA schemagen_archive_20260624093600_public IS %L',
        'archived at ' || pg_catalog.to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || '+00'
    );
    FOR other IN
        SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::pg_catalog.regrole::text END
        FROM pg_catalog.pg_namespace AS n, pg_catalog.aclexplode(n.nspacl) AS a
        WHERE n.nspname = 'schemagen_archive_20260624093600_public' AND a.grantee <> n.nspowner
    LOOP
        EXECUTE pg_catalog.format('REVOKE ALL ON SCHEMA schemagen_archive_20260624093600_public FROM %s', other);
    END LOOP;
END
$$;

-- Tables
ALTER TABLE public.academy_progress NO FORCE ROW LEVEL SECURITY;

-- Columns
LOCK TABLE public.academy_progress IN SHARE ROW EXCLUSIVE MODE;
CREATE TABLE schemagen_archive_20260624093600_public.academy_progress_score_values AS SELECT present.id AS key_1, present.score AS value FROM public.academy_progress AS present WHERE present.score IS NOT NULL;

-- Tables
ALTER TABLE public.academy_progress FORCE ROW LEVEL SECURITY;

-- Columns
ALTER TABLE public.academy_progress DROP COLUMN score;

-- Enums
CREATE TYPE public.acquisition_type AS ENUM ('trial', 'purchase', 'subscription');
COMMENT ON TYPE public.acquisition_type IS 'On what terms a consumer has an agent.';
CREATE TYPE public.listing_status AS ENUM ('draft', 'published', 'suspended', 'withdrawn');
COMMENT ON TYPE public.listing_status IS 'A published listing makes its agent public; withdrawn stands for deleted.';

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

-- Grants
GRANT SELECT ON TABLE public.agents TO trust_anonymous;

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
ALTER TABLE public.council_decisions ADD COLUMN reasoning text;

-- Foreign keys
ALTER TABLE public.acquisitions ADD CONSTRAINT acquisitions_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES public.agents (id);
ALTER TABLE public.acquisitions ADD CONSTRAINT acquisitions_consumer_id_fkey FOREIGN KEY (consumer_id) REFERENCES public.profiles (id) ON DELETE CASCADE;
ALTER TABLE public.acquisitions ADD CONSTRAINT acquisitions_listing_id_agent_id_fkey FOREIGN KEY (listing_id, agent_id) REFERENCES public.marketplace_listings (id, agent_id);
ALTER TABLE public.marketplace_listings ADD CONSTRAINT marketplace_listings_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.profiles (id);

-- Indexes
CREATE INDEX acquisitions_agent_id_idx ON public.acquisitions (agent_id);
CREATE INDEX acquisitions_consumer_id_idx ON public.acquisitions (consumer_id);
CREATE INDEX acquisitions_created_at_idx ON public.acquisitions (created_at);
CREATE UNIQUE INDEX acquisitions_current_key ON public.acquisitions (consumer_id, agent_id) WHERE (ended_at IS NULL);
CREATE INDEX acquisitions_listing_id_agent_id_idx ON public.acquisitions (listing_id, agent_id);
CREATE INDEX marketplace_listings_agent_id_owner_id_idx ON public.marketplace_listings (agent_id, owner_id);
CREATE INDEX marketplace_listings_created_at_idx ON public.marketplace_listings (created_at);
CREATE INDEX marketplace_listings_owner_id_idx ON public.marketplace_listings (owner_id);
CREATE UNIQUE INDEX marketplace_listings_published_key ON public.marketplace_listings (agent_id) WHERE (status = 'published'::public.listing_status);
CREATE INDEX marketplace_listings_status_created_at_idx ON public.marketplace_listings (status, created_at DESC);

-- Triggers
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.marketplace_listings FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

-- Policies
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
ALTER POLICY agents_member_select ON public.agents TO trust_member USING (((owner_id = ( SELECT public.claim_user_id() AS claim_user_id)) OR (id = ANY (ARRAY( SELECT marketplace_listings.agent_id
   FROM public.marketplace_listings
  WHERE (marketplace_listings.status = 'published'::public.listing_status))))));
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

-- Grants
GRANT SELECT, INSERT (id, consumer_id, agent_id, listing_id, acquisition_type) ON TABLE public.acquisitions TO trust_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.acquisitions TO trust_system;
GRANT SELECT ON TABLE public.marketplace_listings TO trust_anonymous;
GRANT SELECT, INSERT, UPDATE (title, description, price, currency, status), DELETE ON TABLE public.marketplace_listings TO trust_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.marketplace_listings TO trust_system;

-- schemagen: no transaction
-- Unique constraints
CREATE UNIQUE INDEX CONCURRENTLY agents_id_owner_id_key ON public.agents (id, owner_id);

-- schemagen: new transaction
-- Unique constraints
ALTER TABLE public.agents ADD CONSTRAINT agents_id_owner_id_key UNIQUE USING INDEX agents_id_owner_id_key;

-- Foreign keys
ALTER TABLE public.marketplace_listings ADD CONSTRAINT marketplace_listings_agent_id_owner_id_fkey FOREIGN KEY (agent_id, owner_id) REFERENCES public.agents (id, owner_id) ON DELETE CASCADE ON UPDATE CASCADE;
