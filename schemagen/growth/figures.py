"""What tables have come to, as a server counts it."""

from __future__ import annotations

from dataclasses import field

from schemagen.frozen import frozen


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
