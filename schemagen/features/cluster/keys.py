"""Keys of distributed tables: each node sees to its own rows alone."""

from __future__ import annotations

from collections.abc import Iterator

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
            wanted = ", ".join([column, *listed])
            other = "" if what == "the primary key" else ", or make it a `reference` table"
            yield Breach(
                "distributed-key",
                f'{what} ({", ".join(listed)}) of "{item.id.table}" does not hold "{column}",'
                " by which the table is distributed",
                item.id,
                f"write [{wanted}]{other}: a node sees to its own rows alone",
            )


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
