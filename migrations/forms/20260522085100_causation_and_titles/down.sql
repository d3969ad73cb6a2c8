-- 20260522085100_causation_and_titles of forms, down.
-- It is exact:
-- if it is undone, all values of public.events.causation_id are lost

-- Columns
ALTER TABLE public.events RENAME COLUMN event_data TO payload;

-- Indexes
ALTER INDEX public.events_event_data_idx RENAME TO events_payload_idx;
DROP INDEX public.events_causation_id_idx;

-- Columns
ALTER TABLE public.form_submissions DROP COLUMN priority;
ALTER TABLE public.form_submissions DROP COLUMN title;
ALTER TABLE public.events DROP COLUMN causation_id;
