-- 20260505084400_events of forms, down.
-- It is exact:
-- if it is undone, all rows of public.events are lost

-- Tables
DROP TABLE public.events;

-- Functions
DROP FUNCTION public.refuse_change();

-- Columns
ALTER TABLE public.form_submissions ADD COLUMN reviewed_by text;

-- Tables
ALTER TABLE public.form_submissions NO FORCE ROW LEVEL SECURITY;

-- Triggers
ALTER TABLE public.form_submissions DISABLE TRIGGER form_submissions_valid;
ALTER TABLE public.form_submissions DISABLE TRIGGER set_updated_at;

-- Columns
UPDATE public.form_submissions AS present SET reviewed_by = kept.value FROM schemagen_archive_20260505084400_public.form_submissions_reviewed_by_values AS kept WHERE present.id = kept.key_1;
DROP TABLE schemagen_archive_20260505084400_public.form_submissions_reviewed_by_values;

-- Tables
ALTER TABLE public.form_submissions FORCE ROW LEVEL SECURITY;

-- Triggers
ALTER TABLE public.form_submissions ENABLE TRIGGER form_submissions_valid;
ALTER TABLE public.form_submissions ENABLE TRIGGER set_updated_at;

-- Schemas
DROP SCHEMA schemagen_archive_20260505084400_public;
