-- 20260319090700_badges_and_telegram of tenant, down.
-- It is exact:
-- if it is undone, all rows of public.badges are lost
-- if it is undone, all values of public.communities.telegram_chat_id are lost

-- Columns
ALTER TABLE public.profiles RENAME COLUMN current_rank TO rank;

-- Indexes
DROP INDEX public.idx_profiles_rank;

-- Foreign keys
ALTER TABLE public.badges DROP CONSTRAINT badges_community_id_profile_id_fkey;
ALTER TABLE public.badges DROP CONSTRAINT badges_community_id_awarded_by_fkey;

-- Check constraints
ALTER TABLE public.profiles DROP CONSTRAINT profiles_metadata_shape;

-- Unique constraints
ALTER TABLE public.profiles DROP CONSTRAINT profiles_community_id_id_key;
ALTER TABLE public.communities DROP CONSTRAINT communities_telegram_chat_id_key;

-- Columns
ALTER TABLE public.communities DROP COLUMN telegram_chat_id;

-- Tables
DROP TABLE public.badges;

-- Functions
DROP FUNCTION public.profile_metadata_assert_672ff1da(jsonb, text, text, text);
DROP FUNCTION public.badge_metadata_assert_f1d4a7bd(jsonb, text, text, text);
DROP FUNCTION public.profile_metadata_why_672ff1da(jsonb, text);
DROP FUNCTION public.profile_metadata_ok_672ff1da(jsonb);
DROP FUNCTION public.badge_metadata_why_f1d4a7bd(jsonb, text);
DROP FUNCTION public.badge_metadata_ok_f1d4a7bd(jsonb);
