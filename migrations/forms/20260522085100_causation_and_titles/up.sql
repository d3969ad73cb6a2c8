-- 20260522085100_causation_and_titles of forms, up.

-- Columns
ALTER TABLE public.events RENAME COLUMN payload TO event_data;

-- Indexes
ALTER INDEX public.events_payload_idx RENAME TO events_event_data_idx;

-- Columns
ALTER TABLE public.events ADD COLUMN causation_id uuid;
COMMENT ON COLUMN public.events.causation_id IS 'The event or command that led to this one.';
ALTER TABLE public.form_submissions ADD COLUMN title text GENERATED ALWAYS AS ((data ->> 'title'::text)) STORED;
ALTER TABLE public.form_submissions ADD COLUMN priority integer GENERATED ALWAYS AS (((data ->> 'priority'::text))::integer) STORED;

-- schemagen: no transaction
-- Indexes
CREATE INDEX CONCURRENTLY events_causation_id_idx ON public.events (causation_id);
