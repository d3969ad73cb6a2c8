"""The indexes of a partitioned table and of its partitions ("ALTER INDEX … ATTACH PARTITION").

PostgreSQL makes those of the partitions together with that of the parent, under names of its own.
Where they are others, each is made by itself, that of the parent alone, and they are attached.
"""

from __future__ import annotations

from collections.abc import Iterable

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.statement import Statement
from schemagen.kinds.effects import (
    ACCESS_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
    also,
    lock_on,
    locking,
)
from schemagen.kinds.support import qualified, statement
from schemagen.kinds.table.model import Table


def held_by(item: CatalogObject) -> ObjectId | None:
    """Return the index of the parent that an index belongs to, and goes with."""
    return item.follows


def attach(item: CatalogObject) -> Iterable[Statement]:
    """Attach an index that PostgreSQL did not make for the one of the parent."""
    if item.follows is None or item.brought:
        return
    effect = also(locking(item, ACCESS_EXCLUSIVE), lock_on(item.follows, SHARE_UPDATE_EXCLUSIVE))
    template = "ALTER INDEX {} ATTACH PARTITION {}"
    yield statement(item, template, qualified(item.follows), qualified(item.id), effect=effect)


def stands_alone(item: CatalogObject, lacking: bool, catalog: Catalog) -> bool:
    """Tell whether an index is made without those of the partitions, which are attached to it.

    `lacking` tells whether some partitions have none.
    """
    home = catalog.get(ObjectId("table", item.id.schema, item.id.table))
    if not isinstance(home, Table) or home.partition_by is None:
        return False
    return lacking or any(each.local for each in catalog if each.follows == item.id)
