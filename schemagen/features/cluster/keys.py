"""Keys of distributed tables: each node sees to its own rows alone."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.object import CatalogObject
from schemagen.features.cluster.layout import Breach, Layout
from schemagen.kinds.exclusion import Exclusion
from schemagen.kinds.index import Index
from schemagen.kinds.primary_key import PrimaryKey
from schemagen.kinds.unique import Unique
from schemagen.sqltext.quoting import quote_name


def hold_the_column(layout: Layout) -> Iterator[Breach]:
    """Find keys, unique constraints and unique indexes without the distribution column."""
    for item, column in layout.spread(PrimaryKey, Unique, Index):
        match item:
            case PrimaryKey(columns=columns):
                what, listed = "the primary key", list(columns)
            case Unique(columns=columns):
                what, listed = "the unique constraint", list(columns)
            case Index(elements=elements) if item.unique:
                what = "the unique index"
                listed = [each.column or f"({each.expression})" for each in elements]
            case _:
                continue
        if column not in listed:
            yield Breach(
                "distributed-key",
                f'{what} ({", ".join(listed)}) of "{item.id.table}" does not hold "{column}",'
                " by which the table is distributed",
                item.id,
                _instead(item, column, listed, layout),
            )


def _instead(item: CatalogObject, column: str, listed: list[str], layout: Layout) -> str:
    """Say what a key may be: with a column that is a key by itself it would mean nothing."""
    whole = "make it a `reference` table, which is whole on every node"
    keys = (key for key in layout.catalog.of(PrimaryKey) if key.id[1:3] == item.id[1:3])
    if any(key.columns == (column,) for key in keys):
        return f"{whole}: a node sees to its own rows alone"
    other = "" if isinstance(item, PrimaryKey) else ", or make it a `reference` table"
    return f"write [{', '.join([column, *listed])}]{other}: a node sees to its own rows alone"


def exclude_within_a_shard(layout: Layout) -> Iterator[Breach]:
    """Find exclusion constraints that compare rows of several nodes."""
    for item, column in layout.spread(Exclusion):
        if not isinstance(item, Exclusion):
            continue
        parts = [element.rpartition(" WITH ") for element in item.elements]
        if any(
            (what.strip(), operator) == (quote_name(column), "=") for what, _, operator in parts
        ):
            continue
        yield Breach(
            "distributed-key",
            f'the exclusion constraint "{item.id.name}" of "{item.id.table}" compares rows of'
            f' other values of "{column}", by which the table is distributed',
            item.id,
            f"begin its elements with `{quote_name(column)} with =`:"
            " a node sees to its own rows alone",
        )
