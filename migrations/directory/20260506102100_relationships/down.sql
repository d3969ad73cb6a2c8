-- 20260506102100_relationships of directory, down.
-- It is exact:
-- if it is undone, all rows of public.member_relationships are lost
-- its undo fails if a value of public.member_daily_highlights.voice_minutes is no smallint

-- Indexes
DROP INDEX public.participation_occurred_at_idx;

-- Tables
DROP TABLE public.member_relationships;

-- Columns
ALTER TABLE public.member_daily_highlights ALTER COLUMN voice_minutes DROP DEFAULT;
ALTER TABLE public.member_daily_highlights ALTER COLUMN voice_minutes TYPE smallint USING voice_minutes::smallint;
ALTER TABLE public.member_daily_highlights ALTER COLUMN voice_minutes SET DEFAULT 0;
ALTER TABLE public.member_daily_highlights ADD COLUMN streak integer DEFAULT 0;

-- Tables
ALTER TABLE public.member_daily_highlights NO FORCE ROW LEVEL SECURITY;

-- Columns
UPDATE public.member_daily_highlights AS present SET streak = kept.value FROM schemagen_archive_20260506102100_public.member_daily_highlights_streak_values AS kept WHERE present.id = kept.key_1;
DROP TABLE schemagen_archive_20260506102100_public.member_daily_highlights_streak_values;

-- Tables
ALTER TABLE public.member_daily_highlights FORCE ROW LEVEL SECURITY;

-- Schemas
DROP SCHEMA schemagen_archive_20260506102100_public;
