-- 20260507110700_classes of gym, down.
-- It is exact:
-- if it is undone, all rows of public.checkins are lost
-- if it is undone, all rows of public.class are lost
-- if it is undone, all rows of public.graduations are lost
-- if it is undone, all values of public.users.instagram are lost
-- if it is undone, all values of public.users.customer_id are lost
-- if it is undone, all values of public.users.subscription_id are lost
-- if it is undone, all values of public.users.plan are lost

-- Policies
DROP POLICY checkins_student_insert ON public.checkins;
DROP POLICY checkins_manager_select ON public.checkins;
DROP POLICY checkins_manager_insert ON public.checkins;
DROP POLICY checkins_manager_delete ON public.checkins;
DROP POLICY checkins_instructor_select ON public.checkins;
DROP POLICY checkins_instructor_insert ON public.checkins;
DROP POLICY checkins_instructor_delete ON public.checkins;

-- Foreign keys
ALTER TABLE public.checkins DROP CONSTRAINT checkins_class_id_fkey;

-- Columns
ALTER TABLE public.users DROP COLUMN plan;
ALTER TABLE public.users DROP COLUMN subscription_id;
ALTER TABLE public.users DROP COLUMN customer_id;
ALTER TABLE public.users DROP COLUMN instagram;

-- Tables
DROP TABLE public.graduations;
DROP TABLE public.class;
DROP TABLE public.checkins;

-- Columns
COMMENT ON COLUMN public.gyms.since IS NULL;
ALTER TABLE public.gyms ALTER COLUMN since DROP NOT NULL;

-- schemagen: no transaction
-- Indexes
DROP INDEX CONCURRENTLY public.users_birth_day_idx;

-- schemagen: no transaction
-- Indexes
DROP INDEX CONCURRENTLY public.users_email_idx;
