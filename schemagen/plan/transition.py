"""The statements that turn one catalog into another.

What is in the way of a change is taken down before it and put up again after it:

1. rename;
2. take down, in the reverse order of creation: what goes and what must be rebuilt is dropped, and
   what survives lets go of what is about to be replaced (a default of its function);
3. put up, in the order of creation of the desired catalog: what is new or rebuilt is created, what
   survives is altered and takes hold again;
4. finish, and privileges;
5. drop what altered objects needed until now.

The way back is planned in the same manner, from the desired catalog to the current one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Alter
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.statement import Statement
from schemagen.diff.engine import Comparison, compare_fully
from schemagen.plan.facets import alter_facet, is_facet, privileges_of_new, without_privileges
from schemagen.plan.impact import Impact, find_impact
from schemagen.plan.order import creation_order
from schemagen.plan.whole import create_object, finish_object, goes_with_relation


@dataclass(frozen=True, slots=True)
class Transition:
    """The way from one catalog to another and the way back, in the order in which they run."""

    statements: tuple[Statement, ...]
    undo: tuple[Statement, ...]


def plan_transition(current: Catalog, desired: Catalog) -> Transition:
    """Plan the way from `current` to `desired`, and back.

    Raises:
        CycleError: objects need each other.
    """
    comparison = compare_fully(current, desired)
    there = _Planner(comparison, desired).statements()
    goal = _remembering_renames(current, comparison)
    back = _Planner(compare_fully(desired, goal), goal).statements()
    return Transition(tuple(there), tuple(back))


def _remembering_renames(current: Catalog, comparison: Comparison) -> Catalog:
    """Return the current catalog so that a plan towards it renames things back."""
    names = {
        change.current.id: change.desired.id.name
        for change in comparison.changes
        if isinstance(change, Alter) and change.renamed_from is not None
    }
    return Catalog(replace(item, was=names.get(item.id)) for item in current)


class _Planner:
    """Plans one way; `current` has everything under its new name."""

    def __init__(self, comparison: Comparison, desired: Catalog) -> None:
        self.comparison = comparison
        self.current = comparison.renamed
        self.desired = desired
        self.impact = find_impact(self.current, desired, comparison.changes)
        self.late = _needed_until_altered(self.current, self.impact)

    def statements(self) -> Iterator[Statement]:
        """Yield all statements in order."""
        yield from self._rename()
        gone = {key for key in self.current.ids() if self.impact.goes(key)}
        yield from self._take_down(gone - self.late, self.impact)
        yield from self._put_up()
        yield from self._take_down(self.late, Impact())

    def _rename(self) -> Iterator[Statement]:
        renamed = [
            change
            for change in self.comparison.changes
            if isinstance(change, Alter) and change.renamed_from is not None
        ]
        # A member is named within its relation, which has its new name by then.
        for change in sorted(renamed, key=lambda change: bool(change.desired.id.table)):
            rename = kinds.BY_NAME[change.desired.id.kind].rename
            if rename is None or self.impact.goes(change.desired.id):
                continue
            there = self.current[change.desired.id]
            former = replace(there, id=there.id._replace(name=change.current.id.name))
            yield from rename(former, there)

    def _take_down(self, keys: set[ObjectId], impact: Impact) -> Iterator[Statement]:
        external = [item for item in self.current if item.external and item.id in keys]
        yield from without_privileges(external)
        if not keys and not impact.released:
            return
        order = creation_order(self.current, {key for key in keys if _is_relation(key)})
        position = {key: place for key, place in order.positions().items() if key in keys}
        for item in reversed(order.objects):
            for release in impact.released.get(item.id, ()):
                yield from release.statements
            if item.id in keys and not goes_with_relation(item, position):
                yield from kinds.BY_NAME[item.id.kind].drop(item)

    def _put_up(self) -> Iterator[Statement]:
        made = self.impact.created | self.impact.rebuilt
        order = creation_order(self.desired, {key for key in made if _is_relation(key)})
        fresh: list[CatalogObject] = []
        for item in order.objects:
            if item.id in made:
                members = order.inlined.get(item.id, ())
                fresh += [item, *members]
                yield from create_object(item, members, self.desired)
            else:
                yield from self._alter(item)
        for item in self.desired:
            if item.external:
                yield from self._alter(item)
        for item in fresh:
            yield from finish_object(item)
        yield from privileges_of_new(fresh)

    def _alter(self, item: CatalogObject) -> Iterator[Statement]:
        for release in self.impact.released.get(item.id, ()):
            yield from release.restore
        done: set[str] = set()
        for each in self.impact.altered.get(item.id, ()):
            for statement in self._change(self.current[item.id], item, each.field):
                if statement.sql not in done:  # one statement may change several fields
                    done.add(statement.sql)
                    yield statement

    def _change(
        self, current: CatalogObject, desired: CatalogObject, field: str
    ) -> Iterable[Statement]:
        if is_facet(field):
            return alter_facet(current, desired, field)
        return kinds.BY_NAME[desired.id.kind].alters[field](current, desired) or ()


def _is_relation(key: ObjectId) -> bool:
    return kinds.BY_NAME[key.kind].relation


def _needed_until_altered(current: Catalog, impact: Impact) -> set[ObjectId]:
    """Return what goes but is needed by something that is altered and survives, with its needs."""
    found: set[ObjectId] = set()
    queue = [
        other
        for key in impact.altered
        if key in current
        for other in current[key].depends_on
        if other in impact.dropped
    ]
    while queue:
        key = queue.pop()
        if key in found:
            continue
        found.add(key)
        queue += [other for other in current[key].depends_on if other in impact.dropped]
    return found
