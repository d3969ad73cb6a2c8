-- 20260422092100_one_active_manifest of tenant, down.
-- It is exact:
-- if it is undone, all values of public.profiles.conviction_score are lost
-- if it is undone, all values of public.profiles.first_claim_at are lost
-- if it is undone, all values of public.shadow_states.applied_by are lost

-- Indexes
DROP INDEX public.uq_manifests_community_active;

-- Check constraints
ALTER TABLE public.communities DROP CONSTRAINT communities_settings_shape;

-- Columns
ALTER TABLE public.shadow_states DROP COLUMN applied_by;
ALTER TABLE public.profiles DROP COLUMN first_claim_at;
ALTER TABLE public.profiles DROP COLUMN conviction_score;

-- Functions
DROP FUNCTION public.community_settings_assert_96ae740f(jsonb, text, text, text);
DROP FUNCTION public.community_settings_why_96ae740f(jsonb, text);
DROP FUNCTION public.community_settings_ok_96ae740f(jsonb);

-- Columns
ALTER TABLE public.shadow_states ADD COLUMN note text;

-- Tables
ALTER TABLE public.shadow_states NO FORCE ROW LEVEL SECURITY;

-- Columns
UPDATE public.shadow_states AS present SET note = kept.value FROM schemagen_archive_20260422092100_public.shadow_states_note_values AS kept WHERE present.id = kept.key_1;
DROP TABLE schemagen_archive_20260422092100_public.shadow_states_note_values;

-- Tables
ALTER TABLE public.shadow_states FORCE ROW LEVEL SECURITY;

-- Schemas
DROP SCHEMA schemagen_archive_20260422092100_public;
