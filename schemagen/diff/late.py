"""What comes to a partition later than to its parent, and so not by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId


def made_by_itself(
    current: Mapping[ObjectId, CatalogObject] | Catalog, desired: Catalog
) -> Catalog:
    """Return the desired catalog with what is new below something that is there already.

    PostgreSQL makes an index of a partition for a new index of the parent or for a new partition.
    Where both are old, it takes a statement.
    """
    late = {item.id for item in desired.following if _is_late(item, current, desired)}
    if not late:
        return desired
    return Catalog(replace(item, local=True) if item.id in late else item for item in desired)


def _is_late(
    item: CatalogObject, current: Mapping[ObjectId, CatalogObject] | Catalog, desired: Catalog
) -> bool:
    if not item.brought or item.follows is None or not kinds.BY_NAME[item.id.kind].attached:
        return False
    if item.id in current or item.follows not in current or item.follows not in desired:
        return False
    return keeps_parent(item, current, desired)


def keeps_parent(
    item: CatalogObject, current: Mapping[ObjectId, CatalogObject] | Catalog, desired: Catalog
) -> bool:
    """Tell whether the relation of a member is a part of the same one before and after."""
    for kind in kinds.ALL:
        home = ObjectId(kind.name, item.id.schema, item.id.table)
        if kind.relation and kind.goes_with and home in current and home in desired:
            return bool(kind.goes_with(current[home]) == kind.goes_with(desired[home]))
    return False
