"""Whether all rows of a table of the file are in the database, and no other.

The file's rows go into a temporary table with the same columns, and that is compared with the real
one by what compares two databases: there is one notion of what is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from psycopg import RawCursor

from schemagen.comparing import statements
from schemagen.comparing.found import Side, TableComparison
from schemagen.comparing.relation import Pair, Relation, read_relations
from schemagen.comparing.table import Extent, Rows, compare_table
from schemagen.copying.filling import Database, copying
from schemagen.copying.matching import Route
from schemagen.copying.rows import converted
from schemagen.copying.source import Source
from schemagen.frozen import frozen
from schemagen.sqltext.quoting import Names, QualifiedName, sql

_TEMPORARY: Final = "schemagen_copied"


@frozen
class _Alone:
    """Both sides in one database, which is asked for one after the other."""

    database: Database

    def ask(self, _side: Side, query: str, values: Sequence[Any] = ()) -> Rows:
        with RawCursor(self.database) as cursor:
            return cursor.execute(query.encode(), values or None).fetchall()

    def ask_both(self, a: str, b: str, values: Sequence[Any] = ()) -> tuple[Rows, Rows]:
        return self.ask(Side.A, a, values), self.ask(Side.B, b, values)


def verify(database: Database, source: Source, route: Route, rows: int = 10) -> TableComparison:
    """Compare a table of the file (a) with that of the database (b); show so many rows.

    Raises:
        psycopg.Error: the server refused.
    """
    with database.transaction(force_rollback=True):
        database.execute(statements.SETTINGS)
        temporary = QualifiedName("pg_temp", _TEMPORARY)
        # Not LIKE, which takes NOT NULL along for columns that the file has no values for.
        names = Names(tuple(name for _, name in route.columns))
        query = "CREATE TEMP TABLE {} AS SELECT {} FROM {} WITH NO DATA"
        database.execute(sql(query, temporary, names, route.target.qualified).encode())
        with (
            database.cursor() as cursor,
            copying(cursor, temporary, route) as write,
        ):
            for row in converted(source, route):
                write(row)
        target = next(each for each in read_relations(database) if each.title == route.target.name)
        copied = _copied(target, route)
        found = compare_table(_Alone(database), Pair(copied, target), Extent(rows=rows))
        return replace(found, table=route.target.name, columns_b=())


def _copied(target: Relation, route: Route) -> Relation:
    """Return what stands for the temporary table: what it has no values for is not compared."""
    columns = tuple(name for name in target.columns if name in {to for _, to in route.columns})
    key = target.key if set(target.key) <= set(columns) else ()
    return replace(target, schema="pg_temp", name=_TEMPORARY, columns=columns, key=key)
