"""How the statements of kinds say what they do to relations besides what they are for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import Hazard
from schemagen.catalog.lock import Lock, LockMode, Work
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.statement import Effect, Reach, Transaction

ACCESS_SHARE: Final = LockMode.ACCESS_SHARE
ROW_SHARE: Final = LockMode.ROW_SHARE
ROW_EXCLUSIVE: Final = LockMode.ROW_EXCLUSIVE
SHARE_UPDATE_EXCLUSIVE: Final = LockMode.SHARE_UPDATE_EXCLUSIVE
SHARE: Final = LockMode.SHARE
SHARE_ROW_EXCLUSIVE: Final = LockMode.SHARE_ROW_EXCLUSIVE
EXCLUSIVE: Final = LockMode.EXCLUSIVE
ACCESS_EXCLUSIVE: Final = LockMode.ACCESS_EXCLUSIVE

NO_LOCK: Final = Effect()
"""The effect of what touches no relation: types, functions, roles."""


def lock_on(key: ObjectId, mode: LockMode, work: Work = Work.NONE) -> Lock:
    """Return a lock on the relation that an id stands for, or that it belongs to."""
    return Lock(mode, key.schema, key.table or key.name, work)


def locking(
    item: CatalogObject,
    mode: LockMode,
    work: Work = Work.NONE,
    *,
    risks: tuple[Hazard, ...] = (),
    transaction: Transaction = Transaction.SHARED,
    fails_if: str = "",
) -> Effect:
    """Return the effect of a statement that locks the relation of an object, or the object."""
    return Effect((lock_on(item.id, mode, work),), risks, transaction, fails_if)


def also(effect: Effect, *locks: Lock) -> Effect:
    """Return an effect with further locks."""
    return replace(effect, locks=(*effect.locks, *locks))


def users_of(key: ObjectId, mode: LockMode, work: Work) -> Reach:
    """Return what finds the relations that use a type, be it through another type."""

    def reach(catalog: Catalog) -> Iterator[Lock]:
        types, found = {key}, set()
        queue = [key]
        while queue:
            for user in catalog.dependants.get(queue.pop(), ()):
                if user.table:
                    found.add((user.schema, user.table))
                elif user not in types:
                    types.add(user)
                    queue.append(user)
        for schema, relation in sorted(found):
            yield Lock(mode, schema, relation, work)

    return reach
