"""Which rows and numbers a plan carries over to what it makes anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.statement import Statement
from schemagen.kinds.carry import CarriedValue
from schemagen.plan.impact import Impact, whole_of
from schemagen.plan.places import place_of


@dataclass
class Carriage:
    """What is carried over on one way; `current` has everything under its new name.

    Attributes:
        saved: what is put aside before it is dropped.
        waiting: what of that was not put back yet.
    """

    current: Catalog
    desired: Catalog
    impact: Impact
    saved: frozenset[ObjectId] = field(init=False)
    waiting: list[ObjectId] = field(init=False)

    def __post_init__(self) -> None:
        whole = {key for key in self.impact.rebuilt if self._is_carried(key)}
        members = {
            item.id
            for home in whole
            if kinds.BY_NAME[home.kind].relation
            for item in self.desired.belonging_to(home, CatalogObject)
            if item.id in self.current and kinds.BY_NAME[item.id.kind].carry
        }
        self.saved = frozenset(whole | members)
        self.waiting = sorted(self.saved, key=lambda key: (kinds.BY_NAME[key.kind].phase, key))

    def save(self) -> Iterator[Statement]:
        """Put everything aside."""
        for key in self.waiting:
            carry = kinds.BY_NAME[key.kind].carry
            if carry is not None:
                yield from carry.save(self.current[key], self._values(key))

    def bring(self, done: Collection[ObjectId]) -> Iterator[Statement]:
        """Put back what has a place again, when the relations in `done` are as they shall be."""
        for key in tuple(self.waiting):
            carry = kinds.BY_NAME[key.kind].carry
            if carry is not None and all(part in done for part in self.places(key)):
                self.waiting.remove(key)
                yield from carry.bring(self.current[key], self.desired[key], self._values(key))

    def _is_carried(self, key: ObjectId) -> bool:
        """Tell whether an object has something to carry that no whole of it carries already."""
        if kinds.BY_NAME[key.kind].carry is None:
            return False
        wholes = [] if key.table else list(whole_of(self.current[key]))
        return not any(
            kinds.BY_NAME[whole.kind].relation and self.impact.goes(whole) for whole in wholes
        )

    def _values(self, key: ObjectId) -> tuple[CarriedValue, ...]:
        return tuple(value for item in self._members(key) if (value := self._value(item)))

    def _members(self, key: ObjectId) -> Iterator[CatalogObject]:
        found = [
            item
            for item in self.desired.belonging_to(key, CatalogObject)
            if item.id in self.current and kinds.BY_NAME[item.id.kind].carried
        ]
        yield from sorted(found, key=lambda item: (place_of(item), item.id))

    def _value(self, item: CatalogObject) -> CarriedValue | None:
        carried = kinds.BY_NAME[item.id.kind].carried
        now = self.current[item.id]
        type_goes = any(self.impact.goes(need) for need in now.depends_on)
        return carried(now, item, type_goes) if carried else None

    def places(self, key: ObjectId) -> Iterator[ObjectId]:
        """Yield what must stand before rows can come: the relation with all parts of it."""
        if key.table:
            yield from (
                ObjectId(kind.name, key.schema, key.table)
                for kind in kinds.ALL
                if kind.relation and ObjectId(kind.name, key.schema, key.table) in self.desired
            )
            return
        queue = [key]
        while queue:
            whole = queue.pop()
            yield whole
            queue += [
                item.id
                for kind in kinds.ALL
                if kind.relation
                for item in self.desired.of(kind.model)
                if whole in whole_of(item)
            ]
