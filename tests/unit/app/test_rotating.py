"""Partitions that `maintain` makes, in a comparison."""

from __future__ import annotations

from schemagen.app.rotating import rotating
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.kinds.table import Rotation, Table


def test_tables_of_one_name_in_two_schemas_have_partitions_each() -> None:
    wholes = [
        Table(
            id=ObjectId("table", schema, "event"),
            partition_by="RANGE (at)",
            rotation=Rotation("at", "date"),
        )
        for schema in ("one", "two")
    ]
    parts = [
        Table(
            id=ObjectId("table", whole.id.schema, "event_p2026_11"),
            partition_of=whole.id,
            bound="FOR VALUES FROM ('2026-11-01') TO ('2026-12-01')",
        )
        for whole in wholes
    ]
    found = rotating(Catalog([*wholes, *parts]), Catalog(wholes))
    assert list(found.current) == wholes
    assert found.desired == ()
