"""Trying a project's database as one of its actors, and asking its catalog what it has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest
from psycopg import errors, sql

from tests.specs import major_of, project_named, skip_on_older

GENERATED = Path(__file__).parents[2] / "generated"

Connection = psycopg.Connection[tuple[Any, ...]]

_COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
       CASE a.attidentity WHEN 'a' THEN 'identity'
       ELSE pg_get_expr(d.adbin, d.adrelid) END
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
  AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY c.relname, a.attnum
"""

Column = tuple[str, str, bool, str | None]
"""Name, type, whether it is NOT NULL, and the default."""


def run(connection: Connection, text: str) -> None:
    """Run a script, as `psql -f` would."""
    connection.execute(text.encode())


def apply_project(connection: Connection, project: str) -> None:
    """Run a project's committed schema.sql; skip the test where the server is too old for it."""
    skip_on_older(major_of(connection), project_named(project))
    run(connection, (GENERATED / project / "schema.sql").read_text())


def roll_back_project(connection: Connection, project: str) -> None:
    """Run a project's committed rollback.sql."""
    run(connection, (GENERATED / project / "rollback.sql").read_text())


def rows(connection: Connection, query: LiteralString, *values: object) -> list[Any]:
    """Return the rows of a query; of a query with one column, its values."""
    found = connection.execute(query, values).fetchall()
    return [row[0] if len(row) == 1 else row for row in found]


def value(connection: Connection, query: LiteralString, *values: object) -> Any:
    """Return the one value of a query."""
    [found] = rows(connection, query, *values)
    return found


def columns(connection: Connection) -> dict[str, list[Column]]:
    """Return the columns of every table in the schema public, in order."""
    tables: dict[str, list[Column]] = {}
    for table, *column in connection.execute(_COLUMNS):
        name, type_, not_null, default = column
        tables.setdefault(table, []).append((name, type_, not_null, default))
    return tables


def keys(connection: Connection) -> dict[str, str]:
    """Return the primary, unique and foreign keys of the schema public by name."""
    found = rows(
        connection,
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype IN ('p', 'u', 'f') AND connamespace = 'public'::regnamespace",
    )
    return dict(found)


def plan(connection: Connection, query: LiteralString) -> str:
    """Return the plan that PostgreSQL makes when neither scanning nor sorting a table pays."""
    with connection.transaction(force_rollback=True):
        run(connection, "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        return "\n".join(rows(connection, "EXPLAIN " + query))


@contextmanager
def acting(connection: Connection, role: str, **claims: object) -> Iterator[Connection]:
    """Be an actor with these claims for a while; nothing of it stays."""
    with connection.transaction(force_rollback=True):
        connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
        for claim, said in claims.items():
            connection.execute("SELECT set_config(%s, %s, true)", (f"app.{claim}", str(said)))
        yield connection


@contextmanager
def refused(
    connection: Connection, error: type[psycopg.Error], constraint: str | None = None
) -> Iterator[None]:
    """Expect PostgreSQL to refuse what follows, for the constraint if one is named."""
    with pytest.raises(error) as caught, connection.transaction():
        yield
    assert caught.value.diag.constraint_name == constraint


@contextmanager
def forbidden(connection: Connection) -> Iterator[None]:
    """Expect a privilege or a policy to stand in the way."""
    with refused(connection, errors.InsufficientPrivilege):
        yield


def outcome(connection: Connection, statement: LiteralString) -> int | str:
    """Try a statement: the number of rows that it touched, or the SQLSTATE of its refusal.

    Behind the SQLSTATE stands the constraint that refused, if one did; nothing of it stays.
    """
    try:
        with connection.transaction(force_rollback=True):
            return connection.execute(statement).rowcount
    except psycopg.Error as error:
        return " ".join(filter(None, (error.sqlstate, error.diag.constraint_name)))
