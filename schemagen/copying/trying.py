"""What a table's types, NOT NULL and checks say of rows that are not in it yet.

The rows go into a temporary table that LIKE makes of the original, without keys, references and
triggers (see CREATE TABLE), and nothing of it stays: the server says what it will refuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import psycopg

from schemagen.copying.filling import Database, copying
from schemagen.copying.matching import Route
from schemagen.copying.rows import Unfit, converted
from schemagen.copying.source import Source
from schemagen.sqltext.quoting import Literal, Name, QualifiedName, Raw, sql

_NAME: Final = "schemagen_tried"
_TRIED: Final = QualifiedName("pg_temp", _NAME)
_HAS_TRIGGERS: Final = """\
SELECT EXISTS (
    SELECT FROM pg_trigger
    WHERE tgrelid = {}::regclass AND NOT tgisinternal AND tgtype & 7 = 7 AND tgenabled <> 'D'
)
"""
"""Whether triggers see a row before it is inserted (BEFORE, INSERT and ROW of pg_trigger.h)."""
_PLACE: Final = re.compile(r"^COPY schemagen_tried, line (\d+)(?:, column ([^:\n]*))?", re.M)
"""Where COPY says that it was."""


def refused(database: Database, source: Source, route: Route) -> Iterator[Unfit]:
    """Give what the server refuses of the rows of a table, whose values all have been converted.

    Where triggers change rows before they are inserted, only types are tried.

    Raises:
        psycopg.Error: the server refused the trial itself.
    """
    done = 0
    while True:
        try:
            with database.transaction(force_rollback=True):
                _make(database, route)
                with database.cursor() as cursor, copying(cursor, _TRIED, route) as write:
                    for row in converted(source, route, done):
                        write(row)
        except psycopg.Error as error:
            found = _PLACE.search(error.diag.context or "")
            if found is None:
                raise
            done += int(found[1])
            yield _unfit(error, route, done, found[2])
        else:
            return


def _unfit(error: psycopg.Error, route: Route, row: int, column: str | None) -> Unfit:
    named = error.diag.column_name or column
    sources = {target: name for name, target in route.columns}
    said = (error.diag.message_primary or str(error)).replace(_NAME, route.target.row.name)
    return Unfit(route.source.name, sources.get(named or "", named), row, said)


def _make(database: Database, route: Route) -> None:
    """Make the temporary table; what a default or a trigger may fill can be left empty."""
    target = route.target
    table = sql("{}", target.qualified)
    [[triggers]] = database.execute(sql(_HAS_TRIGGERS, Literal(table)).encode()).fetchall()
    parts = "INCLUDING GENERATED INCLUDING IDENTITY"
    parts = parts if triggers else sql("{} INCLUDING CONSTRAINTS", Raw(parts))
    database.execute(
        sql("CREATE TEMP TABLE {} (LIKE {} {})", _TRIED, Raw(table), Raw(parts)).encode()
    )
    given = {name for _, name in route.columns}
    for column in target.columns:
        if column.not_null and (triggers or (column.default and column.name not in given)):
            query = "ALTER TABLE {} ALTER COLUMN {} DROP NOT NULL"
            if not column.identity:
                database.execute(sql(query, _TRIED, Name(column.name)).encode())
