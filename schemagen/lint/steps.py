"""A change as the rules about changes look at it: what differs, and the statements of the way."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Alter, Change, Create
from schemagen.catalog.lock import LockMode, Work
from schemagen.catalog.object import ObjectId
from schemagen.catalog.statement import Statement
from schemagen.frozen import frozen


@frozen(slots=False)
class Steps:
    """One way from a catalog to another; without sizes, as if every table were large."""

    changes: tuple[Change, ...]
    statements: tuple[Statement, ...]
    current: Catalog
    desired: Catalog

    def created(self, kind: str) -> frozenset[ObjectId]:
        """Return what comes of a kind."""
        found = (change for change in self.changes if isinstance(change, Create))
        return frozenset(each.desired.id for each in found if each.desired.id.kind == kind)

    def altered(self, kind: str, *fields: str) -> frozenset[ObjectId]:
        """Return what of a kind differs in one of the fields."""
        return frozenset(
            change.desired.id
            for change in self.changes
            if isinstance(change, Alter)
            and change.desired.id.kind == kind
            and any(each.field in fields for each in change.fields)
        )

    def blocking(self, work: Work, *modes: LockMode) -> Iterator[Statement]:
        """Yield the statements that do such work while they hold a lock of one of the modes."""
        for item in self.statements:
            if any(
                lock.work is work and lock.mode in modes and not lock.brief for lock in item.locks
            ):
                yield item
