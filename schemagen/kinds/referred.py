"""Partitions of a table that foreign keys refer to: each of the keys refers to them, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.lock import Lock, Work
from schemagen.catalog.object import ObjectId
from schemagen.catalog.statement import Statement
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, SHARE_ROW_EXCLUSIVE, also, lock_on, locking
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.kinds.support import qualified, qualified_text, statement
from schemagen.kinds.table.model import Table


def leave(item: Table, desired: Catalog) -> Iterable[Statement]:
    """Detach a partition before it is dropped if a foreign key refers to the whole.

    PostgreSQL drops none that such a key depends on, and looks for rows that refer to it when it is
    detached ("ALTER TABLE … DETACH PARTITION").
    """
    if item.partition_of is None or item.partition_of not in desired:
        return
    keys = _keys_to(item.partition_of, desired)
    if not keys:
        return
    fails_if = f"rows refer to rows of {qualified_text(item)}"
    effect = locking(item, ACCESS_EXCLUSIVE, fails_if=fails_if)
    effect = also(effect, lock_on(item.partition_of, ACCESS_EXCLUSIVE))
    effect = also(effect, *(lock_on(key.id, ACCESS_EXCLUSIVE, Work.SCAN) for key in keys))
    parent, own = qualified(item.partition_of), qualified(item.id)
    yield statement(item, "ALTER TABLE {} DETACH PARTITION {}", parent, own, effect=effect)


def referring(parent: ObjectId, catalog: Catalog) -> Iterable[Lock]:
    """Yield the locks on the tables whose foreign keys will refer to a new partition, too."""
    for key in _keys_to(parent, catalog):
        yield lock_on(key.id, SHARE_ROW_EXCLUSIVE)


def _keys_to(parent: ObjectId, catalog: Catalog) -> list[ForeignKey]:
    wholes = {parent, *_wholes_of(parent, catalog)}
    return [key for key in catalog.of(ForeignKey) if key.references in wholes]


def _wholes_of(key: ObjectId, catalog: Catalog) -> Iterator[ObjectId]:
    """Yield what a table is a partition of, and what that is one of."""
    item = catalog.get(key)
    while isinstance(item, Table) and item.partition_of is not None:
        yield item.partition_of
        item = catalog.get(item.partition_of)
