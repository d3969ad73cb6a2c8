-- 20260418083700_validation of forms, up.

-- Functions
CREATE FUNCTION public.form_definition_violation(definition jsonb)
    RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT
AS $$
DECLARE
  types CONSTANT jsonb := '["array", "boolean", "integer", "null", "number", "object", "string"]';
  name text;
  rule jsonb;
  kind text;
  violation text;
BEGIN
  IF jsonb_typeof(definition) = 'boolean' THEN
    RETURN NULL;
  ELSIF jsonb_typeof(definition) <> 'object' THEN
    RETURN '$: is neither an object nor a boolean';
  END IF;

  FOR name, rule IN SELECT key, value FROM jsonb_each(definition) LOOP
    kind := jsonb_typeof(rule);
    violation := CASE
      WHEN name = 'type' AND (kind = 'object' OR rule = '[]' OR NOT types @> rule)
        THEN 'is neither a type of JSON nor a list of types'
      WHEN name = 'properties' AND kind <> 'object'
        THEN 'is not an object'
      WHEN name = 'enum' AND kind <> 'array'
        THEN 'is not an array'
      WHEN name = 'required'
        AND (kind <> 'array' OR jsonb_path_exists(rule, '$[*].type() ? (@ <> "string")'))
        THEN 'is not an array of strings'
      WHEN name IN ('minimum', 'maximum') AND kind <> 'number'
        THEN 'is not a number'
      WHEN name IN ('minLength', 'maxLength', 'minItems', 'maxItems')
        AND rule::text !~ '^\d+(\.0+)?$'
        THEN 'is not a whole number from 0'
      WHEN name = 'pattern' AND kind <> 'string'
        THEN 'is not a string'
      WHEN name IN (
        '$ref', '$dynamicRef', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else',
        'prefixItems', 'contains', 'minContains', 'maxContains', 'uniqueItems',
        'patternProperties', 'propertyNames', 'minProperties', 'maxProperties',
        'dependentRequired', 'dependentSchemas', 'unevaluatedItems', 'unevaluatedProperties',
        'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'
      ) THEN 'is a rule that is not supported'
    END;
    IF name = 'pattern' AND violation IS NULL THEN
      BEGIN
        PERFORM '' ~ (rule #>> '{}');
      EXCEPTION WHEN invalid_regular_expression THEN
        violation := 'is not a regular expression';
      END;
    END IF;
    IF violation IS NOT NULL THEN
      RETURN format('$.%s: %s', name, violation);
    END IF;
  END LOOP;

  FOR name, rule IN
    SELECT key, value FROM jsonb_each(definition) WHERE key IN ('items', 'additionalProperties')
    UNION ALL
    SELECT 'properties.' || key, value FROM jsonb_each(definition->'properties')
  LOOP
    violation := public.form_definition_violation(rule);
    IF violation IS NOT NULL THEN
      RETURN format('$.%s%s', name, substr(violation, 2));
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION public.form_definition_violation(jsonb) IS 'Where a form definition is no JSON Schema of the supported subset, and why; null when it is one.';
CREATE FUNCTION public.json_schema_violation(schema jsonb, document jsonb)
    RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  kind CONSTANT text := jsonb_typeof(document);
  rule jsonb;
  name text;
  part jsonb;
  known boolean;
  violation text;
BEGIN
  IF jsonb_typeof(schema) = 'boolean' THEN
    RETURN CASE WHEN schema = 'false' THEN '$: is not allowed' END;
  END IF;

  -- The first test alone settles most documents; a list of types and `integer` take the others.
  IF schema->>'type' <> kind
    AND NOT schema->'type' @> to_jsonb(kind)
    AND NOT (CASE
      WHEN kind = 'number' AND schema->'type' @> '"integer"' THEN document::numeric % 1 = 0
      ELSE false
    END)
  THEN
    RETURN format('$: is not of type %s', schema->'type');
  END IF;

  rule := schema->'enum';
  IF rule IS NOT NULL THEN
    -- Containment is equality for scalars alone, and several times faster than a query.
    IF kind IN ('object', 'array') THEN
      known := EXISTS (SELECT FROM jsonb_array_elements(rule) AS choice WHERE choice = document);
    ELSE
      known := rule @> document;
    END IF;
    IF NOT known THEN
      RETURN format('$: is not one of %s', rule);
    END IF;
  END IF;
  IF document <> schema->'const' THEN
    RETURN format('$: is not %s', schema->'const');
  END IF;

  IF kind = 'string' THEN
    IF length(document #>> '{}') < (schema->'minLength')::numeric THEN
      RETURN format('$: is shorter than %s', schema->'minLength');
    ELSIF length(document #>> '{}') > (schema->'maxLength')::numeric THEN
      RETURN format('$: is longer than %s', schema->'maxLength');
    ELSIF document #>> '{}' !~ (schema->>'pattern') THEN
      RETURN format('$: does not match %s', schema->'pattern');
    END IF;

  ELSIF kind = 'number' THEN
    IF document < schema->'minimum' THEN
      RETURN format('$: is less than %s', schema->'minimum');
    ELSIF document > schema->'maximum' THEN
      RETURN format('$: is more than %s', schema->'maximum');
    END IF;

  ELSIF kind = 'object' THEN
    rule := schema->'required';
    FOR position IN 0 .. coalesce(jsonb_array_length(rule), 0) - 1 LOOP
      IF NOT document ? (rule->>position) THEN
        RETURN format('$: lacks %s', rule->position);
      END IF;
    END LOOP;
    IF schema ?| '{properties,additionalProperties}' THEN
      FOR name, part IN SELECT key, value FROM jsonb_each(document) LOOP
        rule := coalesce(schema->'properties'->name, schema->'additionalProperties');
        violation := public.json_schema_violation(rule, part);
        IF violation IS NOT NULL THEN
          RETURN format(
            CASE WHEN name ~ '^[[:alpha:]_]\w*$' THEN '$.%s%s' ELSE '$["%s"]%s' END,
            name, substr(violation, 2)
          );
        END IF;
      END LOOP;
    END IF;

  ELSIF kind = 'array' THEN
    IF jsonb_array_length(document) < (schema->'minItems')::numeric THEN
      RETURN format('$: has fewer items than %s', schema->'minItems');
    ELSIF jsonb_array_length(document) > (schema->'maxItems')::numeric THEN
      RETURN format('$: has more items than %s', schema->'maxItems');
    END IF;
    rule := schema->'items';
    IF rule IS NOT NULL THEN
      FOR position IN 0 .. jsonb_array_length(document) - 1 LOOP
        violation := public.json_schema_violation(rule, document->position);
        IF violation IS NOT NULL THEN
          RETURN format('$[%s]%s', position, substr(violation, 2));
        END IF;
      END LOOP;
    END IF;
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION public.json_schema_violation(jsonb, jsonb) IS 'Where a document first breaks a JSON Schema, and how: `$.address.zip: is not of type string`. Null for a valid document.';
CREATE FUNCTION public.validate_form_definition(definition jsonb)
    RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT
AS $$
BEGIN
  RETURN jsonb_typeof(definition) = 'object'
    AND public.form_definition_violation(definition) IS NULL;
END
$$;
COMMENT ON FUNCTION public.validate_form_definition(jsonb) IS 'Whether a form definition can be published, an object that is a valid JSON Schema.';
CREATE FUNCTION public.validate_json_schema(schema jsonb, document jsonb)
    RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
  RETURN public.json_schema_violation(schema #> '{}', document #> '{}') IS NULL;
END
$$;
COMMENT ON FUNCTION public.validate_json_schema(jsonb, jsonb) IS 'Whether a document is valid against a JSON Schema, of which these rules count: type, enum, const, properties, required, additionalProperties, items, minItems, maxItems, minLength, maxLength, pattern, minimum, maximum.';
CREATE FUNCTION public.check_form_definition()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
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
$$;
COMMENT ON FUNCTION public.check_form_definition() IS 'Refuses a definition that is not a draft and not valid.';
CREATE FUNCTION public.validate_form_submission(definition jsonb, data jsonb)
    RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
  RETURN jsonb_typeof(data) = 'object' AND public.validate_json_schema(definition, data);
END
$$;
COMMENT ON FUNCTION public.validate_form_submission(jsonb, jsonb) IS 'Whether the data of a submission is an object that is valid against a definition.';
CREATE FUNCTION public.check_form_submission()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
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
$$;
COMMENT ON FUNCTION public.check_form_submission() IS 'Refuses a submission that is not a draft and not valid against its form.';

-- Columns
ALTER TABLE public.form_definitions ALTER COLUMN name TYPE character varying(100) USING name::character varying(100);

-- Triggers
CREATE TRIGGER form_definitions_valid BEFORE INSERT OR UPDATE OF definition, status ON public.form_definitions FOR EACH ROW WHEN ((new.status <> 'draft'::text)) EXECUTE FUNCTION public.check_form_definition();
CREATE TRIGGER form_submissions_valid BEFORE INSERT OR UPDATE OF form_definition_id, form_version, data, status ON public.form_submissions FOR EACH ROW WHEN ((new.status <> 'draft'::text)) EXECUTE FUNCTION public.check_form_submission();

-- schemagen: no transaction
-- Unique constraints
CREATE UNIQUE INDEX CONCURRENTLY form_definitions_id_version_key ON public.form_definitions (id, version);

-- schemagen: new transaction
-- Unique constraints
ALTER TABLE public.form_definitions ADD CONSTRAINT form_definitions_id_version_key UNIQUE USING INDEX form_definitions_id_version_key;

-- Foreign keys
ALTER TABLE public.form_submissions ADD CONSTRAINT form_submissions_form_definition_id_form_version_fkey FOREIGN KEY (form_definition_id, form_version) REFERENCES public.form_definitions (id, version) NOT VALID;

-- schemagen: new transaction
-- Foreign keys
ALTER TABLE public.form_submissions VALIDATE CONSTRAINT form_submissions_form_definition_id_form_version_fkey;
