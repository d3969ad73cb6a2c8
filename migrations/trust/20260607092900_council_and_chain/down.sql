-- 20260607092900_council_and_chain of trust, down.
-- It is irreversible:
-- it cannot be undone once a row has the new label 'in_progress' of public.academy_status
-- if it is undone, all rows of public.council_decisions are lost
-- if it is undone, all rows of public.observer_events are lost
-- if it is undone, all rows of public.truth_chain are lost

-- Indexes
DROP INDEX public.academy_progress_status_created_at_idx;

-- Columns
ALTER TABLE public.academy_progress ALTER COLUMN status DROP DEFAULT;
ALTER TABLE public.academy_progress ALTER COLUMN status TYPE text USING status::text;

-- Tables
DROP TABLE public.truth_chain;
DROP TABLE public.observer_events;
DROP TABLE public.council_decisions;

-- Functions
DROP FUNCTION public.verify_truth_chain_integrity();
DROP FUNCTION public.truth_payload_assert_3e4e6a20(jsonb, text, text, text);
DROP FUNCTION public.observer_payload_assert_aa32acb4(jsonb, text, text, text);
DROP FUNCTION public.council_record_assert_bc87af3d(jsonb, text, text, text);
DROP FUNCTION public.calculate_truth_chain_hash();
DROP FUNCTION public.truth_payload_why_3e4e6a20(jsonb, text);
DROP FUNCTION public.truth_payload_ok_3e4e6a20(jsonb);
DROP FUNCTION public.observer_payload_why_aa32acb4(jsonb, text);
DROP FUNCTION public.observer_payload_ok_aa32acb4(jsonb);
DROP FUNCTION public.council_record_why_bc87af3d(jsonb, text);
DROP FUNCTION public.council_record_ok_bc87af3d(jsonb);
DROP FUNCTION public.calculate_hash(jsonb, text);

-- Enums
DROP TYPE public.council_decision_type;
DROP TYPE public.academy_status;
CREATE TYPE public.academy_status AS ENUM ('enrolled', 'completed', 'failed');
COMMENT ON TYPE public.academy_status IS 'How far a course has got.';

-- Columns
ALTER TABLE public.academy_progress ALTER COLUMN status TYPE public.academy_status USING status::public.academy_status;
ALTER TABLE public.academy_progress ALTER COLUMN status SET DEFAULT 'enrolled'::public.academy_status;

-- schemagen: no transaction
-- Indexes
CREATE INDEX CONCURRENTLY academy_progress_status_created_at_idx ON public.academy_progress (status, created_at DESC);
