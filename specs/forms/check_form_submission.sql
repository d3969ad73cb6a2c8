DECLARE
  expected jsonb;
BEGIN
  SELECT definition INTO expected FROM public.form_definitions
  WHERE id = NEW.form_definition_id AND version = NEW.form_version;
  IF NOT FOUND THEN
    -- A foreign key sees every form; here a form that the session may not read does not count.
    RAISE foreign_key_violation USING
      MESSAGE = format('form %s has no version %s', NEW.form_definition_id, NEW.form_version),
      SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME,
      CONSTRAINT = 'form_submissions_form_definition_id_form_version_fkey';
  END IF;
  IF public.validate_form_submission(expected, NEW.data) THEN
    RETURN NEW;
  END IF;
  RAISE check_violation USING
    MESSAGE = format('submission %s is not valid against its form', NEW.id),
    DETAIL = coalesce(public.json_schema_violation(expected, NEW.data), '$: is not an object'),
    HINT = 'Correct the data, or keep the submission as a draft.',
    SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, COLUMN = 'data', CONSTRAINT = TG_NAME;
END
