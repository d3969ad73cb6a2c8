"""Reading what grows, from the catalog and the statistics that a server keeps.

Both are estimates, and reading them reads no row. The statistics are those since they were last
reset ("The Cumulative Statistics System").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import field
from importlib.resources import files
from typing import Any, Final

from psycopg import Connection
from psycopg.rows import class_row

from schemagen.catalog.apart import PATTERN
from schemagen.frozen import frozen

_SINCE: Final = """\
SELECT extract(
  epoch FROM now() - coalesce(stats_reset, pg_catalog.pg_postmaster_start_time())
)::float8 FROM pg_catalog.pg_stat_database WHERE datname = pg_catalog.current_database()"""


@frozen(kw_only=True)
class IndexUse:
    """An index, with those of its partitions.

    Attributes:
        needed: whether it is there for more than queries: it keeps something unique.
        bytes: how large it is.
        used: in how many scans it was used.
    """

    schema: str
    table: str
    name: str
    needed: bool
    bytes: int
    used: int


@frozen(kw_only=True)
class Grown:
    """What a table has come to, its partitions included.

    Attributes:
        parts: how many partitions, or children, it has.
        rows: about how many rows there are.
        heap, indexes, rest: bytes of rows, of indexes, and of long values and maps.
        room: about how many bytes of `heap` hold no row, to be filled or to be given back; None
            for one that ANALYZE has not seen.
        dead: about how many rows are there that nobody sees any more.
        inserted, updated, deleted: how many rows were.
        updated_in_page: how many of the updated ones needed no change of an index.
        scans, lookups: how often it was read as a whole, and by an index.
        stray: about how many rows are in its default partition.
        uses: its indexes.
    """

    schema: str
    name: str
    parts: int
    rows: int
    heap: int
    indexes: int
    rest: int
    room: int | None
    dead: int
    inserted: int
    updated: int
    updated_in_page: int
    deleted: int
    scans: int
    lookups: int
    stray: int
    uses: tuple[IndexUse, ...] = field(default=())

    @property
    def bytes(self) -> int:
        """How large it is with everything."""
        return self.heap + self.indexes + self.rest

    @property
    def dead_share(self) -> float:
        """Which share of its rows nobody sees any more: 0 to 1."""
        return self.dead / (self.rows + self.dead) if self.dead else 0.0

    @property
    def bloat(self) -> float | None:
        """Which share of `heap` holds no row: 0 to 1."""
        if self.room is None:
            return None
        return self.room / self.heap if self.heap else 0.0

    @property
    def by_index(self) -> float | None:
        """Which share of its reads went by an index: 0 to 1, None if it was not read."""
        reads = self.scans + self.lookups
        return self.lookups / reads if reads else None


@frozen
class Growth:
    """What tables have come to, and for how many seconds it was counted what was done to them."""

    tables: tuple[Grown, ...]
    seconds: float


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
