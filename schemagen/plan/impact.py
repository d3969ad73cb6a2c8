"""What a set of changes touches besides what they name: what must be rebuilt, released, kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Alter, Create, Drop, FieldChange
from schemagen.catalog.object import (
    CatalogObject,
    Detach,
    ObjectId,
    Recreate,
    change_rules,
    model_of,
)
from schemagen.diff.engine import Comparison
from schemagen.diff.late import keeps_parent
from schemagen.kinds.kind import Release
from schemagen.plan.facets import is_facet


@dataclass
class Impact:
    """Everything that happens to objects, by id.

    Attributes:
        created: ids that are only desired.
        dropped: ids that are only current.
        rebuilt: ids that are dropped and created again.
        altered: the fields of what changes in place.
        released: what survives and lets go of something that is rebuilt.
    """

    created: set[ObjectId] = field(default_factory=set)
    dropped: set[ObjectId] = field(default_factory=set)
    rebuilt: set[ObjectId] = field(default_factory=set)
    altered: dict[ObjectId, tuple[FieldChange, ...]] = field(default_factory=dict)
    released: dict[ObjectId, list[Release]] = field(default_factory=dict)

    def goes(self, key: ObjectId) -> bool:
        """Tell whether the present object is dropped, for good or to be rebuilt."""
        return key in self.dropped or key in self.rebuilt


def find_impact(comparison: Comparison, desired: Catalog) -> Impact:
    """Work out the impact, in which everything has its new name."""
    impact, current = Impact(), comparison.renamed
    detached: set[ObjectId] = set()
    for change in comparison.changes:
        match change:
            case Create(item):
                impact.created.add(item.id)
            case Drop(item):
                impact.dropped.add(comparison.followed.get(item.id, item.id))
            case Alter(_, item, fields):
                if not fields:
                    continue
                if _must_rebuild(current[item.id], item, fields):
                    impact.rebuilt.add(item.id)
                    continue
                impact.altered[item.id] = fields
                rules = change_rules(model_of(item))
                holder = _holder(item.id, current)
                if holder and any(isinstance(rules[each.field], Detach) for each in fields):
                    impact.rebuilt.add(holder)
                    continue
                if any(isinstance(rules[each.field], Detach) for each in fields):
                    detached.add(item.id)
    _take_parents_along(current, desired, impact)
    _spread(current, desired, impact, detached)
    return impact


def _take_parents_along(current: Catalog, desired: Catalog, impact: Impact) -> None:
    """Rebuild what does not let go of a part of it that goes."""
    queue = sorted(impact.dropped | impact.rebuilt)
    while queue:
        item = current.get(queue.pop())
        if item is None or not kinds.BY_NAME[item.id.kind].attached:
            continue
        parent = item.follows
        if parent is None or parent not in current or parent not in desired or impact.goes(parent):
            continue
        if keeps_parent(item, current, desired):
            impact.rebuilt.add(parent)
            impact.altered.pop(parent, None)
            queue.append(parent)


def _must_rebuild(
    current: CatalogObject, desired: CatalogObject, fields: Iterable[FieldChange]
) -> bool:
    rules = change_rules(model_of(desired))
    alters = kinds.BY_NAME[desired.id.kind].alters
    for each in fields:
        if is_facet(each.field):
            continue
        if isinstance(rules[each.field], Recreate) or each.field not in alters:
            return True
        if alters[each.field](current, desired) is None:
            return True
    return False


def _spread(current: Catalog, desired: Catalog, impact: Impact, detached: set[ObjectId]) -> None:
    """Follow dependencies from what is replaced or goes to what stands on it."""
    dependants = _Dependants(current)
    for key, fields in sorted(impact.altered.items()):
        in_itself = not all(is_facet(each.field) for each in fields)
        for other in sorted(dependants.of(key)) if in_itself else ():
            _unbind(key, other, current, desired, impact)
    queue = [*sorted(impact.rebuilt), *sorted(detached), *sorted(impact.dropped)]
    seen: set[ObjectId] = set()
    while queue:
        key = queue.pop()
        if key in seen:
            continue
        seen.add(key)
        for other in sorted(dependants.of(key)):
            if impact.goes(other) or other not in desired:
                continue
            kind = kinds.BY_NAME[other.kind]
            if key in detached and not kind.rebuilt_with_column:
                continue
            if _unbind(key, other, current, desired, impact):
                continue
            if key in impact.dropped and other in impact.altered:
                continue  # altered so that it needs the dropped object no longer
            if _is_part(current[other], key) and not _is_part(desired[other], key):
                continue  # it leaves the whole before that goes
            if kind.release is not None:
                release = kind.release(current[other], desired[other], key)
                if release is None:
                    continue
                if release.heavy and (holder := _holder(other, current)):
                    if holder not in impact.rebuilt:
                        impact.rebuilt.add(holder)
                        queue.append(holder)
                    continue
                if not release.impossible:
                    impact.released.setdefault(other, []).append(release)
                    if release.heavy:
                        queue.append(other)
                    continue
            impact.rebuilt.add(other)
            impact.altered.pop(other, None)
            queue.append(other)


def _holder(key: ObjectId, catalog: Catalog) -> ObjectId | None:
    """Return the relation that does not let the type of a member change."""
    for kind in kinds.ALL:
        home = catalog.get(ObjectId(kind.name, key.schema, key.table)) if kind.fixed else None
        if home is not None and kind.fixed and key.name in kind.fixed(home):
            return home.id
    return None


def _unbind(
    key: ObjectId, other: ObjectId, current: Catalog, desired: Catalog, impact: Impact
) -> bool:
    """Let an object that is bound to a changing one go, and bind it again; false if it is not."""
    if other not in desired or impact.goes(other):
        return False
    before, after = current[other], desired[other]
    kind = kinds.BY_NAME[other.kind]
    bound = {field for field, target in kind.binds.items() if target(before) == key}
    already = impact.altered.get(other, ())
    fields = bound - {each.field for each in already}
    if fields:
        again = (FieldChange(name, getattr(before, name), getattr(after, name)) for name in fields)
        impact.altered[other] = (*already, *again)
    return bool(bound)


def is_relation(key: ObjectId) -> bool:
    """Tell whether columns, indexes, triggers and the like belong to an object."""
    return kinds.BY_NAME[key.kind].relation


def whole_of(item: CatalogObject) -> tuple[ObjectId, ...]:
    """Return what removes the object when it is removed itself, besides its relation."""
    goes_with = kinds.BY_NAME[item.id.kind].goes_with
    whole = goes_with(item) if goes_with else None
    return () if whole is None else (whole,)


def _is_part(item: CatalogObject, key: ObjectId) -> bool:
    """Tell whether the object goes with another, or with a member of that."""
    return any(key == whole or _is_home(key, whole) for whole in whole_of(item))


def _is_home(key: ObjectId, member: ObjectId) -> bool:
    same = (key.schema, key.name) == (member.schema, member.table)
    return same and is_relation(key)


class _Dependants:
    """What stands on each object of a catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def of(self, key: ObjectId) -> set[ObjectId]:
        """Return what stands on an object: on a relation also what is in it or needs a column."""
        found = self._directly(key)
        if is_relation(key):
            found.update(each.id for each in self._catalog.belonging_to(key, CatalogObject))
            for member in self._needed_members.get((key.schema, key.name), ()):
                found |= self._directly(member)
        return found

    def _directly(self, key: ObjectId) -> set[ObjectId]:
        return {*self._catalog.dependants.get(key, ()), *self._parts.get(key, ())}

    @cached_property
    def _parts(self) -> dict[ObjectId, list[ObjectId]]:
        """What goes with each object."""
        found: dict[ObjectId, list[ObjectId]] = defaultdict(list)
        for kind in kinds.ALL:
            for item in self._catalog.of(kind.model) if kind.goes_with else ():
                for whole in whole_of(item):
                    found[whole].append(item.id)
        return found

    @cached_property
    def _needed_members(self) -> dict[tuple[str, str], list[ObjectId]]:
        """What is needed of each relation, by schema and name."""
        found: dict[tuple[str, str], list[ObjectId]] = defaultdict(list)
        for key in {*self._catalog.dependants, *self._parts}:
            if key.table:
                found[key.schema, key.table].append(key)
        return found
