"""Rows into a database, some at a time, and how far it is, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final, TypeAlias

from psycopg import Connection, Cursor

from schemagen.copying.matching import Route
from schemagen.copying.rows import converted
from schemagen.copying.source import Source
from schemagen.sqltext.quoting import Literal, Name, Names, QualifiedName, sql

Database: TypeAlias = Connection[tuple[Any, ...]]
Told: TypeAlias = Callable[[int], None]
"""Told how many rows of a table are in."""

BATCH: Final = 20_000
"""How many rows go in together: what an interruption costs at most."""
LEDGER: Final = """\
CREATE SCHEMA IF NOT EXISTS schemagen;
CREATE TABLE IF NOT EXISTS schemagen.copy (
    relation text PRIMARY KEY,
    source text NOT NULL,
    rows bigint NOT NULL
)"""
"""How far each table is, beside the history of migrations. It stays, so that the same command
can be run again, and only compares."""
_NOTE: Final = b"""\
INSERT INTO schemagen.copy (relation, source, rows) VALUES (%s, %s, %s)
ON CONFLICT (relation) DO UPDATE SET rows = excluded.rows"""


def fill(database: Database, source: Source, route: Route, after: int, told: Told) -> None:
    """Copy the rows of a table that are not there yet.

    Raises:
        MisfitError: a value is none of its column's type.
        psycopg.Error: the server refused a row; what was told before stays.
    """
    rows, done = converted(source, route, after), after
    size = route.source.rows + 1 if route.whole else BATCH
    finished = False
    while not finished:
        with database.transaction(), database.cursor() as cursor:
            before = done
            with copying(cursor, route.target.qualified, route) as write:
                for row in islice(rows, size):
                    write(row)
                    done += 1
            finished = done - before < size
            cursor.execute(_NOTE, (route.target.name, source.fingerprint, done))
        told(done)


@contextmanager
def copying(
    cursor: Cursor[Any], relation: QualifiedName, route: Route
) -> Iterator[Callable[[Any], None]]:
    """Write rows into a relation with the columns of a route, until the end of the block."""
    names = Names(tuple(name for _, name in route.columns))
    with cursor.copy(sql("COPY {} ({}) FROM STDIN", relation, names).encode()) as copy:
        yield copy.write_row


def renumber(database: Database, route: Route) -> None:
    """Let the sequences of a table go on after the largest number that is in it."""
    for column in route.target.columns:
        if column.generated or not column.filled:
            continue
        query = sql(
            "SELECT setval(sequence, greatest(largest, 1), largest IS NOT NULL) FROM ("
            "SELECT pg_get_serial_sequence({text}, {name_text})::regclass AS sequence,"
            " max({name}) AS largest FROM {relation}) AS found WHERE sequence IS NOT NULL",
            text=Literal(sql("{}", route.target.qualified)),
            name_text=Literal(column.name),
            name=Name(column.name),
            relation=route.target.qualified,
        )
        database.execute(query.encode())
