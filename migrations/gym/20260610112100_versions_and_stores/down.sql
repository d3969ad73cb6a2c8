-- 20260610112100_versions_and_stores of gym, down.
-- It is exact:
-- if it is undone, all rows of public.app_stores are lost
-- if it is undone, all rows of public.versions are lost

-- Check constraints
ALTER TABLE public.notifications DROP CONSTRAINT notifications_status_check;

-- Tables
DROP TABLE public.versions;
DROP TABLE public.app_stores;

-- Columns
ALTER TABLE public.checkins ADD COLUMN note text;

-- Tables
ALTER TABLE public.checkins NO FORCE ROW LEVEL SECURITY;

-- Columns
UPDATE public.checkins AS present SET note = kept.value FROM schemagen_archive_20260610112100_public.checkins_note_values AS kept WHERE present.id = kept.key_1;
DROP TABLE schemagen_archive_20260610112100_public.checkins_note_values;

-- Tables
ALTER TABLE public.checkins FORCE ROW LEVEL SECURITY;

-- schemagen: no transaction
-- Indexes
DROP INDEX CONCURRENTLY public.notifications_recipients_idx;

-- schemagen: new transaction
-- Schemas
DROP SCHEMA schemagen_archive_20260610112100_public;
