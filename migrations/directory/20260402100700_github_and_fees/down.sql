-- 20260402100700_github_and_fees of directory, down.
-- It is exact:
-- its undo fails if a row of public.community_invitations breaks community_invitations_status_check
-- if it is undone, values of public.community_invitations.invitation_code that character varying(12) cannot hold are cut off or rounded
-- if it is undone, values of public.community_members.organization that character varying(80) cannot hold are cut off or rounded
-- if it is undone, all values of public.community_members.github_username are lost
-- if it is undone, all values of public.community_members.github_verified are lost
-- if it is undone, all values of public.community_members.github_verified_at are lost
-- if it is undone, all values of public.community_members.github_profile_data are lost
-- if it is undone, all values of public.community_members.registration_fee_paid are lost
-- if it is undone, all values of public.community_members.registration_fee_tx_hash are lost

-- Indexes
DROP INDEX public.member_github_username_idx;

-- Check constraints
ALTER TABLE public.community_invitations DROP CONSTRAINT community_invitations_status_check;

-- Columns
ALTER TABLE public.community_members DROP COLUMN registration_fee_tx_hash;
ALTER TABLE public.community_members DROP COLUMN registration_fee_paid;
ALTER TABLE public.community_members DROP COLUMN github_profile_data;
ALTER TABLE public.community_members DROP COLUMN github_verified_at;
ALTER TABLE public.community_members DROP COLUMN github_verified;
ALTER TABLE public.community_members DROP COLUMN github_username;
ALTER TABLE public.community_invitations ALTER COLUMN invitation_code TYPE character varying(12) USING invitation_code::character varying(12);
ALTER TABLE public.community_members ALTER COLUMN organization TYPE character varying(80) USING organization::character varying(80);

-- Check constraints
ALTER TABLE public.community_invitations ADD CONSTRAINT community_invitations_status_check CHECK (((status)::text = ANY (ARRAY[('pending'::character varying)::text, ('accepted'::character varying)::text, ('expired'::character varying)::text]))) NOT VALID;

-- Policies
ALTER POLICY community_invitations_member_update ON public.community_invitations TO directory_member USING ((((created_by)::text = ( SELECT public.claim_member_id() AS claim_member_id)) AND ((status)::text = 'pending'::text))) WITH CHECK ((((created_by)::text = ( SELECT public.claim_member_id() AS claim_member_id)) AND ((status)::text = 'pending'::text)));

-- schemagen: new transaction
-- Check constraints
ALTER TABLE public.community_invitations VALIDATE CONSTRAINT community_invitations_status_check;
