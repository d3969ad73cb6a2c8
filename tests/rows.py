"""Rows for whatever tables there are, as far as their constraints let made-up values in."""

from __future__ import annotations

from typing import Any

import psycopg

_TABLES = """
SELECT c.oid::regclass::text AS name, c.oid
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
ORDER BY c.oid
"""
_COLUMNS = """
SELECT quote_ident(a.attname), format_type(a.atttypid, NULL), t.typcategory
FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    AND a.attidentity = ''
ORDER BY a.attnum
"""
_VALUES = {"N": "{n}", "S": "'{n}'", "B": "true", "D": "now()", "E": "NULL"}
# Columns that made-up values do not suit are left to their defaults, or empty.
_ROWS = 3


def seed(connection: psycopg.Connection[Any]) -> None:
    """Put a few rows into every table that takes them."""
    for name, oid in connection.execute(_TABLES.encode()).fetchall():
        columns = connection.execute(_COLUMNS.encode(), [oid]).fetchall()
        for number in range(1, _ROWS + 1):
            _insert(connection, name, columns, number)


def _insert(
    connection: psycopg.Connection[Any], table: str, columns: list[Any], number: int
) -> None:
    listed = [(name, kind, _VALUES[group]) for name, kind, group in columns if group in _VALUES]
    names = ", ".join(name for name, _, _ in listed)
    values = ", ".join(f"({value.format(n=number)})::{kind}" for _, kind, value in listed)
    text = f"INTO {table} ({names}) VALUES ({values})" if listed else f"INTO {table} DEFAULT VALUES"
    try:
        with connection.transaction():
            connection.execute(f"INSERT {text}".encode())
    except psycopg.Error:
        return


def empty(connection: psycopg.Connection[Any]) -> None:
    """Take all rows out of all tables."""
    tables = [name for name, _ in connection.execute(_TABLES.encode()).fetchall()]
    connection.execute(f"TRUNCATE {', '.join(tables)} CASCADE".encode())
