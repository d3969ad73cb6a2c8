"""What rows may refuse, and can be asked before anything else of a plan is done.

If they do, nothing has happened: what was made to ask them is taken back, and the migration is as
if it had not been begun.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Alter
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.statement import Statement, Transaction
from schemagen.diff.engine import Comparison
from schemagen.kinds.online import Recipe
from schemagen.plan.facets import is_facet
from schemagen.plan.impact import Impact, is_relation
from schemagen.plan.online import Recipes


class Demands:
    """What a plan asks of rows first; `current` has everything under its new name."""

    def __init__(
        self, comparison: Comparison, desired: Catalog, impact: Impact, recipes: Recipes
    ) -> None:
        self._current, self._desired = comparison.renamed, desired
        self._impact, self._recipes = impact, recipes
        self._goes = impact.dropped | impact.rebuilt
        self._free = not any(map(_renames, comparison.changes))
        altered = dict(self._altered()) if self._free else {}
        self._touched = {
            *self._goes,
            *impact.created,
            *impact.released,
            *(key for key in impact.altered if self._fields(key) and key not in altered),
        }
        made = dict(self._created()) if self._free else {}
        found = {key: each for key, each in {**altered, **made}.items() if self._is_apart(key)}
        self._found = dict(sorted(found.items(), key=lambda each: _phase_and_id(each[0])))

    def __contains__(self, key: ObjectId) -> bool:
        """Tell whether an object is made, or altered, before everything else."""
        return key in self._found

    def statements(self) -> Iterator[Statement]:
        """Yield what asks the rows of everything, and then what follows when they have agreed."""
        parts = [_parts(recipe) for recipe in self._found.values()]
        # What takes long comes last: others may refuse before it.
        for asking, _ in sorted(parts, key=lambda each: _builds(each[0])):
            yield from asking
        for _, following in parts:
            yield from following

    def _fields(self, key: ObjectId) -> list[str]:
        return [each.field for each in self._impact.altered[key] if not is_facet(each.field)]

    def _altered(self) -> Iterator[tuple[ObjectId, Recipe]]:
        """Yield what changes in one field alone, and how."""
        for key in self._impact.altered:
            fields, item = self._fields(key), self._desired[key]
            if len(fields) == 1 and key not in self._recipes.beside:
                recipe = self._recipes.alter(self._current[key], item, fields[0])
                if recipe and _asks(recipe):
                    yield key, recipe

    def _created(self) -> Iterator[tuple[ObjectId, Recipe]]:
        for key, recipe in self._recipes.created.items():
            if key in self._impact.created and _asks(recipe) and not self._takes_name(key):
                yield key, recipe

    def _takes_name(self, key: ObjectId) -> bool:
        return any((old.schema, old.name) == (key.schema, key.name) for old in self._goes)

    def _is_apart(self, key: ObjectId) -> bool:
        """Tell whether nothing that an object needs comes, goes or changes."""
        item = self._desired[key]
        homes = {(each.schema, each.name) for each in item.depends_on if is_relation(each)}
        homes.add((key.schema, key.table))
        if item.follows or any(is_relation(each) and each[1:3] in homes for each in self._touched):
            return False
        return not (set(item.depends_on) & self._touched or self._may_need_key(item))

    def _may_need_key(self, item: CatalogObject) -> bool:
        """Tell whether keys of what an object refers to come or go: it may be by one of them."""
        refers = kinds.BY_NAME[item.id.kind].refers
        if refers is None:
            return False
        target = refers(item)
        return any(
            kinds.BY_NAME[key.kind].identifies and (key.schema, key.table) == target[1:3]
            for key in self._goes | self._impact.created
        )


def _renames(change: object) -> bool:
    return isinstance(change, Alter) and bool(change.renamed_from or change.parts)


def _asks(recipe: Recipe) -> bool:
    return bool(_parts(recipe)[0]) and not recipe.fills


def _parts(recipe: Recipe) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """Take a recipe apart behind the last statement that rows may refuse."""
    listed = (*recipe.now, *recipe.later)
    asking = [place for place, each in enumerate(listed, 1) if each.effect and each.effect.fails_if]
    end = asking[-1] if asking else 0
    return listed[:end], listed[end:]


def _builds(statements: Iterable[Statement]) -> bool:
    return any(each.transaction is Transaction.NONE for each in statements)


def _phase_and_id(key: ObjectId) -> tuple[int, ObjectId]:
    return kinds.BY_NAME[key.kind].phase, key
