-- 20260402100700_github_and_fees of directory, up.

-- Check constraints
ALTER TABLE public.community_invitations DROP CONSTRAINT community_invitations_status_check;

-- Columns
ALTER TABLE public.community_invitations ALTER COLUMN invitation_code TYPE character varying(16) USING invitation_code::character varying(16);
ALTER TABLE public.community_members ALTER COLUMN organization TYPE character varying(255) USING organization::character varying(255);
ALTER TABLE public.community_members ADD COLUMN github_username character varying(255);
ALTER TABLE public.community_members ADD COLUMN github_verified boolean DEFAULT false NOT NULL;
ALTER TABLE public.community_members ADD COLUMN github_verified_at timestamp without time zone;
ALTER TABLE public.community_members ADD COLUMN github_profile_data jsonb;
COMMENT ON COLUMN public.community_members.github_profile_data IS 'What GitHub tells about the account.';
ALTER TABLE public.community_members ADD COLUMN registration_fee_paid boolean DEFAULT false;
ALTER TABLE public.community_members ADD COLUMN registration_fee_tx_hash character varying(255);

-- Check constraints
ALTER TABLE public.community_invitations ADD CONSTRAINT community_invitations_status_check CHECK (((status)::text = ANY ((ARRAY['pending'::character varying, 'accepted'::character varying, 'expired'::character varying, 'revoked'::character varying])::text[]))) NOT VALID;

-- Policies
ALTER POLICY community_invitations_member_update ON public.community_invitations TO directory_member USING ((((created_by)::text = ( SELECT public.claim_member_id() AS claim_member_id)) AND ((status)::text = 'pending'::text))) WITH CHECK ((((created_by)::text = ( SELECT public.claim_member_id() AS claim_member_id)) AND ((status)::text = ANY ((ARRAY['pending'::character varying, 'revoked'::character varying])::text[]))));

-- schemagen: new transaction
-- Check constraints
ALTER TABLE public.community_invitations VALIDATE CONSTRAINT community_invitations_status_check;

-- schemagen: no transaction
-- Indexes
CREATE INDEX CONCURRENTLY member_github_username_idx ON public.community_members (github_username);
