BEGIN
  IF public.validate_form_definition(NEW.definition) THEN
    RETURN NEW;
  END IF;
  RAISE check_violation USING
    MESSAGE = format('version %s of form "%s" has no valid definition', NEW.version, NEW.name),
    DETAIL = coalesce(
      public.form_definition_violation(NEW.definition), '$: is not an object'
    ),
    HINT = 'A definition is a JSON Schema of the supported subset; a draft may hold anything.',
    SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, COLUMN = 'definition', CONSTRAINT = TG_NAME;
END
