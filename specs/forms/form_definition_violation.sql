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
