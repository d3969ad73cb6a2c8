"""What is in the way of a change: it is dropped, or lets go of what is about to be replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import HazardType
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.statement import Statement
from schemagen.frozen import frozen
from schemagen.kinds.kind import Release
from schemagen.plan.altering import altered_fields, once
from schemagen.plan.facets import without_privileges
from schemagen.plan.impact import Impact, is_relation
from schemagen.plan.order import creation_order
from schemagen.plan.settle import Relation, locks_of_what_goes_along
from schemagen.plan.whole import drop_object, goes_along


@frozen(slots=False)
class Takedown:
    """Takes things down, on the way from one catalog to another.

    Attributes:
        current: all that there is before.
        desired: all that there is after.
        impact: what happens to objects.
        left: for relations, which others they are parts of no longer once they are freed.
        saved: what is carried over, so that nothing is lost when it is dropped.
    """

    current: Catalog
    desired: Catalog
    impact: Impact
    left: Mapping[Relation, Set[Relation]]
    saved: Set[ObjectId]

    def free(self) -> Iterator[Statement]:
        """Yield what must be done before anything is dropped: a partition lets go."""
        # A relation lets go before its members do.
        for key in sorted(
            self.impact.altered, key=lambda key: (kinds.BY_NAME[key.kind].phase, key)
        ):
            frees = kinds.BY_NAME[key.kind].frees
            current, desired = self.current[key], self.desired[key]
            fields = [
                each for each in altered_fields(desired, self.impact, self.desired) if each in frees
            ]
            yield from once(frees[each](current, desired) or () for each in fields)

    def gone(self) -> set[ObjectId]:
        """Return what goes, for good or to be rebuilt."""
        named = {key for key in self.impact.dropped | self.impact.rebuilt if key in self.current}
        return named | {item.id for item in self.current.following if self._goes_along(item)}

    def _goes_along(self, item: CatalogObject) -> bool:
        """Tell whether an object goes with what it follows."""
        follows = item.follows
        if follows is None or item.id in self.desired or not self.impact.goes(follows):
            return False
        return self._stands_alone(item)

    def run(
        self, keys: Set[ObjectId], released: Mapping[ObjectId, Sequence[Release]]
    ) -> Iterator[Statement]:
        """Yield what drops these, in the reverse order of creation, after others let go of them."""
        going = [self.current[key] for key in sorted(keys)]
        yield from without_privileges([item for item in going if item.external])
        if not keys and not released:
            return
        relations = {key for key in keys if is_relation(key)}
        order = creation_order(self.current, relations, keys | released.keys())
        position = {key: place for key, place in order.positions().items() if key in keys}
        carried = locks_of_what_goes_along(order.objects, position)
        for item in reversed(order.objects):
            # What reaches the parent reaches its children: not one that has been freed of it.
            after = self.desired.get(item.id) or item
            if item.follows not in released or item.follows != after.follows:
                for release in released.get(item.id, ()):
                    yield from release.statements
            along = goes_along(item, position) and not self._stands_alone(item)
            together = item.id in order.shells or along
            if item.id in keys and self._drops(item) and not together:
                for each in drop_object(item, self.desired):
                    statement = each.locking((*each.locks, *carried.get(item.id, ())))
                    kept = item.id in self.saved
                    yield statement.without(HazardType.DELETES_DATA) if kept else statement

    def _drops(self, item: CatalogObject) -> bool:
        """Tell whether an object needs a statement to go: not if it goes with what it follows."""
        if not item.brought or item.follows is None:
            return True
        if self._stands_alone(item):
            return True
        return item.id in self.impact.dropped and item.follows in self.desired

    def _stands_alone(self, item: CatalogObject) -> bool:
        """Tell whether what an object follows does not reach it, since its relation is let go."""
        follows = item.follows
        if follows is None or kinds.BY_NAME[item.id.kind].lent:
            return False
        left = self.left.get((item.id.schema, item.id.table), ())
        return (follows.schema, follows.table) in left
