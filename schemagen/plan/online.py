"""Which changes of a plan are made by a recipe, because nobody should wait for them.

A relation that the plan makes, or that is known to be small, is changed in the plain way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.sizes import Sizes
from schemagen.kinds.online import AnyOnline, OnlineContext, Recipe
from schemagen.plan.beside import made_beside
from schemagen.plan.facets import is_facet
from schemagen.plan.impact import Impact, whole_of
from schemagen.plan.places import place_of
from schemagen.plan.row_keys import RowKeys


class Recipes:
    """The recipes of one way; `current` has everything under its new name.

    Attributes:
        created: for what is made while its relation stays.
        replaced: for what is made anew without a moment in which it is missing.
        beside: for what becomes another that is made beside it, in the order of their places.
        dropped: for what goes while its relation stays, at the very end.
    """

    def __init__(
        self, current: Catalog, desired: Catalog, impact: Impact, sizes: Sizes | None
    ) -> None:
        self._current, self._desired, self._impact, self._sizes = current, desired, impact, sizes
        self.replaced = _found(self._replace(key) for key in impact.rebuilt)
        made = (impact.created | impact.rebuilt) - self.replaced.keys()
        self.created = _found(self._create(key) for key in made)
        self.beside = self._all_beside()
        self.dropped = _found(self._drop(key) for key in impact.dropped)

    def alter(self, current: CatalogObject, desired: CatalogObject, field: str) -> Recipe | None:
        """Return the recipe for the change of a field, if there is one."""
        online = kinds.BY_NAME[desired.id.kind].online
        if online is None or not self._is_due(online, desired):
            return None
        change = online.alters.get(field)
        return change(current, desired, self._context) if change else None

    @cached_property
    def filling(self) -> Mapping[ObjectId, Recipe]:
        """The recipes after which rows have values that they did not have."""
        altered = (
            (key, self.alter(self._current[key], self._desired[key], each.field))
            for key, fields in self._impact.altered.items()
            for each in fields
        )
        found = {**self.created, **_found(altered)}
        return {key: recipe for key, recipe in found.items() if recipe.fills}

    def _all_beside(self) -> dict[ObjectId, Recipe]:
        """Return recipes in the order of places: those that move keep their order that way."""
        found: dict[ObjectId, Recipe] = {}
        keys = sorted(self._impact.altered)
        for key in sorted(keys, key=lambda key: place_of(self._current[key]), reverse=True):
            recipe = self._beside(key, found)
            if recipe is not None:
                found[key] = recipe
        return dict(reversed(found.items()))

    def _beside(self, key: ObjectId, after: Collection[ObjectId]) -> Recipe | None:
        online, desired = kinds.BY_NAME[key.kind].online, self._desired[key]
        if online is None or online.beside is None or not self._is_large(key):
            return None
        fields = {each.field for each in self._impact.altered[key] if not is_facet(each.field)}
        rows = self._context.rows(key.schema, key.table).quiet_key
        if not fields or fields - online.beside_fields or not rows:
            return None
        beside = online.beside(self._current[key], desired, rows)
        if beside is None or desired.follows or self._context.followers_of(key):
            return None
        return made_beside(beside, desired, self._impact, self._current, self._context, after)

    def _create(self, key: ObjectId) -> tuple[ObjectId, Recipe | None]:
        online, item = kinds.BY_NAME[key.kind].online, self._desired[key]
        if online is None or online.create is None or not self._is_due(online, item):
            return key, None
        return key, None if item.brought else online.create(item, self._context)

    def _drop(self, key: ObjectId) -> tuple[ObjectId, Recipe | None]:
        online, item = kinds.BY_NAME[key.kind].online, self._current[key]
        if online is None or online.drop is None or not self._is_large(key):
            return key, None
        if not self._stands_alone(item) or self._takes_name(key):
            return key, None
        context = OnlineContext(
            self._current, _wholes(self._current), unlisted=_unlisted(self._current)
        )
        return key, None if item.brought else online.drop(item, context)

    def _replace(self, key: ObjectId) -> tuple[ObjectId, Recipe | None]:
        online, item = kinds.BY_NAME[key.kind].online, self._desired[key]
        if online is None or online.replace is None or not self._is_large(key):
            return key, None
        if item.brought or not self._stands_alone(self._current[key]):
            return key, None
        return key, online.replace(self._current[key], item, self._context)

    def _is_due(self, online: AnyOnline, item: CatalogObject) -> bool:
        return self._stays(item.id) if online.always(item) else self._is_large(item.id)

    def _is_large(self, key: ObjectId) -> bool:
        """Tell whether the relation of a member is there before and after, and large."""
        if self._sizes is None or not self._sizes.is_large(key.schema, key.table):
            return False
        return self._stays(key)

    def _stays(self, key: ObjectId) -> bool:
        """Tell whether the relation of a member is there before and after."""
        homes = [ObjectId(kind.name, key.schema, key.table) for kind in kinds.ALL if kind.relation]
        stays = any(home in self._current and home in self._desired for home in homes)
        return stays and not any(home in self._impact.rebuilt for home in homes)

    def _stands_alone(self, item: CatalogObject) -> bool:
        """Tell whether nothing that an object needs is changed while it is still there."""
        impact = self._impact
        touched = (*impact.altered, *impact.released, *impact.rebuilt, *impact.dropped)
        return not set(item.depends_on) & set(touched)

    def _takes_name(self, key: ObjectId) -> bool:
        """Tell whether something new has the name of what goes."""
        return any((new.schema, new.name) == (key.schema, key.name) for new in self._impact.created)

    @cached_property
    def _context(self) -> OnlineContext:
        keys = RowKeys(self._current, self._desired, self._impact)
        unlisted = _unlisted(self._current) | _unlisted(self._desired)
        return OnlineContext(self._desired, _wholes(self._desired), keys.find, unlisted)


def _found(recipes: Iterable[tuple[ObjectId, Recipe | None]]) -> dict[ObjectId, Recipe]:
    return {key: recipe for key, recipe in recipes if recipe is not None}


def _unlisted(catalog: Catalog) -> frozenset[tuple[str, str]]:
    return frozenset(
        (item.id.schema, item.id.name)
        for kind in kinds.ALL
        for item in (catalog.of(kind.model) if kind.unlisted else ())
        if kind.unlisted and kind.unlisted(item)
    )


def _wholes(catalog: Catalog) -> Mapping[ObjectId, ObjectId]:
    return {
        item.id: whole
        for kind in kinds.ALL
        if kind.relation
        for item in catalog.of(kind.model)
        for whole in whole_of(item)
    }
