"""A member of a large relation that becomes another, made beside it while everybody goes on.

The other is made and filled first, and everything that stands on the member is made for it too,
under another name. Then one short transaction lets them take the place of what was there. What of
that a kind knows is in its `Beside`; here is what follows for the objects around it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Final

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import HazardType
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.statement import Effect, Statement, Transaction
from schemagen.diff.engine import differences
from schemagen.diff.renames import Renames, renamed
from schemagen.kinds.online import Beside, OnlineContext, Recipe
from schemagen.plan.facets import describe_new, privileges_of_new
from schemagen.plan.impact import Impact
from schemagen.plan.whole import finish_object
from schemagen.sqltext.quoting import fit_name

# What goes has another in its place, for the same people.
_MADE_UP_FOR: Final = (
    HazardType.AUTHZ_UPDATE,
    HazardType.DELETES_DATA,
    HazardType.INDEX_DROPPED,
)


def made_beside(
    beside: Beside,
    desired: CatalogObject,
    impact: Impact,
    current: Catalog,
    context: OnlineContext,
    after: Collection[ObjectId] = (),
) -> Recipe | None:
    """Return the recipe, or None where something around the member has none.

    `current` is everything as it was, under its new name; `after` are the members behind this one
    that become others in the same way, after it.
    """
    around = _Around(beside.item.id, desired, impact, current, context)
    if not around.is_free or around.is_taken(beside.item.id):
        return None
    twins = [around.twin(item) for item in around.items]
    if not all(twins):
        return None
    made = [twin for twin in twins if twin is not None]
    swap = [
        *beside.let_go,
        *(each for twin in reversed(made) for each in twin.let_go),
        *beside.take_place,
        *describe_new(desired),
        *privileges_of_new([desired]),
        *(each for twin in made for each in twin.take_place),
    ]
    build = [each for twin in made for each in twin.build]
    risks = {*_MADE_UP_FOR, *(() if around.is_followed(after) else (HazardType.CORRECTNESS,))}
    quick = [_without(each, risks) for each in swap]
    later = [*beside.fill, *build, *_sure(beside.prove), *quick]
    return Recipe(later=tuple(_about(desired.id, later)))


class _Twin:
    """What is made for the other member in the place of an object, in three parts."""

    def __init__(
        self,
        build: Iterable[Statement] = (),
        let_go: Iterable[Statement] = (),
        take_place: Iterable[Statement] = (),
    ) -> None:
        self.build, self.let_go = tuple(build), tuple(let_go)
        self.take_place = tuple(take_place)


class _Around:
    """What stands on a member, and how it comes to stand on the other."""

    def __init__(
        self,
        other: ObjectId,
        desired: CatalogObject,
        impact: Impact,
        current: Catalog,
        context: OnlineContext,
    ) -> None:
        self._key, self._impact, self._current = desired.id, impact, current
        self._context = context
        columns = {(desired.id.schema, desired.id.table): {desired.id.name: other.name}}
        self._renames = Renames({desired.id: other}, {}, {}, columns)

    @cached_property
    def items(self) -> list[CatalogObject]:
        """What stands on the member at the end, in the order of creation."""
        found = [item for item in self._context.catalog if self._stands_on(item)]
        return sorted(found, key=lambda each: (kinds.BY_NAME[each.id.kind].phase, each.id))

    def _stands_on(self, item: CatalogObject) -> bool:
        return item.id != self._key and renamed(item, self._renames) != item

    @property
    def is_free(self) -> bool:
        """Whether nothing that stands on the member comes or goes, or is chosen by its name."""
        impact = self._impact
        there = {item.id for item in self._current if self._stands_on(item)}
        if there != {item.id for item in self.items} or self._key in impact.released:
            return False
        if any(impact.goes(key) or key in impact.released for key in there):
            return False
        names = {(key.schema, key.table, key.name) for key in there}
        return not any(
            (item.id.schema, item.id.name, member(item)) in names
            for item in self._context.catalog
            for member in kinds.BY_NAME[item.id.kind].members.values()
        )

    def is_followed(self, after: Collection[ObjectId]) -> bool:
        """Tell whether the member has others behind it than those, and comes behind them now."""
        place = kinds.BY_NAME[self._key.kind].place
        group = [
            item
            for item in self._current
            if item.id._replace(name=self._key.name) == self._key and item.id not in after
        ]
        own = self._current[self._key]
        return place is not None and any(place(each) > place(own) for each in group)

    def is_taken(self, key: ObjectId) -> bool:
        """Tell whether a name for the time being is one that something has, or is to have."""
        places = {(key.schema, key.table, key.name), (key.schema, "", key.name)}
        sides = (self._current, self._context.catalog)
        return any((i.id.schema, i.id.table, i.id.name) in places for side in sides for i in side)

    def twin(self, item: CatalogObject) -> _Twin | None:
        """Return how an object comes to stand on the other member; None if that is not known."""
        changed = {each.field for each in self._impact.altered.get(item.id, ())}
        fields = {each.field for each in differences(item, renamed(item, self._renames))}
        if item.brought or item.external or item.follows or changed & fields:
            return None
        if not item.id.table:
            return self._moved(item)
        return None if changed else self._made_again(item)

    def _moved(self, item: CatalogObject) -> _Twin | None:
        """Let what lives longer than the member, its sequence, go over to the other."""
        moved, kind = renamed(item, self._renames), kinds.BY_NAME[item.id.kind]
        if kind.goes_with is None or kind.goes_with(item) != self._key:
            return None
        changes = [kind.alters[each.field](item, moved) for each in differences(item, moved)]
        return _Twin(let_go=(each for change in changes for each in change or ()))

    def _made_again(self, item: CatalogObject) -> _Twin | None:
        kind, other = kinds.BY_NAME[item.id.kind], renamed(item, self._renames)
        if kind.online is None:
            return None
        if kind.identifies and kind.online.replace:
            recipe = kind.online.replace(item, other, self._context)
            return _split(recipe, item) if recipe else None
        if kind.online.create is None or kind.rename is None:
            return None
        named = replace(other, id=item.id._replace(name=fit_name(item.id.name, suffix="new")))
        recipe = kind.online.create(named, self._context)
        if recipe is None or self.is_taken(named.id):
            return None
        again = (*kind.rename(named, item), *describe_new(item), *finish_object(item))
        return _Twin(_sure((*recipe.now, *recipe.later)), kind.drop(item), again)


def _split(recipe: Recipe, item: CatalogObject) -> _Twin:
    """Take apart how a constraint is replaced: only its index is built before."""
    statements = (*recipe.now, *recipe.later)
    build = [each for each in statements if each.transaction is not Transaction.SHARED]
    quick = [each for each in statements if each.transaction is Transaction.SHARED]
    again = (*quick[1:], *describe_new(item), *finish_object(item))
    return _Twin(_sure(build), quick[:1], again)


def _sure(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Let statements work on rows that fit: the same values fit what is there."""
    for each in statements:
        effect = each.effect or Effect()
        yield replace(each, effect=replace(effect, fails_if=""))


def _without(statement: Statement, risks: Iterable[HazardType]) -> Statement:
    for hazard in risks:
        statement = statement.without(hazard)
    return statement


def _about(key: ObjectId, statements: Iterable[Statement]) -> Iterator[Statement]:
    """Let statements be about the member, whose undo is theirs."""
    return (replace(each, target=key) for each in statements)
