"""From a foreign key back to its spec."""

from __future__ import annotations

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject
from schemagen.declare.declaration import Declaration, Reference, stated
from schemagen.kinds.foreign_key.lower import ForeignKeySpec
from schemagen.kinds.foreign_key.model import ForeignKey
from schemagen.sqltext.quoting import fit_name, quote_names


def declare(item: ForeignKey, catalog: Catalog) -> Declaration | None:
    """Return what a spec says of a foreign key."""
    if item.brought:
        return None
    usual = fit_name(item.id.table, "_".join(item.columns), suffix="fkey")
    narrowed = f" ({quote_names(item.on_delete_columns)})" if item.on_delete_columns else ""
    values = {
        "columns": list(item.columns),
        "references": _target(item, catalog),
        "on_delete": item.on_delete + narrowed,
        "on_update": item.on_update,
        "match": item.match,
        "period": item.period,
        "not_enforced": item.not_enforced,
        "deferrable": item.deferrable,
        "initially_deferred": item.initially_deferred,
        "not_valid": item.not_valid,
        "name": item.id.name if item.id.name != usual else None,
    }
    return Declaration("foreign_keys", stated(ForeignKeySpec, values))


def _target(item: ForeignKey, catalog: Catalog) -> Reference:
    """Return what is referred to, without its columns where they are the primary key."""
    target, columns = item.references, item.referenced_columns
    keys = [
        getattr(other, "columns", None)
        for other in catalog.belonging_to(target, CatalogObject)
        if other.id.kind == "primary_key"
    ]
    listed = "" if keys == [columns] else f" ({quote_names(columns)})"
    return Reference(target.schema, target.name, listed)
