-- Made by schemagen from specs/forms.yaml. Do not edit.
-- Makes the whole schema in one transaction.

BEGIN;

SET LOCAL search_path = public;

-- Roles

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'forms_author') THEN
    CREATE ROLE forms_author NOLOGIN;
    COMMENT ON ROLE forms_author IS 'Who designs forms. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'forms_reader') THEN
    CREATE ROLE forms_reader NOLOGIN;
    COMMENT ON ROLE forms_reader IS 'Who evaluates what was submitted. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'forms_submitter') THEN
    CREATE ROLE forms_submitter NOLOGIN;
    COMMENT ON ROLE forms_submitter IS 'Who fills a form in. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'forms_system') THEN
    CREATE ROLE forms_system NOLOGIN;
    COMMENT ON ROLE forms_system IS 'The service itself, which alone writes events. Created by schemagen.';
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
$$;

-- Functions

CREATE FUNCTION public.claim_submission_id()
    RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$SELECT nullif(pg_catalog.current_setting('app.submission_id', true), '')::uuid$$;
COMMENT ON FUNCTION public.claim_submission_id() IS 'The claim submission_id of the session, null without one.';

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

CREATE FUNCTION public.refuse_change()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION 'table %.% is append-only', TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation',
          HINT = format('%s is refused; add a row that corrects the earlier one', TG_OP);
END
$$;
COMMENT ON FUNCTION public.refuse_change() IS 'Refuses changes to append-only tables.';

CREATE FUNCTION public.set_updated_at()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
  NEW.updated_at := pg_catalog.now();
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION public.set_updated_at() IS 'Maintains updated_at.';

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

-- Tables

CREATE TABLE public.events (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    aggregate_id uuid NOT NULL,
    aggregate_type text NOT NULL,
    event_type text NOT NULL,
    event_data jsonb NOT NULL,
    event_version integer NOT NULL,
    correlation_id uuid,
    causation_id uuid,
    created_at timestamp with time zone DEFAULT now(),
    CONSTRAINT events_pkey PRIMARY KEY (id),
    CONSTRAINT events_aggregate_id_event_version_key UNIQUE (aggregate_id, event_version)
);
ALTER TABLE public.events ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.events FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.events IS 'What happened to a form or a submission, in order, for good.';
COMMENT ON COLUMN public.events.aggregate_id IS 'What it happened to.';
COMMENT ON COLUMN public.events.event_version IS 'The place among the events of its aggregate.';
COMMENT ON COLUMN public.events.correlation_id IS 'What belongs together.';
COMMENT ON COLUMN public.events.causation_id IS 'The event or command that led to this one.';

CREATE TABLE public.form_definitions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name character varying(100) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    definition jsonb NOT NULL,
    status text DEFAULT 'draft' NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone DEFAULT now(),
    CONSTRAINT form_definitions_pkey PRIMARY KEY (id),
    CONSTRAINT form_definitions_id_version_key UNIQUE (id, version),
    CONSTRAINT form_definitions_name_version_key UNIQUE (name, version),
    CONSTRAINT valid_status CHECK (status IN ('draft', 'active', 'archived'))
);
ALTER TABLE public.form_definitions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.form_definitions FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.form_definitions IS 'A version of a form. Its definition is a JSON Schema for what is submitted.';

CREATE TABLE public.form_submissions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    form_definition_id uuid NOT NULL,
    form_version integer NOT NULL,
    data jsonb NOT NULL,
    status text DEFAULT 'draft' NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone DEFAULT now(),
    title text GENERATED ALWAYS AS (data->>'title') STORED,
    priority integer GENERATED ALWAYS AS ((data->>'priority')::integer) STORED,
    CONSTRAINT form_submissions_pkey PRIMARY KEY (id)
);
ALTER TABLE public.form_submissions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.form_submissions FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.form_submissions IS 'What was filled in for one version of a form.';

-- Functions

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

-- Foreign keys

ALTER TABLE public.form_submissions ADD CONSTRAINT form_submissions_form_definition_id_fkey FOREIGN KEY (form_definition_id) REFERENCES public.form_definitions (id);
ALTER TABLE public.form_submissions ADD CONSTRAINT form_submissions_form_definition_id_form_version_fkey FOREIGN KEY (form_definition_id, form_version) REFERENCES public.form_definitions (id, version);

-- Indexes

CREATE INDEX events_aggregate_type_created_at_idx ON public.events (aggregate_type, created_at);
CREATE INDEX events_causation_id_idx ON public.events (causation_id);
CREATE INDEX events_correlation_id_idx ON public.events (correlation_id);
CREATE INDEX events_created_at_idx ON public.events (created_at);
CREATE INDEX events_event_data_idx ON public.events USING gin (event_data);
CREATE INDEX form_definitions_created_at_idx ON public.form_definitions (created_at);
CREATE INDEX form_definitions_definition_idx ON public.form_definitions USING gin (definition);
CREATE INDEX form_definitions_name_idx ON public.form_definitions (name) WHERE status = 'active';
CREATE INDEX form_submissions_created_at_idx ON public.form_submissions (created_at);
CREATE INDEX form_submissions_data_idx ON public.form_submissions USING gin (data);
CREATE INDEX form_submissions_form_definition_id_idx ON public.form_submissions (form_definition_id);
CREATE INDEX form_submissions_form_definition_id_status_created_at_idx ON public.form_submissions (form_definition_id, status, created_at);
CREATE INDEX form_submissions_updated_at_idx ON public.form_submissions (updated_at) WHERE status = 'draft';

-- Triggers

CREATE TRIGGER form_definitions_valid BEFORE INSERT OR UPDATE OF definition, status ON public.form_definitions FOR EACH ROW WHEN (new.status <> 'draft') EXECUTE FUNCTION public.check_form_definition();
CREATE TRIGGER form_submissions_valid BEFORE INSERT OR UPDATE OF form_definition_id, form_version, data, status ON public.form_submissions FOR EACH ROW WHEN (new.status <> 'draft') EXECUTE FUNCTION public.check_form_submission();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON public.events FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON public.events FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.form_definitions FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.form_submissions FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- Policies

CREATE POLICY events_system_insert ON public.events FOR INSERT TO forms_system
    WITH CHECK (true);
CREATE POLICY events_system_select ON public.events FOR SELECT TO forms_system
    USING (true);

CREATE POLICY form_definitions_author_insert ON public.form_definitions FOR INSERT TO forms_author
    WITH CHECK (true);
CREATE POLICY form_definitions_author_select ON public.form_definitions FOR SELECT TO forms_author
    USING (true);
CREATE POLICY form_definitions_author_update ON public.form_definitions FOR UPDATE TO forms_author
    USING (true)
    WITH CHECK (true);
CREATE POLICY form_definitions_reader_select ON public.form_definitions FOR SELECT TO forms_reader
    USING (status <> 'draft');
CREATE POLICY form_definitions_submitter_select ON public.form_definitions FOR SELECT TO forms_submitter
    USING (status <> 'draft');
CREATE POLICY form_definitions_system_delete ON public.form_definitions FOR DELETE TO forms_system
    USING (true);
CREATE POLICY form_definitions_system_insert ON public.form_definitions FOR INSERT TO forms_system
    WITH CHECK (true);
CREATE POLICY form_definitions_system_select ON public.form_definitions FOR SELECT TO forms_system
    USING (true);
CREATE POLICY form_definitions_system_update ON public.form_definitions FOR UPDATE TO forms_system
    USING (true)
    WITH CHECK (true);

CREATE POLICY form_submissions_reader_select ON public.form_submissions FOR SELECT TO forms_reader
    USING (status <> 'draft');
CREATE POLICY form_submissions_submitter_insert ON public.form_submissions FOR INSERT TO forms_submitter
    WITH CHECK (id = (SELECT public.claim_submission_id()));
CREATE POLICY form_submissions_submitter_select ON public.form_submissions FOR SELECT TO forms_submitter
    USING (id = (SELECT public.claim_submission_id()));
CREATE POLICY form_submissions_submitter_update ON public.form_submissions FOR UPDATE TO forms_submitter
    USING (id = (SELECT public.claim_submission_id()) and status = 'draft')
    WITH CHECK (id = (SELECT public.claim_submission_id()));
CREATE POLICY form_submissions_system_delete ON public.form_submissions FOR DELETE TO forms_system
    USING (true);
CREATE POLICY form_submissions_system_insert ON public.form_submissions FOR INSERT TO forms_system
    WITH CHECK (true);
CREATE POLICY form_submissions_system_select ON public.form_submissions FOR SELECT TO forms_system
    USING (true);
CREATE POLICY form_submissions_system_update ON public.form_submissions FOR UPDATE TO forms_system
    USING (true)
    WITH CHECK (true);

-- Grants

GRANT SELECT, INSERT ON TABLE public.events TO forms_system;
GRANT SELECT, INSERT, UPDATE ON TABLE public.form_definitions TO forms_author;
GRANT SELECT ON TABLE public.form_definitions TO forms_reader;
GRANT SELECT ON TABLE public.form_definitions TO forms_submitter;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.form_definitions TO forms_system;
GRANT SELECT ON TABLE public.form_submissions TO forms_reader;
GRANT SELECT, INSERT, UPDATE ON TABLE public.form_submissions TO forms_submitter;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.form_submissions TO forms_system;
GRANT USAGE ON SCHEMA public TO forms_author;
GRANT USAGE ON SCHEMA public TO forms_reader;
GRANT USAGE ON SCHEMA public TO forms_submitter;
GRANT USAGE ON SCHEMA public TO forms_system;

COMMIT;
