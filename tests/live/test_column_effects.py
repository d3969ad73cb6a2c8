"""Whether a new column or another type rewrites a table: what is said, compared with a server."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import psycopg
import pytest

from schemagen.catalog.lock import Work
from schemagen.catalog.object import ObjectId
from schemagen.catalog.statement import Statement
from schemagen.kinds.column import KIND, Column
from schemagen.kinds.column.conversion import Conversion, convert, is_same_for_all
from schemagen.plan.transition import plan_transition
from tests.catalogs import applied
from tests.observing import Watch
from tests.specs import project_of

TYPES = (
    "smallint",
    "integer",
    "bigint",
    "numeric",
    "numeric(10,2)",
    "numeric(12,2)",
    "numeric(12,4)",
    "real",
    "double precision",
    "text",
    "character varying",
    "character varying(5)",
    "character varying(9)",
    "character(5)",
    "bit varying(5)",
    "bit varying(8)",
    "date",
    "timestamp without time zone",
    "timestamp(3) without time zone",
    "timestamp with time zone",
    "timestamp(3) with time zone",
    "time(3) without time zone",
    "time without time zone",
    "cidr",
    "inet",
    "boolean",
    "jsonb",
    "json",
    "uuid",
    "text[]",
    "character varying(5)[]",
    "character varying(9)[]",
)
VALUES = {
    "smallint": "7",
    "integer": "100000",
    "bigint": "5000000000",
    "numeric": "1234567890123.45678",
    "numeric(10,2)": "12345678.91",
    "numeric(12,2)": "1234567891.23",
    "numeric(12,4)": "12345678.9123",
    "real": "1.5",
    "double precision": "1.123456789",
    "text": "twelve chars",
    "character varying": "twelve chars",
    "character varying(5)": "five5",
    "character varying(9)": "nine char",
    "character(5)": "five5",
    "bit varying(5)": "10101",
    "bit varying(8)": "10101010",
    "date": "2024-02-29",
    "timestamp without time zone": "2024-02-29 12:13:14.123456",
    "timestamp(3) without time zone": "2024-02-29 12:13:14.123",
    "timestamp with time zone": "2024-02-29 12:13:14.123456+00",
    "timestamp(3) with time zone": "2024-02-29 12:13:14.123+00",
    "time(3) without time zone": "12:13:14.123",
    "time without time zone": "12:13:14.123456",
    "cidr": "10.0.0.0/8",
    "inet": "10.0.0.1/8",
    "boolean": "true",
    "jsonb": '{"a": 1}',
    "json": '{"a":  1, "a": 2}',
    "uuid": "00000000-0000-4000-8000-000000000001",
    "text[]": "{twelve chars}",
    "character varying(5)[]": "{five5}",
    "character varying(9)[]": "{nine char}",
}
DEFAULTS = (
    "integer DEFAULT 3",
    "integer NOT NULL DEFAULT 3",
    "timestamptz DEFAULT now()",
    "timestamptz DEFAULT CURRENT_TIMESTAMP",
    "timestamptz DEFAULT clock_timestamp()",
    "timestamp DEFAULT timezone('utc', now())",
    "uuid DEFAULT gen_random_uuid()",
    "double precision DEFAULT random()",
    "integer DEFAULT given()",
    "numeric(10,2) DEFAULT 1.5",
    "character varying(10) DEFAULT 'x'",
    "jsonb NOT NULL DEFAULT '{}'",
    "text[] DEFAULT ARRAY['a']",
    "text[] DEFAULT ARRAY[]::text[]",
    "positive",
    "positive DEFAULT 3",
    "bigint GENERATED ALWAYS AS IDENTITY",
    "integer GENERATED ALWAYS AS (id + 1) STORED",
    "serial",
)
SPEC = """
functions:
  given: {returns: integer, language: plpgsql, body: BEGIN RETURN 1; END}
domains:
  positive: {type: integer, checks: [value > 0]}
tables:
  t: {columns: {id: integer}}
"""


def converted(connection: psycopg.Connection[Any], old: str, new: str) -> str | None:
    """Return how a value looks after a conversion there and back; None if it is refused."""
    try:
        with connection.transaction():
            query = f"SELECT %s::{old}::{new}::{old}::text = %s::{old}::text"
            row = connection.execute(query.encode(), [VALUES[old]] * 2).fetchone()
            return str(row[0]) if row else None
    except psycopg.Error:
        return None


@pytest.mark.parametrize("old", TYPES)
def test_what_a_new_type_does_to_values_is_not_understated(database: str, old: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        for new in TYPES:
            said = convert(old, new)
            result = converted(connection, old, new)
            if result is None:
                assert said.may_fail, f"{old} to {new} fails"
            elif result == "False" and not said.may_fail:
                assert said.truncates, f"{old} to {new} and back is not the same"


@pytest.mark.majors(18)
@pytest.mark.parametrize("old", TYPES)
def test_a_rewrite_for_a_new_type_is_told(database: str, old: str) -> None:
    key = ObjectId("column", "public", "c", "t")
    with psycopg.connect(database, autocommit=True) as connection:
        for new in TYPES:
            connection.execute(f"CREATE TABLE t (c {old})".encode())
            current = Column(id=key, position=1, type=old)
            desired = Column(id=key, position=1, type=new)
            assert unsaid(connection, KIND.alters["type"](current, desired) or ()) == []
            connection.execute(b"DROP TABLE t")


@pytest.mark.majors(18)
@pytest.mark.parametrize("definition", DEFAULTS)
def test_a_rewrite_for_a_new_column_is_told(new_database: Any, definition: str) -> None:
    url, other = new_database(), new_database()
    after = project_of(SPEC.replace("id: integer", f'id: integer, c: "{definition}"')).catalog
    plan = plan_transition(applied(url, project_of(SPEC).catalog), applied(other, after))
    with psycopg.connect(url, autocommit=True) as connection:
        assert unsaid(connection, plan.statements) == []


def unsaid(connection: psycopg.Connection[Any], statements: Iterable[Statement]) -> list[str]:
    watch = Watch(connection)
    for statement in statements:
        with suppress(psycopg.Error):  # there may be no such conversion
            watch.run_statement(statement)
    return watch.understated()


def test_the_common_ways_of_widening_need_no_rewrite() -> None:
    for old, new in (
        ("character varying(5)", "character varying(9)"),
        ("character varying(5)", "text"),
        ("numeric(10,2)", "numeric(12,2)"),
        ("numeric(10,2)", "numeric"),
        ("timestamp(3) with time zone", "timestamp with time zone"),
        ("cidr", "inet"),
    ):
        assert convert(old, new) == Conversion(in_place=True, may_fail=False)


@pytest.mark.parametrize("definition", [text for text in DEFAULTS if "3" in text or "now" in text])
def test_a_constant_default_needs_no_rewrite(definition: str) -> None:
    spec = SPEC.replace("id: integer", f'id: integer, c: "{definition}"')
    plan = plan_transition(project_of(SPEC).catalog, project_of(spec).catalog)
    work = {lock.work for item in plan.statements for lock in item.locks}
    assert work == ({Work.REWRITE} if "positive" in definition else {Work.NONE})


_VOLATILITY = """
SELECT coalesce(min(p.provolatile::text), (
    SELECT o.provolatile::text FROM pg_type AS t JOIN pg_proc AS o ON o.oid = t.typoutput
    WHERE t.oid = %(current)s::regtype
))
FROM pg_cast AS c LEFT JOIN pg_proc AS p ON p.oid = c.castfunc
WHERE c.castsource = %(current)s::regtype AND c.casttarget = %(desired)s::regtype
"""


@pytest.mark.majors(18)
def test_what_is_the_same_for_all_depends_on_no_setting(database: str) -> None:
    pairs = [(a, b) for a in TYPES for b in TYPES if a != b and is_same_for_all(a, b)]
    assert ("integer", "bigint") in pairs
    assert ("timestamp without time zone", "timestamp with time zone") not in pairs
    with psycopg.connect(database) as connection:
        for current, desired in pairs:
            types = {"current": current, "desired": desired}
            row = connection.execute(_VOLATILITY.encode(), types).fetchone()
            assert row == ("i",), types
