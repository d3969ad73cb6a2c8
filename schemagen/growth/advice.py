"""What would help a table that grows: partitions, keeping less, other indexes, a cluster.

Each piece of advice says what was seen and what to write into the spec.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.growth.figures import Grown, Growth
from schemagen.growth.words import bytes_in_words, rows_in_words
from schemagen.kinds import BY_NAME
from schemagen.kinds.column import Column
from schemagen.kinds.table import Table

DAY: Final = 86400.0
"""Seconds."""
_WIDTHS: Final = (("day", 1), ("week", 7), ("month", 30), ("year", 365))
_TIMES: Final = ("timestamp with time zone", "timestamp without time zone", "date")


class Topic(StrEnum):
    """What would help."""

    PARTITION = "partition"
    KEEP = "keep"
    MAINTAIN = "maintain"
    INDEX = "index"
    VACUUM = "vacuum"
    REWRITE = "rewrite"
    FILLFACTOR = "fillfactor"
    DISTRIBUTE = "distribute"


@frozen
class Advice:
    """What would help a table, why, and what to write or run."""

    topic: Topic
    reason: str
    remedy: str


@frozen
class Limits:
    """From when on something is worth a word.

    Attributes:
        bytes, rows: of a table that is large.
        part: how large a partition should at most become.
        index: bytes of an index that is not used.
        dead: which share of dead rows is much.
        bloat: which share of pages without rows is much, and `room` from how many bytes on.
        whole: bytes of a database that outgrows a server.
    """

    bytes: int = 10 * 2**30
    rows: int = 10_000_000
    part: int = 10 * 2**30
    index: int = 16 * 2**20
    dead: float = 0.2
    bloat: float = 0.5
    room: int = 100 * 2**20
    whole: int = 500 * 2**30


def advise(
    table: Grown, growth: Growth, catalog: Catalog, limits: Limits = Limits()
) -> Iterator[Advice]:
    """Yield what would help a table of a project, the most important first."""
    declared = catalog.get(ObjectId("table", table.schema, table.name))
    large = table.bytes >= limits.bytes or table.rows >= limits.rows
    if isinstance(declared, Table):
        if large and declared.partition_by is None:
            yield from _partition(table, growth, catalog, limits)
        yield from _lifecycle(table, declared, large=large)
    yield from _indexes(table, limits)
    yield from _vacuum(table, limits)


def advise_whole(growth: Growth, tenant: str | None, limits: Limits = Limits()) -> Iterator[Advice]:
    """Yield what would help a database as a whole; `tenant` is the claim that tells tenants."""
    total = sum(table.bytes for table in growth.tables)
    if total >= limits.whole:
        remedy = "distribution: {engine: citus}; or a database for each tenant: migrate up --fleet"
        if tenant is None:
            remedy = "tenancy, by which rows can be distributed: SPEC.md, Tenancy"
        yield Advice(Topic.DISTRIBUTE, f"the tables take {bytes_in_words(total)}", remedy)


def per_day(table: Grown, growth: Growth) -> float | None:
    """Return how many rows more there are each day, None if it was not counted for a day yet."""
    if growth.seconds < DAY:
        return None
    return (table.inserted - table.deleted) * DAY / growth.seconds


def _partition(table: Grown, growth: Growth, catalog: Catalog, limits: Limits) -> Iterator[Advice]:
    changed = table.updated + table.deleted
    column = _moment(table, catalog)
    if column is None or changed > table.inserted:
        return
    grows = per_day(table, growth) or 0.0
    width = _width(grows * table.bytes / max(table.rows, 1), limits)
    referring = sorted({str(item.id) for item in catalog if _refers_to(item, table)})
    needs = f"; {', '.join(referring)} would have to refer to {column} as well" if referring else ""
    yield Advice(
        Topic.PARTITION,
        f"{rows_in_words(table.rows)}, {bytes_in_words(table.bytes)}, mostly added to",
        f"partition_by: {{range: {column}, every: {width}}}, with {column} in each key{needs}",
    )


def _refers_to(item: object, table: Grown) -> bool:
    key = getattr(item, "id", None)
    refers = BY_NAME[key.kind].refers if isinstance(key, ObjectId) else None
    target = refers(item) if refers else None
    return target is not None and (target.schema, target.name) == (table.schema, table.name)


def _moment(table: Grown, catalog: Catalog) -> str | None:
    """Return the column that tells when a row came: one that is filled by itself, if there is."""
    key = ObjectId("table", table.schema, table.name)
    columns = [
        column
        for column in catalog.belonging_to(key, Column)
        if column.type in _TIMES and column.not_null
    ]
    found = sorted(columns, key=lambda each: (each.default is None, each.position))
    return found[0].id.name if found else None


def _width(bytes_per_day: float, limits: Limits) -> str:
    """Return how wide partitions may be without becoming large."""
    fitting = [name for name, days in _WIDTHS if bytes_per_day * days <= limits.part]
    return "month" if "month" in fitting else (fitting[-1] if fitting else "day")


def _lifecycle(table: Grown, declared: Table, *, large: bool) -> Iterator[Advice]:
    rotation = declared.rotation
    if rotation is None:
        return
    if table.stray:
        reason = f"about {rows_in_words(table.stray)} in the default partition"
        yield Advice(Topic.MAINTAIN, reason, "schemagen maintain, at least as often as `every`")
    if large and rotation.keep is None:
        remedy = "keep: 24 months, if older ones are not asked for"
        yield Advice(Topic.KEEP, f"{rows_in_words(table.rows)}, kept for ever", remedy)


def _indexes(table: Grown, limits: Limits) -> Iterator[Advice]:
    for use in table.uses:
        if not use.needed and not use.used and use.bytes >= limits.index:
            reason = f"index {use.name} takes {bytes_in_words(use.bytes)} and was not used"
            remedy = "take it out of the spec, if no replica and no yearly report uses it"
            yield Advice(Topic.INDEX, reason, remedy)


def _vacuum(table: Grown, limits: Limits) -> Iterator[Advice]:
    if table.dead_share >= limits.dead and table.bytes >= limits.index:
        reason = f"{table.dead_share:.0%} of its rows are dead"
        yield Advice(Topic.VACUUM, reason, "with: {autovacuum_vacuum_scale_factor: 0.05}")
    if table.room and table.room >= limits.room and table.room >= table.heap * limits.bloat:
        reason = (
            f"about {bytes_in_words(table.room)} of its {bytes_in_words(table.heap)} hold no row"
        )
        remedy = (
            "new rows fill it; to give it back: pg_repack, or VACUUM FULL while nobody reads it"
        )
        yield Advice(Topic.REWRITE, reason, remedy)
    moved = table.updated - table.updated_in_page
    if moved > table.updated / 2 and table.updated > table.rows and table.bytes >= limits.index:
        reason = f"{moved / table.updated:.0%} of its updates change every index"
        yield Advice(Topic.FILLFACTOR, reason, "with: {fillfactor: 85}")
