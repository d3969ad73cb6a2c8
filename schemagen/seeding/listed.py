"""Rows that a spec lists: written where they are not, and changed where they are others."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from schemagen.seeding.reading import Connection, Table
from schemagen.sqltext.quoting import Literal, Name, Names, Raw, join_sql, sql


def put(
    connection: Connection, table: Table, key: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> int:
    """Put rows into a table, found again by their key; return how many were written or changed.

    Columns that a row leaves out get their default when it is written, and stay as they are when it
    is there. All rows are put there, or none.

    Raises:
        psycopg.Error: a row is refused.
    """
    count = 0
    with connection.transaction():
        # Neighbours alone, since rows may refer to those before them.
        for names, group in groupby(rows, key=list):
            text = _statement(table, key, tuple(names), list(group))
            count += connection.execute(text.encode()).rowcount
        given = {name for row in rows for name in row}
        for column in table.columns:
            if column.counted and column.name in given:
                connection.execute(_advance(table, column.name).encode())
    return count


def _statement(
    table: Table, key: Sequence[str], names: tuple[str, ...], rows: Sequence[Mapping[str, Any]]
) -> str:
    types = {column.name: column.written for column in table.columns}
    others = [name for name in names if name not in key]
    return sql(
        "INSERT INTO {} AS own ({}) OVERRIDING SYSTEM VALUE"
        " SELECT {} FROM jsonb_to_recordset({}::jsonb) AS given ({})"
        " ON CONFLICT ({}) {}",
        table.qualified,
        Names(names),
        Names(names),
        Literal(json.dumps(rows, ensure_ascii=False)),
        Raw(join_sql([sql("{} {}", Name(name), Raw(types[name])) for name in names], ", ")),
        Names(tuple(key)),
        Raw(_update(others)),
    )


def _update(names: Sequence[str]) -> str:
    if not names:
        return "DO NOTHING"
    own = join_sql([sql("own.{}", Name(name)) for name in names], ", ")
    new = join_sql([sql("EXCLUDED.{}", Name(name)) for name in names], ", ")
    pairs = [sql("{} = EXCLUDED.{}", Name(name), Name(name)) for name in names]
    # json has no equality.
    return sql(
        "DO UPDATE SET {} WHERE ROW({})::text IS DISTINCT FROM ROW({})::text",
        Raw(join_sql(pairs, ", ")),
        Raw(own),
        Raw(new),
    )


def _advance(table: Table, column: str) -> str:
    """Return the query that lets a sequence go on behind the numbers that were given."""
    return sql(
        "SELECT setval(found.name, greatest(max({}), pg_sequence_last_value(found.name)))"
        " FROM {}, (SELECT pg_get_serial_sequence({}, {})::regclass AS name) AS found"
        " GROUP BY found.name",
        Name(column),
        table.qualified,
        Literal(sql("{}", table.qualified)),
        Literal(column),
    )
