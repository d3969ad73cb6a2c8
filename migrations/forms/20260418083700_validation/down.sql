-- 20260418083700_validation of forms, down.
-- It is exact:
-- if it is undone, values of public.form_definitions.name that character varying(60) cannot hold are cut off or rounded

-- Triggers
DROP TRIGGER form_submissions_valid ON public.form_submissions;
DROP TRIGGER form_definitions_valid ON public.form_definitions;

-- Foreign keys
ALTER TABLE public.form_submissions DROP CONSTRAINT form_submissions_form_definition_id_form_version_fkey;

-- Unique constraints
ALTER TABLE public.form_definitions DROP CONSTRAINT form_definitions_id_version_key;

-- Functions
DROP FUNCTION public.check_form_submission();
DROP FUNCTION public.validate_form_submission(jsonb, jsonb);
DROP FUNCTION public.check_form_definition();
DROP FUNCTION public.validate_json_schema(jsonb, jsonb);
DROP FUNCTION public.validate_form_definition(jsonb);
DROP FUNCTION public.json_schema_violation(jsonb, jsonb);
DROP FUNCTION public.form_definition_violation(jsonb);

-- Columns
ALTER TABLE public.form_definitions ALTER COLUMN name TYPE character varying(60) USING name::character varying(60);
