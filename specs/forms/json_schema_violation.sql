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
