"""Reading what grows, from the catalog and the statistics that a server keeps.

Both are estimates, and reading them reads no row. The statistics are those since they were last
reset ("The Cumulative Statistics System").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Final

from psycopg import Connection
from psycopg.rows import class_row

from schemagen.catalog.apart import PATTERN
from schemagen.growth.figures import Grown, Growth, IndexUse

_SINCE: Final = """\
SELECT extract(
  epoch FROM now() - coalesce(stats_reset, pg_catalog.pg_postmaster_start_time())
)::float8 FROM pg_catalog.pg_stat_database WHERE datname = pg_catalog.current_database()"""


def read_growth(connection: Connection[Any]) -> Growth:
    """Read what all tables have come to, but for the server's own and ours.

    Raises:
        psycopg.Error: the server refused to tell.
    """
    with connection.cursor(row_factory=class_row(IndexUse)) as cursor:
        uses = cursor.execute(_text("indexes").encode(), [PATTERN]).fetchall()
    since = connection.execute(_SINCE.encode()).fetchone()
    return Growth(tuple(_tables(connection, uses)), float(since[0]) if since else 0.0)


def _tables(connection: Connection[Any], uses: list[IndexUse]) -> Iterator[Grown]:
    cursor = connection.execute(_text("tables").encode(), [PATTERN])
    names = [column.name for column in cursor.description or ()]
    by_table: dict[tuple[str, str], list[IndexUse]] = defaultdict(list)
    for use in uses:
        by_table[use.schema, use.table].append(use)
    for row in cursor.fetchall():
        values = dict(zip(names, row, strict=True))
        own = by_table[values["schema"], values["name"]]
        yield Grown(**values, uses=tuple(own))


def _text(name: str) -> str:
    return files("schemagen.growth").joinpath(f"sql/{name}.sql").read_text(encoding="utf-8")
