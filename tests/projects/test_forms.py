"""The forms project, live: what its document asks for is there, and what is submitted is valid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, LiteralString

import jsonschema
import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import errors
from psycopg.types.json import Jsonb

from tests.projects.acting import (
    Column,
    Connection,
    acting,
    apply_project,
    columns,
    forbidden,
    refused,
    rows,
    run,
    value,
)
from tests.projects.indexes import Indexes, definitions, unused

TIME = "timestamp with time zone"
ID: Column = ("id", "uuid", True, "gen_random_uuid()")
CREATED: Column = ("created_at", TIME, False, "now()")
UPDATED: Column = ("updated_at", TIME, False, "now()")
STATUS: Column = ("status", "text", True, "'draft'::text")


def needed(type_: str, *names: str) -> list[Column]:
    return [(name, type_, True, None) for name in names]


TABLES: dict[str, list[Column]] = {
    "events": [
        ID,
        *needed("uuid", "aggregate_id"),
        *needed("text", "aggregate_type", "event_type"),
        *needed("jsonb", "event_data"),
        *needed("integer", "event_version"),
        ("correlation_id", "uuid", False, None),
        ("causation_id", "uuid", False, None),
        CREATED,
    ],
    "form_definitions": [
        ID,
        *needed("character varying(100)", "name"),
        ("version", "integer", True, "1"),
        *needed("jsonb", "definition"),
        STATUS,
        CREATED,
        UPDATED,
    ],
    "form_submissions": [
        ID,
        *needed("uuid", "form_definition_id"),
        *needed("integer", "form_version"),
        *needed("jsonb", "data"),
        STATUS,
        CREATED,
        UPDATED,
        ("title", "text", False, "(data ->> 'title'::text)"),
        ("priority", "integer", False, "((data ->> 'priority'::text))::integer"),
    ],
}

CONSTRAINTS = {
    "events_aggregate_id_event_version_key": "UNIQUE (aggregate_id, event_version)",
    "events_pkey": "PRIMARY KEY (id)",
    "form_definitions_id_version_key": "UNIQUE (id, version)",
    "form_definitions_name_version_key": "UNIQUE (name, version)",
    "form_definitions_pkey": "PRIMARY KEY (id)",
    "form_submissions_form_definition_id_fkey": "FOREIGN KEY (form_definition_id)"
    " REFERENCES form_definitions(id)",
    "form_submissions_form_definition_id_form_version_fkey": "FOREIGN KEY (form_definition_id,"
    " form_version) REFERENCES form_definitions(id, version)",
    "form_submissions_pkey": "PRIMARY KEY (id)",
    "valid_status": "CHECK ((status = ANY (ARRAY['draft'::text, 'active'::text,"
    " 'archived'::text])))",
}

INDEXES: Indexes = {
    "events_aggregate_type_created_at_idx": (
        "events (aggregate_type, created_at)",
        "SELECT * FROM events WHERE aggregate_type = 'form' ORDER BY created_at",
    ),
    "events_causation_id_idx": (
        "events (causation_id)",
        "SELECT * FROM events WHERE causation_id = md5('a')::uuid",
    ),
    "events_correlation_id_idx": (
        "events (correlation_id)",
        "SELECT * FROM events WHERE correlation_id = md5('a')::uuid",
    ),
    "events_created_at_idx": (
        "events (created_at)",
        "SELECT * FROM events WHERE created_at > now() - interval '1 day'",
    ),
    "events_event_data_idx": (
        "events USING gin (event_data)",
        """SELECT * FROM events WHERE event_data @> '{"by": "ada"}'""",
    ),
    "form_definitions_created_at_idx": (
        "form_definitions (created_at)",
        "SELECT * FROM form_definitions WHERE created_at > now() - interval '1 day'",
    ),
    "form_definitions_definition_idx": (
        "form_definitions USING gin (definition)",
        """SELECT * FROM form_definitions WHERE definition @> '{"properties": {"a": {}}}'""",
    ),
    "form_definitions_name_idx": (
        "form_definitions (name) WHERE (status = 'active'::text)",
        "SELECT * FROM form_definitions WHERE name = 'survey' AND status = 'active'",
    ),
    "form_submissions_created_at_idx": (
        "form_submissions (created_at)",
        "SELECT * FROM form_submissions WHERE created_at > now() - interval '1 day'",
    ),
    "form_submissions_data_idx": (
        "form_submissions USING gin (data)",
        "SELECT * FROM form_submissions WHERE data ? 'title'",
    ),
    "form_submissions_form_definition_id_idx": (
        "form_submissions (form_definition_id)",
        "SELECT * FROM form_submissions WHERE form_definition_id = md5('a')::uuid",
    ),
    "form_submissions_form_definition_id_status_created_at_idx": (
        "form_submissions (form_definition_id, status, created_at)",
        "SELECT * FROM form_submissions"
        " WHERE form_definition_id = md5('a')::uuid AND status = 'sent' ORDER BY created_at",
    ),
    "form_submissions_updated_at_idx": (
        "form_submissions (updated_at) WHERE (status = 'draft'::text)",
        "SELECT * FROM form_submissions"
        " WHERE status = 'draft' AND updated_at < now() - interval '30 days'",
    ),
}

SURVEY: dict[str, Any] = {
    "title": "Survey",
    "type": "object",
    "required": ["title", "priority"],
    "additionalProperties": False,
    "properties": {
        "title": {"type": "string", "minLength": 1, "maxLength": 40},
        "priority": {"type": "integer", "minimum": 1, "maximum": 5},
        "kind": {"enum": ["bug", "wish"]},
        "note": {"type": ["string", "null"]},
        "address": {
            "type": "object",
            "required": ["zip"],
            "properties": {"zip": {"type": "string", "pattern": "^[0-9]{5}$"}},
        },
        "tags": {"type": "array", "maxItems": 3, "items": {"type": "string", "maxLength": 8}},
    },
}
GOOD: dict[str, Any] = {"title": "Door", "priority": 2}

TIED = "form_submissions_form_definition_id_form_version_fkey"
ACTIVE, ARCHIVED, DRAFT, SUBMISSION = (
    f"{letter * 8}-0000-4000-8000-000000000000" for letter in "abcd"
)


@pytest.fixture
def forms(database: str) -> Iterator[Connection]:
    """A form with an active, an archived and a draft version, each of its own, and a submission."""
    with psycopg.connect(database, autocommit=True) as connection:
        apply_project(connection, "forms")
        for number, (key, status) in enumerate(
            ((ACTIVE, "active"), (ARCHIVED, "archived"), (DRAFT, "draft")), start=1
        ):
            connection.execute(
                "INSERT INTO form_definitions (id, name, version, definition, status)"
                " VALUES (%s, 'survey', %s, %s, %s)",
                (key, number, Jsonb(SURVEY), status),
            )
        submit(connection, GOOD, "draft", key=SUBMISSION)
        yield connection


def submit(
    connection: Connection,
    data: object,
    status: str = "sent",
    *,
    form: str = ACTIVE,
    version: int = 1,
    key: str | None = None,
) -> None:
    connection.execute(
        "INSERT INTO form_submissions (id, form_definition_id, form_version, data, status)"
        " VALUES (coalesce(%s, gen_random_uuid()), %s, %s, %s, %s)",
        (key, form, version, Jsonb(data), status),
    )


def violation(connection: Connection, schema: object, document: object) -> str | None:
    """Where a document breaks a schema; the function that only says whether must agree."""
    [(found, valid)] = rows(
        connection,
        "SELECT json_schema_violation(%s, %s), validate_json_schema(%s, %s)",
        *(Jsonb(schema), Jsonb(document)) * 2,
    )
    assert valid is (found is None)
    return None if found is None else str(found)


def test_the_tables_are_those_of_the_document(forms: Connection) -> None:
    assert columns(forms) == TABLES


def test_title_and_priority_are_stored_generated_columns(forms: Connection) -> None:
    found = rows(
        forms,
        "SELECT attname FROM pg_attribute"
        " WHERE attrelid = 'form_submissions'::regclass AND attgenerated = 's' ORDER BY attnum",
    )
    assert found == ["title", "priority"]


def test_the_constraints_are_those_of_the_document(forms: Connection) -> None:
    found = rows(
        forms,
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'p', 'u')",
    )
    assert dict(found) == CONSTRAINTS


def test_the_indexes_are_those_of_the_document_and_used(forms: Connection) -> None:
    assert definitions(forms) == {name: on for name, (on, _) in INDEXES.items()}
    assert unused(forms, INDEXES) == []


def test_a_definition_is_draft_active_or_archived(forms: Connection) -> None:
    for status in ("", "Draft", "published"):
        with refused(forms, errors.CheckViolation, "valid_status"):
            forms.execute("UPDATE form_definitions SET status = %s", (status,))


def test_a_name_and_version_is_taken_once(forms: Connection) -> None:
    with refused(forms, errors.UniqueViolation, "form_definitions_name_version_key"):
        forms.execute("INSERT INTO form_definitions (name, definition) VALUES ('survey', '{}')")


def test_a_submission_names_a_form_that_exists(forms: Connection) -> None:
    with refused(forms, errors.ForeignKeyViolation, "form_submissions_form_definition_id_fkey"):
        submit(forms, {}, "draft", form=SUBMISSION)


def test_a_submission_names_a_version_of_its_own_form(forms: Connection) -> None:
    for status in ("draft", "sent"):
        with refused(forms, errors.ForeignKeyViolation, TIED):
            submit(forms, GOOD, status, version=2)


def test_a_form_with_submissions_keeps_its_version_and_stays(forms: Connection) -> None:
    with pytest.raises(errors.ForeignKeyViolation):
        forms.execute("UPDATE form_definitions SET version = 7 WHERE id = %s", (ACTIVE,))
    with pytest.raises(errors.ForeignKeyViolation):
        forms.execute("DELETE FROM form_definitions WHERE id = %s", (ACTIVE,))


def test_title_and_priority_are_taken_from_the_data(forms: Connection) -> None:
    query = "SELECT title, priority FROM form_submissions WHERE id = %s"
    assert rows(forms, query, SUBMISSION) == [("Door", 2)]
    forms.execute('UPDATE form_submissions SET data = \'{"priority": "4"}\'')
    assert rows(forms, query, SUBMISSION) == [(None, 4)]
    with refused(forms, errors.GeneratedAlways):
        forms.execute("UPDATE form_submissions SET title = 'mine'")


def test_a_priority_that_is_no_integer_is_refused_in_a_draft_too(forms: Connection) -> None:
    with refused(forms, errors.InvalidTextRepresentation):
        submit(forms, {"priority": "high"}, "draft")


def test_updated_at_follows_the_last_change(forms: Connection) -> None:
    for table in ("form_definitions", "form_submissions"):
        forms.execute(f"UPDATE {table} SET updated_at = '2000-01-01'".encode())
        found = forms.execute(f"SELECT min(updated_at) > '2020-01-01' FROM {table}".encode())
        assert found.fetchall() == [(True,)]


def test_a_draft_may_be_incomplete(forms: Connection) -> None:
    submit(forms, {}, "draft")
    submit(forms, {"unknown": []}, "draft")


ACCEPTED: list[dict[str, Any]] = [
    GOOD,
    GOOD | {"kind": "bug", "note": None, "tags": []},
    GOOD | {"address": {"zip": "12345", "street": "more than is asked for"}},
]


def test_a_valid_submission_is_accepted(forms: Connection) -> None:
    for data in ACCEPTED:
        submit(forms, data)
    assert value(forms, "SELECT count(*) FROM form_submissions WHERE status = 'sent'") == 3


REFUSED: list[tuple[object, str]] = [
    ({"title": "Door"}, '$: lacks "priority"'),
    (GOOD | {"title": ""}, "$.title: is shorter than 1"),
    (GOOD | {"title": "x" * 41}, "$.title: is longer than 40"),
    (GOOD | {"priority": 0}, "$.priority: is less than 1"),
    (GOOD | {"priority": 6}, "$.priority: is more than 5"),
    (GOOD | {"priority": "2"}, '$.priority: is not of type "integer"'),
    (GOOD | {"kind": "praise"}, '$.kind: is not one of ["bug", "wish"]'),
    (GOOD | {"note": 7}, '$.note: is not of type ["string", "null"]'),
    (GOOD | {"address": {}}, '$.address: lacks "zip"'),
    (GOOD | {"address": {"zip": "1234"}}, '$.address.zip: does not match "^[0-9]{5}$"'),
    (GOOD | {"tags": ["a", 2]}, '$.tags[1]: is not of type "string"'),
    (GOOD | {"tags": list("abcd")}, "$.tags: has more items than 3"),
    (GOOD | {"colour": "red"}, "$.colour: is not allowed"),
    (GOOD | {"the colour": "red"}, '$["the colour"]: is not allowed'),
    ([], '$: is not of type "object"'),
    ("Door", '$: is not of type "object"'),
]


def test_an_invalid_submission_is_refused_where_it_is_wrong(forms: Connection) -> None:
    for data, detail in REFUSED:
        with pytest.raises(errors.CheckViolation) as caught:
            submit(forms, data)
        said = caught.value.diag
        assert said.message_detail == detail
        assert (said.constraint_name, said.table_name, said.column_name) == (
            "form_submissions_valid",
            "form_submissions",
            "data",
        )


def test_a_draft_is_validated_when_it_leaves_draft_and_ever_after(forms: Connection) -> None:
    forms.execute("UPDATE form_submissions SET data = '{}'")
    with refused(forms, errors.CheckViolation, "form_submissions_valid"):
        forms.execute("UPDATE form_submissions SET status = 'sent'")
    forms.execute("UPDATE form_submissions SET data = %s, status = 'sent'", (Jsonb(GOOD),))
    with refused(forms, errors.CheckViolation, "form_submissions_valid"):
        forms.execute("UPDATE form_submissions SET data = '{}'")


def test_data_that_is_no_object_is_refused_whatever_the_form_says(forms: Connection) -> None:
    forms.execute("UPDATE form_definitions SET definition = '{}' WHERE id = %s", (ACTIVE,))
    submit(forms, {"anything": True})
    with pytest.raises(errors.CheckViolation) as caught:
        submit(forms, [])
    assert caught.value.diag.message_detail == "$: is not an object"


NO_SCHEMAS: list[tuple[object, str]] = [
    ([], "$: is neither an object nor a boolean"),
    (True, "$: is not an object"),
    ({"type": "text"}, "$.type: is neither a type of JSON nor a list of types"),
    ({"type": []}, "$.type: is neither a type of JSON nor a list of types"),
    ({"type": ["string", 1]}, "$.type: is neither a type of JSON nor a list of types"),
    ({"required": "title"}, "$.required: is not an array of strings"),
    ({"required": [1]}, "$.required: is not an array of strings"),
    ({"properties": ["title"]}, "$.properties: is not an object"),
    ({"properties": {"a": 7}}, "$.properties.a: is neither an object nor a boolean"),
    ({"properties": {"a": {"enum": "x"}}}, "$.properties.a.enum: is not an array"),
    ({"items": {"minimum": "1"}}, "$.items.minimum: is not a number"),
    ({"items": {"maxLength": -1}}, "$.items.maxLength: is not a whole number from 0"),
    ({"minItems": 1.5}, "$.minItems: is not a whole number from 0"),
    ({"pattern": 7}, "$.pattern: is not a string"),
    (
        {"additionalProperties": {"pattern": "("}},
        "$.additionalProperties.pattern: is not a regular expression",
    ),
    ({"oneOf": [{}]}, "$.oneOf: is a rule that is not supported"),
    ({"properties": {"a": {"$ref": "#"}}}, "$.properties.a.$ref: is a rule that is not supported"),
]


def test_a_definition_that_is_no_schema_cannot_be_published(forms: Connection) -> None:
    publish = "UPDATE form_definitions SET definition = %s, status = 'active' WHERE id = %s"
    for definition, detail in NO_SCHEMAS:
        with pytest.raises(errors.CheckViolation) as caught:
            forms.execute(publish, (Jsonb(definition), DRAFT))
        assert caught.value.diag.constraint_name == "form_definitions_valid"
        assert caught.value.diag.message_detail == detail
        assert value(forms, "SELECT validate_form_definition(%s)", Jsonb(definition)) is False


def test_a_draft_may_hold_a_definition_that_is_no_schema_yet(forms: Connection) -> None:
    forms.execute("UPDATE form_definitions SET definition = '7' WHERE id = %s", (DRAFT,))
    with refused(forms, errors.CheckViolation, "form_definitions_valid"):
        forms.execute("UPDATE form_definitions SET status = 'active' WHERE id = %s", (DRAFT,))


def test_a_definition_of_the_supported_rules_can_be_published(forms: Connection) -> None:
    accepted: list[object] = [
        {},
        SURVEY,
        {"description": "no rule", "format": "date", "x-layout": {"columns": 2}},
        {"properties": {"a": True, "b": False, "type": {"type": ["integer", "null"]}}},
    ]
    for definition in accepted:
        assert value(forms, "SELECT validate_form_definition(%s)", Jsonb(definition)) is True
        forms.execute(
            "UPDATE form_definitions SET definition = %s, status = 'active' WHERE id = %s",
            (Jsonb(definition), DRAFT),
        )


def test_wrappers_can_be_called_by_themselves(forms: Connection) -> None:
    query = "SELECT validate_form_submission(%s, %s)"
    assert value(forms, query, Jsonb(SURVEY), Jsonb(GOOD)) is True
    assert value(forms, query, Jsonb(SURVEY), Jsonb({})) is False


def test_the_validators_are_plpgsql_and_immutable(forms: Connection) -> None:
    found = rows(
        forms,
        "SELECT p.oid::regprocedure::text, p.prorettype::regtype::text, l.lanname, p.provolatile"
        " FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang"
        " WHERE p.pronamespace = 'public'::regnamespace AND proname ~ '^validate' ORDER BY 1",
    )
    assert found == [
        ("validate_form_definition(jsonb)", "boolean", "plpgsql", "i"),
        ("validate_form_submission(jsonb,jsonb)", "boolean", "plpgsql", "i"),
        ("validate_json_schema(jsonb,jsonb)", "boolean", "plpgsql", "i"),
    ]


KEYS = st.sampled_from(["a", "b", "c d"])
SCALARS = (
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from([1.0, 2.5, "", "a", "ab", "1"])
)
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
TYPES = st.sampled_from(["array", "boolean", "integer", "null", "number", "object", "string"])
SIZES = st.integers(0, 3)
SCHEMAS: st.SearchStrategy[Any] = st.recursive(
    st.booleans() | st.builds(dict),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "type": TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True),
            "enum": st.lists(DOCUMENTS, min_size=1, max_size=3),
            "const": DOCUMENTS,
            "required": st.lists(KEYS, max_size=2, unique=True),
            "properties": st.dictionaries(KEYS, inner, max_size=3),
            "additionalProperties": inner,
            "items": inner,
            "minItems": SIZES,
            "maxItems": SIZES,
            "minimum": st.integers(-3, 3),
            "maximum": st.sampled_from([-1, 1.5, 2]),
            "minLength": SIZES,
            "maxLength": SIZES,
            "pattern": st.sampled_from(["^a", "b$", "[0-9]", "^.?$"]),
        },
    ),
    max_leaves=8,
)


def test_the_validator_agrees_with_a_reference(forms: Connection) -> None:
    """Any schema of the supported rules, any document: the same verdict as jsonschema's."""

    @settings(max_examples=400, deadline=None, derandomize=True, database=None)
    @given(SCHEMAS, DOCUMENTS)
    def agree(schema: Any, document: Any) -> None:
        expected = jsonschema.Draft202012Validator(schema).is_valid(document)
        found = violation(forms, schema, document)
        assert (found is None) is expected, found
        assert value(forms, "SELECT form_definition_violation(%s)", Jsonb(schema)) is None

    agree()


def filled_in() -> tuple[dict[str, Any], dict[str, Any]]:
    """A form of 24 fields with an address, tags and ten order lines; about 2 kB when filled in."""
    line = {
        "type": "object",
        "required": ["sku", "quantity"],
        "properties": {
            "sku": {"type": "string", "pattern": "^[A-Z0-9-]+$"},
            "quantity": {"type": "integer", "minimum": 1},
            "price": {"type": "number", "minimum": 0},
            "note": {"type": "string", "maxLength": 200},
        },
    }
    fields: list[tuple[dict[str, Any], object]] = [
        ({"type": "string", "minLength": 1, "maxLength": 200}, "a sentence that someone wrote"),
        ({"type": "integer", "minimum": 0, "maximum": 1000}, 17),
        ({"enum": ["low", "normal", "high"]}, "normal"),
        ({"type": "string", "pattern": "^[^@]+@[^@]+$"}, "ada@example.org"),
    ]
    chosen = {f"field_{number}": fields[number % 4] for number in range(24)}
    schema = {
        "type": "object",
        "required": list(chosen),
        "additionalProperties": False,
        "properties": {
            **{name: rule for name, (rule, _) in chosen.items()},
            "address": SURVEY["properties"]["address"],
            "tags": {"type": "array", "items": {"type": "string"}},
            "lines": {"type": "array", "minItems": 1, "items": line},
        },
    }
    document = {
        **{name: item for name, (_, item) in chosen.items()},
        "address": {"zip": "12345", "street": "Main street", "city": "Town"},
        "tags": ["alpha", "beta", "gamma"],
        "lines": [
            {"sku": f"AB-{number}", "quantity": 2, "price": 9.5, "note": "as agreed by telephone"}
            for number in range(10)
        ],
    }
    return schema, document


def milliseconds(connection: Connection, query: LiteralString) -> float:
    """The shortest of several executions, as the server itself measures it."""
    times = []
    for _ in range(20):
        [[found]] = rows(connection, "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + query)
        times.append(float(found["Execution Time"]))
    return min(times)


def test_validating_a_submission_takes_less_than_a_millisecond(forms: Connection) -> None:
    """The document's own limit, for the mean of 100 calls, at the best of 20 tries.

    The second limit does not depend on the machine: a thousand times the smallest thing that a
    function can do with the document.
    """
    schema, document = filled_in()
    assert violation(forms, schema, document) is None
    run(
        forms,
        "CREATE FUNCTION reading(document jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT"
        " AS $$ BEGIN RETURN document #>> '{lines,3,sku}'; END $$;"
        "CREATE TABLE filled (schema jsonb, document jsonb)",
    )
    forms.execute("INSERT INTO filled VALUES (%s, %s)", (Jsonb(schema), Jsonb(document)))
    spent = milliseconds(
        forms,
        "SELECT count(*) FILTER (WHERE validate_json_schema(schema, document))"
        " FROM filled, generate_series(1, 100)",
    )
    floor = milliseconds(
        forms, "SELECT count(reading(document)) FROM filled, generate_series(1, 100)"
    )
    assert spent / 100 < 1
    assert spent < floor * 1000


def test_a_form_is_found_in_less_than_50_ms_among_thousands(forms: Connection) -> None:
    """The document's limit, with 5,000 forms and 20,000 submissions."""
    run(
        forms,
        "INSERT INTO form_definitions (name, definition, status)"
        " SELECT 'form ' || n, jsonb_build_object('title', n::text), 'active'"
        " FROM generate_series(1, 5000) n;"
        "INSERT INTO form_submissions (form_definition_id, form_version, data)"
        " SELECT id, version, jsonb_build_object('title', n::text, 'priority', n)"
        " FROM form_definitions, generate_series(1, 4) n WHERE name LIKE 'form %';"
        "ANALYZE",
    )
    for query in (
        "SELECT * FROM form_definitions WHERE name = 'form 77' AND status = 'active'",
        "SELECT * FROM form_submissions JOIN form_definitions d ON d.id = form_definition_id"
        " WHERE d.name = 'form 77' ORDER BY form_submissions.created_at",
        'SELECT * FROM form_submissions WHERE data @> \'{"title": "3", "priority": 3}\' LIMIT 50',
    ):
        assert milliseconds(forms, query) < 50


def test_events_are_in_order_and_for_good(forms: Connection) -> None:
    insert = (
        "INSERT INTO events (aggregate_id, aggregate_type, event_type, event_data, event_version)"
        " VALUES (%s, 'form', 'published', '{}', %s)"
    )
    forms.execute(insert, (ACTIVE, 1))
    forms.execute(insert, (ACTIVE, 2))
    with refused(forms, errors.UniqueViolation, "events_aggregate_id_event_version_key"):
        forms.execute(insert, (ACTIVE, 2))
    for statement in (
        "UPDATE events SET event_type = 'x'",
        "DELETE FROM events",
        "TRUNCATE events",
    ):
        # The owner and a superuser are not bound by grants and policies; the trigger binds them.
        with pytest.raises(psycopg.Error) as caught:
            forms.execute(statement.encode())
        assert "events" in str(caught.value)
        with acting(forms, "forms_system"), forbidden(forms):
            forms.execute(statement.encode())
    assert value(forms, "SELECT count(*) FROM events WHERE event_type = 'published'") == 2


def test_the_service_alone_writes_and_reads_events(forms: Connection) -> None:
    insert = (
        "INSERT INTO events (aggregate_id, aggregate_type, event_type, event_data, event_version)"
        " VALUES (gen_random_uuid(), 'form', 'published', '{}', 1)"
    )
    with acting(forms, "forms_system"):
        forms.execute(insert)
        assert value(forms, "SELECT count(*) FROM events") == 1
    for role in ("forms_author", "forms_submitter", "forms_reader"):
        for statement in (insert, "SELECT FROM events"):
            with acting(forms, role), forbidden(forms):
                forms.execute(statement.encode())


def test_authors_design_and_others_see_what_is_published(forms: Connection) -> None:
    versions = "SELECT version FROM form_definitions ORDER BY version"
    with acting(forms, "forms_author"):
        assert rows(forms, versions) == [1, 2, 3]
        forms.execute("INSERT INTO form_definitions (name, definition) VALUES ('new', '{}')")
        assert forms.execute("UPDATE form_definitions SET status = 'archived'").rowcount == 4
        with forbidden(forms):
            forms.execute("DELETE FROM form_definitions")
    for role in ("forms_submitter", "forms_reader"):
        with acting(forms, role):
            assert rows(forms, versions) == [1, 2]
            with forbidden(forms):
                forms.execute("UPDATE form_definitions SET status = 'active'")


def test_a_submitter_works_on_the_one_submission_until_it_is_sent(forms: Connection) -> None:
    submit(forms, GOOD)
    mine = ACTIVE
    with acting(forms, "forms_submitter", submission_id=mine):
        assert rows(forms, "SELECT id FROM form_submissions") == []
        with forbidden(forms):
            submit(forms, GOOD, "draft")
        submit(forms, {}, "draft", key=mine)
        assert rows(forms, "SELECT id::text FROM form_submissions") == [mine]
        with refused(forms, errors.CheckViolation, "form_submissions_valid"):
            forms.execute("UPDATE form_submissions SET status = 'sent'")
        sent = forms.execute(
            "UPDATE form_submissions SET data = %s, status = 'sent'", (Jsonb(GOOD),)
        )
        assert sent.rowcount == 1
        assert forms.execute("UPDATE form_submissions SET status = 'draft'").rowcount == 0
        with forbidden(forms):
            forms.execute("DELETE FROM form_submissions")


def test_a_submitter_cannot_send_in_a_form_that_is_not_published(forms: Connection) -> None:
    with acting(forms, "forms_submitter", submission_id=ACTIVE):
        with refused(forms, errors.ForeignKeyViolation, TIED):
            submit(forms, GOOD, form=DRAFT, version=3, key=ACTIVE)
        submit(forms, GOOD, form=ARCHIVED, version=2, key=ACTIVE)


def test_a_reader_sees_what_was_sent(forms: Connection) -> None:
    submit(forms, GOOD, key=ARCHIVED)
    with acting(forms, "forms_reader"):
        assert rows(forms, "SELECT id::text FROM form_submissions") == [ARCHIVED]
        with forbidden(forms):
            forms.execute("UPDATE form_submissions SET data = '{}'")
    with acting(forms, "forms_author"), forbidden(forms):
        forms.execute("SELECT FROM form_submissions")
