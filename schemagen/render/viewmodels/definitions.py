"""What belongs to a table besides its columns, as its kind defines it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.kinds.column import Column
from schemagen.kinds.kind import Kind
from schemagen.render.viewmodels.markdown import code, prose, table


def member_table(
    catalog: Catalog, relation: ObjectId, is_shown: Callable[[CatalogObject], bool]
) -> list[str]:
    """Return a Markdown table of constraints, indexes, triggers and whatever else there is."""
    shown = members(catalog, relation, is_shown)
    rows = [
        [kind.name.replace("_", " "), code(item.id.name), code(definition(item, kind))]
        for kind, item in shown
    ]
    heads = ["what", "name", "definition"]
    if any(item.comment for _, item in shown):
        heads.append("what for")
        for row, (_, item) in zip(rows, shown, strict=True):
            row.append(prose(item.comment or ""))
    return table(heads, rows)


def members(
    catalog: Catalog, relation: ObjectId, is_shown: Callable[[CatalogObject], bool]
) -> list[tuple[Kind[Any], CatalogObject]]:
    """Return what belongs to a relation besides its columns, in the order of kinds and names."""
    found = catalog.members(relation)
    present = [kind for kind in kinds.ALL if kind.model in found and kind.model is not Column]
    return [(kind, item) for kind in present for item in found[kind.model] if is_shown(item)]


def definition(item: CatalogObject, kind: Kind[Any]) -> str:
    """Return what is said of a member besides its name; empty where its kind says nothing."""
    return kind.definition(item) if kind.definition else ""
