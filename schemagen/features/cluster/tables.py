"""Tables as a whole: what of them a cluster cannot have on every node."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.features.cluster.layout import Breach, Layout
from schemagen.kinds.table import Table


def whole_in_one_piece(layout: Layout) -> Iterator[Breach]:
    """Find reference tables that are partitioned."""
    for table in layout.catalog.of(Table):
        place = layout.of(table.id)
        if table.partition_by and place is not None and not place.columns:
            yield Breach(
                "distributed-table",
                f'"{table.id.name}" is a reference table, and partitioned',
                table.id,
                "distribute it by a column, or do without partitions",
                ("partition_by",),
            )
