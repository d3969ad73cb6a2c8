"""From a publication back to its spec."""

from __future__ import annotations

from typing import Any

from schemagen.catalog.catalog import Catalog
from schemagen.declare.declaration import Declaration, Reference, stated
from schemagen.kinds.publication.lower import PublicationSpec, PublishedTableSpec
from schemagen.kinds.publication.model import Publication, PublishedTable


def declare(item: Publication, _: Catalog) -> Declaration:
    """Return what a spec says of a publication."""
    values = {
        "all_tables": item.all_tables,
        "tables": [_declared_table(each) for each in item.tables],
        "schemas": list(item.schemas),
        "publish": list(item.publish),
        "via_partition_root": item.via_partition_root,
        "generated_columns": item.generated_columns,
    }
    return Declaration("publications", stated(PublicationSpec, values), item.id.name)


def _declared_table(each: PublishedTable) -> Any:
    name = Reference(each.relation.schema, each.relation.name)
    values = {
        "table": name,
        "columns": list(each.columns or ()),
        "where": each.condition[1:-1] if each.condition else None,
    }
    stated_values = stated(PublishedTableSpec, values)
    return name if len(stated_values) == 1 else stated_values
