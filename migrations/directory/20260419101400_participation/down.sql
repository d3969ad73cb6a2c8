-- 20260419101400_participation of directory, down.
-- It is exact:
-- if it is undone, all rows of public.member_daily_highlights are lost
-- if it is undone, all rows of public.member_participation are lost
-- if it is undone, all values of public.community_members.profile_data are lost

-- Indexes
DROP INDEX public.member_reputation_score_idx;

-- Columns
ALTER TABLE public.community_members DROP COLUMN profile_data;

-- Tables
DROP TABLE public.member_participation;
DROP TABLE public.member_daily_highlights;
