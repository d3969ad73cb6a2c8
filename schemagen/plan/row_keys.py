"""By which key an UPDATE goes over the rows of a relation while everybody else goes on."""

from __future__ import annotations

from collections.abc import Sequence

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.kinds.online import Rows
from schemagen.plan.impact import Impact


class RowKeys:
    """The keys of one plan; `current` has everything under its new name."""

    def __init__(self, current: Catalog, desired: Catalog, impact: Impact) -> None:
        self._current, self._desired, self._impact = current, desired, impact

    def find(self, schema: str, relation: str) -> Rows:
        """Return how an UPDATE may go over the rows of a relation, and who notices."""
        sides = (self._current, self._desired)
        members = [item for side in sides for item in _members(side, schema, relation)]
        own = [item for side in sides for item in side.named(schema, relation)]
        spread = any(kinds.BY_NAME[item.id.kind].spread for item in members)
        key = () if spread else self._key(schema, relation)
        return Rows(key, any(map(_notices, members)), any(map(_notices, own)))

    def _key(self, schema: str, relation: str) -> tuple[str, ...]:
        members = _members(self._desired, schema, relation)
        for item in sorted(members, key=lambda each: (kinds.BY_NAME[each.id.kind].phase, each.id)):
            identifies = kinds.BY_NAME[item.id.kind].identifies
            names = identifies(item) if identifies and self._stays(item.id) else ()
            if names and all(self._tells(item.id, name) for name in names):
                return names
        return ()

    def _stays(self, key: ObjectId) -> bool:
        return key in self._current and not self._impact.goes(key)

    def _tells(self, constraint: ObjectId, name: str) -> bool:
        """Tell whether a column of a key has a value in each row, now and then."""
        sides = (self._current, self._desired)
        columns = [
            item
            for side in sides
            for kind in kinds.ALL
            if kind.key_part
            and (item := side.get(constraint._replace(kind=kind.name, name=name)))
            and kind.key_part(item)
        ]
        return len(columns) == len(sides) and not self._impact.goes(columns[0].id)


def _members(catalog: Catalog, schema: str, relation: str) -> Sequence[CatalogObject]:
    return catalog.beside(ObjectId("", schema, "", relation))


def _notices(item: CatalogObject) -> bool:
    quiet = kinds.BY_NAME[item.id.kind].quiet
    return quiet is not None and bool(quiet(item)[0])
