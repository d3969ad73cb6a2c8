"""The validators of shapes in a database: what they accept, what they say, and how they raise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import errors, sql

from schemagen.shapes.validator import check_expression
from tests.shapes import Checker, Database, shapes_of


@pytest.fixture
def connection(database: str) -> Iterator[Database]:
    """A superuser's connection to an empty database."""
    with psycopg.connect(database, autocommit=True) as opened:
        yield opened


@pytest.fixture
def reasons(connection: Database) -> Any:
    """Return the reasons that the validator of a shape has against a document."""

    def judge(shape: Any, document: Any, **others: Any) -> list[str]:
        return Checker(connection, shapes_of(Example=shape, **others), "Example").reasons(document)

    return judge


OPTIONAL = {"opt?": {"k": "integer"}}
FORM = {"fields": [{"type": '("text" | "textarea")', "options?": ["string(..5)"]}]}


REASONS: list[tuple[Any, Any, list[str]]] = [
    (OPTIONAL, {}, []),
    (OPTIONAL, {"opt": {"k": 1.0}}, []),
    (OPTIONAL, {"opt": {}}, ['$.opt: missing key "k"']),
    (OPTIONAL, {"opt": {"k": None}}, ["$.opt.k: expected integer, found null"]),
    (OPTIONAL, {"opt": None}, ["$.opt: expected object, found null"]),
    (OPTIONAL, {"opt": {"k": 1.5}}, ["$.opt.k: expected integer, found 1.5"]),
    (["string"], [], []),
    (["string"], [[]], ["$[0]: expected string, found array"]),
    (["string"], [["a"]], ["$[0]: expected string, found array"]),
    (["string"], {}, ["$: expected array, found object"]),
    ("map<string>", {"a b": 1, "c": [[]]}, [
        "$.c: expected string, found array", '$["a b"]: expected string, found number',
    ]),
    ("any", None, []),
    ({"a": "any"}, {"a": None}, []),
    ({"a": "any"}, {}, ['$: missing key "a"']),
    ({"a?": "string | null"}, {"a": None}, []),
    ({"a?": "string"}, {"a": None}, ["$.a: expected string, found null"]),
    ({"mode": "draft | live"}, {"mode": None}, ["$.mode: expected one of draft, live"]),
    ({"mode?": "draft | live"}, {"mode": None}, ["$.mode: expected one of draft, live"]),
    ('"1" | "2"', 1, ["$: expected one of 1, 2"]),
    ("1 | 2", 1.0, []),
    ("1 | 2", True, ["$: expected one of 1, 2"]),
    ("number(0..2)", 2.0, []),
    ("number(0..2)", "1", ["$: expected number, found string"]),
    ("number(0..2)", [1], ["$: expected number, found array"]),
    ("number(0..2)", 3, ["$: expected 0 to 2, found 3"]),
    ("integer(0..)", -1, ["$: expected at least 0, found -1"]),
    ("integer(0..2)", 1e3, ["$: expected 0 to 2, found 1000.0"]),
    ("string(..3)", "äöü", []),
    ("string(..2)", "😀😀", []),
    ("string(1..2)", "", ["$: expected 1 to 2 characters, found 0"]),
    ("string(/^[a-z]{2}$/)", "ab\n", ["$: does not match the pattern ^[a-z]{2}$"]),
    ("string(/^#[0-9a-f]{6}$/)", "#00ff0", ["$: does not match the pattern ^#[0-9a-f]{6}$"]),
    (FORM, {"fields": [{"type": "text"}, {"type": "txt", "options": ["a", "abcdef"]}]}, [
        "$.fields[1].options[1]: expected at most 5 characters, found 6",
        "$.fields[1].type: expected one of text, textarea",
    ]),
    ({"a": "string"}, {"a": "x", "b": 1, "c d": 2}, ['$: unknown key: b, "c d"']),
    ({"a?": {"b?": {"c": "string"}}}, {"a": {"b": {}}}, ['$.a.b: missing key "c"']),
    ({"a b": {"it's": "string"}}, {"a b": {"it's": 5}}, [
        "$[\"a b\"][\"it's\"]: expected string, found number",
    ]),
    ({"type": "array", "uniqueItems": True}, [1, 1.0], ["$: elements are not unique"]),
    ({"type": "array", "uniqueItems": True}, [1, True, "1", [1], {"a": 1}], []),
    ({"type": "array", "contains": {"type": "null"}, "maxContains": 1}, [None, None], [
        "$: expected at least 1 and at most 1 of the elements that it must contain, found 2",
    ]),
    ({"type": "array", "prefixItems": [{"type": "null"}], "items": False}, [None, 1], [
        "$: expected at most 1 element, found 2",
    ]),
    ({"type": "number", "multipleOf": 0.01}, 0.07, []),
    ({"type": "number", "multipleOf": 0.01}, 0.075, [
        "$: expected a multiple of 0.01, found 0.075",
    ]),
    ({"anyOf": [{"type": "object", "required": ["a"]}, {"type": "null"}]}, {}, [
        '$: missing key "a"',
    ]),
    ({"oneOf": [{"type": "integer"}, {"type": "number", "minimum": 2}]}, 3, [
        "$: matches not exactly one of its alternatives",
    ]),
    ({"type": "object", "minProperties": 1}, {}, ["$: expected at least 1 key, found 0"]),
    ({"type": "object", "propertyNames": {"maxLength": 1}}, {"ab": 1}, [
        "$.ab: expected at most 1 character, found 2",
    ]),
    ({"type": "object", "dependentRequired": {"a": ["b"]}}, {"a": 1}, [
        '$: missing key "b", which "a" needs',
    ]),
]  # fmt: skip


def test_reasons(reasons: Any) -> None:
    found = [(shape, document, reasons(shape, document)) for shape, document, _ in REASONS]
    assert found == REASONS


def test_shape_that_refers_to_itself(reasons: Any) -> None:
    tree = {"name": "string", "children": ["Example"]}
    deep: dict[str, Any] = {"name": "leaf", "children": []}
    for number in range(50):
        deep = {"name": f"n{number}", "children": [deep]}
    assert reasons(tree, deep) == []
    wrong = {"name": "a", "children": [{"name": "b", "children": [{"name": 5, "children": []}]}]}
    assert reasons(tree, wrong) == ["$.children[0].children[0].name: expected string, found number"]


def test_shapes_that_refer_to_each_other(reasons: Any) -> None:
    others = {"Owner": {"agent?": "Example", "name": "string"}}
    document = {"owner": {"name": "x", "agent": {"owner": {}}}}
    assert reasons({"owner": "Owner"}, document, **others) == [
        '$.owner.agent.owner: missing key "name"'
    ]


FORMATS: list[tuple[str, list[str], list[str]]] = [
    ("uuid", ["2eb8aa08-AA98-11ea-b4aa-73b441d16380"], ["2eb8aa08aa9811eab4aa73b441d16380"]),
    ("date", ["2024-02-29", "0001-01-01"], ["2023-02-29", "2024-2-1", "2024-01-01 "]),
    (
        "date-time",
        ["2024-02-29T23:59:59.123Z", "1998-12-31T15:59:60-08:00", "2024-01-01t00:00:00z"],
        ["2024-01-01T24:00:00Z", "1998-12-31T22:59:60Z", "2024-01-01T00:00:00"],
    ),
    (
        "email",
        ["a.b+c@example.org", '"a b"@example.org', "a@[127.0.0.1]", "a@[IPv6:::1]"],
        ["a", "a@b@c", ".a@example.org", "a@-b.org", "a@[127.0.0.300]", "a@[IPv6::::1]"],
    ),
    (
        "uri",
        ["https://u@a.org:80/b?c#d", "urn:a:b", "mailto:a@b.org", "http://[::1]/", "a:"],
        ["//a.org", "/a", "a b:c", "http:// a", "http://[::1", "http://a.org/%4", "ä:b"],
    ),
]


def test_formats(reasons: Any) -> None:
    for name, good, bad in FORMATS:
        wrong = [reason.split(":")[0] for reason in reasons([name], [*good, *bad])]
        assert wrong == [f"$[{place}]" for place in range(len(good), len(good) + len(bad))], name


def test_every_element_has_its_reason(reasons: Any) -> None:
    found = reasons(["string"], list(range(1000)))
    assert found == [f"$[{at}]: expected string, found number" for at in range(1000)]


def test_constraint_says_what_is_wrong(connection: Database) -> None:
    checker = Checker(connection, shapes_of(Config={"limit": "integer"}), "Config")
    expression = check_expression(checker.validators, "public", "config", "t_config_shape", "t")
    connection.execute("CREATE TABLE t (config jsonb)")
    connection.execute(f"ALTER TABLE t ADD CONSTRAINT t_config_shape CHECK ({expression})".encode())
    connection.execute("INSERT INTO t VALUES (NULL), ('{\"limit\": 5}')")
    with pytest.raises(errors.CheckViolation) as caught:
        connection.execute('INSERT INTO t VALUES (\'{"limit": "5"}\')')
    said = caught.value.diag
    assert said.message_primary == "the document has not the shape Config"
    assert said.message_detail == "$.limit: expected integer, found string"
    assert (said.constraint_name, said.table_name, said.column_name) == (
        "t_config_shape",
        "t",
        "config",
    )


def test_search_path_makes_no_difference(connection: Database) -> None:
    shape = {"limit": "integer(0..5)", "tags": ["string"], "labels": "map<uuid>"}
    checker = Checker(connection, shapes_of(Config=shape, Team=["Config"]), "Config")
    connection.execute("CREATE SCHEMA other")
    connection.execute(
        "CREATE FUNCTION other.jsonb_typeof(jsonb) RETURNS text LANGUAGE sql AS $$SELECT 'x'$$"
    )
    for path in ("", "other", "other, pg_catalog"):
        connection.execute("SELECT set_config('search_path', %s, false)", (path,))
        call = sql.SQL("SELECT public.{}(%s)").format(sql.Identifier(checker.validators.assertion))
        text = json.dumps({"limit": 5, "tags": ["a"], "labels": {}})
        assert connection.execute(call, (text,)).fetchone() == (True,)
        with pytest.raises(errors.CheckViolation, match="has not the shape"):
            connection.execute(call, (json.dumps({"limit": 6, "tags": [], "labels": {}}),))


def test_large_document_that_is_stored_out_of_line(connection: Database) -> None:
    checker = Checker(connection, shapes_of(Tags={"tags": ["string(..9)"]}), "Tags")
    connection.execute("CREATE TABLE t (d jsonb)")
    for documents in ([f"tag {n}" for n in range(20_000)], ["a"] * 9_999 + ["too long a tag"]):
        text = json.dumps({"tags": documents})
        connection.execute("INSERT INTO t VALUES (%s)", (text,))
    query = sql.SQL("SELECT {ok}(d), {why}(d) FROM t").format(
        ok=sql.Identifier(checker.validators.ok), why=sql.Identifier(checker.validators.why)
    )
    assert connection.execute(query).fetchall() == [
        (True, None),
        (False, "$.tags[9999]: expected at most 9 characters, found 14"),
    ]


def test_functions_promise_what_planners_use(connection: Database) -> None:
    Checker(connection, shapes_of(Tags=["Tags"]), "Tags")
    promises = connection.execute(
        "SELECT DISTINCT provolatile, proparallel FROM pg_proc WHERE proname LIKE 'tags%'"
    ).fetchall()
    assert promises == [("i", "s")]
