"""The order of creation: after everything that an object needs, otherwise by phase and id.

Each object gets a wave, a tuple of phases: its own phase if all that it needs comes in earlier
waves, else the latest of those waves with its own phase behind it. Sorting by (wave, id) is then a
topological order in which objects of one kind stay together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import field
from typing import Any, TypeAlias

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.errors import SchemagenError
from schemagen.frozen import frozen
from schemagen.plan.facets import roles_of
from schemagen.plan.places import place_of

Waves: TypeAlias = dict[ObjectId, tuple[int, ...]]


class CycleError(SchemagenError):
    """Objects that need each other, so that none can be made first."""

    code = "cycle"


@frozen
class CreationOrder:
    """Objects in the order of their creation, and which of them are part of another's statement.

    `inlined` maps a relation to those of its members that its own statement creates, `shells` an
    object to those that need it and that it needs: shells stand for them until they are made.
    `texts` has what members are inside such a statement, as far as it was worked out.
    """

    objects: tuple[CatalogObject, ...]
    inlined: Mapping[ObjectId, Sequence[CatalogObject]]
    shells: Mapping[ObjectId, tuple[CatalogObject, ...]] = field(default_factory=dict)
    texts: Mapping[ObjectId, str] = field(default_factory=dict)

    def positions(self) -> dict[ObjectId, int]:
        """Return when each object is made; an inlined one is made with its relation."""
        found = {}
        for position, item in enumerate(self.objects):
            found[item.id] = position
            for member in self.inlined.get(item.id, ()):
                found[member.id] = position
        return found


def creation_order(
    catalog: Catalog,
    made: Collection[ObjectId] | None = None,
    wanted: Iterable[ObjectId] | None = None,
) -> CreationOrder:
    """Order a whole catalog, or of a large one only what is `wanted` and what that needs.

    `made` are the relations that are being made, where others are there already: members go into
    the statement of their relation only if that is made.

    Raises:
        CycleError: objects need each other.
    """
    inlined, texts = _inlined(catalog, made)
    shells: dict[ObjectId, tuple[CatalogObject, ...]] = {}
    calls = _calls(catalog)
    cut: set[tuple[ObjectId, ObjectId]] = set()
    while True:
        graph = _Graph(catalog, inlined, shells, calls - cut, cut)
        waves, cycle = graph.waves(wanted)
        if not cycle:
            break
        if closing := {call for call in calls - cut if set(call) <= set(cycle)}:
            cut.add(min(closing))
            continue
        found = _shells(catalog, cycle)
        if found.keys() - shells.keys():
            shells.update(found)
            continue
        movable = _movable(inlined, cycle)
        if not movable:
            names = ", ".join(str(key) for key in cycle)
            raise CycleError(f"these objects need each other: {names}")
        for relation, member in movable:
            inlined[relation].remove(member)
    free = [item for key in waves if not (item := catalog[key]).external]
    free.sort(key=_sort_key)
    free.sort(key=lambda item: waves[item.id])
    return CreationOrder(tuple(free), inlined, shells, texts)


def _shells(
    catalog: Catalog, cycle: Collection[ObjectId]
) -> dict[ObjectId, tuple[CatalogObject, ...]]:
    """Return what in a cycle can do with a shell, and of what."""
    hollow = [key for key in cycle if kinds.BY_NAME[key.kind].shell]
    found = {}
    for key in cycle:
        wanted = tuple(catalog[other] for other in hollow if other in catalog[key].depends_on)
        if wanted and any(key in item.depends_on for item in wanted):
            found[key] = wanted
    return found


def _sort_key(item: CatalogObject) -> tuple[str, str, str, int, ObjectId]:
    """Return the place of an object among its kind: columns come in the order of their table."""
    if kinds.BY_NAME[item.id.kind].place is None:
        return item.id.kind, item.id.schema, "", 0, item.id
    return item.id.kind, item.id.schema, item.id.table, place_of(item), item.id


def _inlined(
    catalog: Catalog, made: Collection[ObjectId] | None
) -> tuple[dict[ObjectId, list[CatalogObject]], dict[ObjectId, str]]:
    """Return which members can be part of their relation's statement, and what each is there."""
    found: dict[ObjectId, list[CatalogObject]] = {}
    texts: dict[ObjectId, str] = {}
    inside = sorted((kind for kind in kinds.ALL if kind.inline), key=lambda kind: kind.phase)
    for relation in relations(catalog).values():
        if made is not None and relation not in made:
            continue
        members = found[relation] = []
        held = catalog.members(relation)
        for kind in inside:
            for item in _in_place(held.get(kind.model, ()), kind.place):
                text = kind.inline(item) if kind.inline and not item.brought else None
                if text is not None:
                    texts[item.id] = text
                if text is not None or item.brought:
                    members.append(item)
    return found, texts


def _in_place(
    items: Sequence[CatalogObject], place: Callable[[Any], int] | None
) -> Sequence[CatalogObject]:
    return sorted(items, key=place) if place else items


def relations(catalog: Catalog) -> dict[tuple[str, str], ObjectId]:
    """Return what columns, indexes and the like belong to, by its schema and its name."""
    return {
        (item.id.schema, item.id.name): item.id
        for kind in kinds.ALL
        if kind.relation
        for item in catalog.of(kind.model)
    }


def _calls(catalog: Catalog) -> frozenset[tuple[ObjectId, ObjectId]]:
    """Return which functions may call which, as far as PostgreSQL need not look for them."""
    named: dict[str, list[ObjectId]] = defaultdict(list)
    callers = [
        item
        for kind in kinds.ALL
        if kind.calls
        for item in catalog.of(kind.model)
        if not item.external
    ]
    for item in callers:
        named[item.id.name.partition("(")[0]].append(item.id)
    return frozenset(
        (item.id, key)
        for item in callers
        for name in _called(item) & named.keys()
        for key in named[name]
        if key != item.id
    )


def _called(item: CatalogObject) -> frozenset[str]:
    calls = kinds.BY_NAME[item.id.kind].calls
    return frozenset(calls(item)) if calls else frozenset()


class _Graph:
    """What has to be there before each object, those inside its own statement included."""

    def __init__(
        self,
        catalog: Catalog,
        inlined: Mapping[ObjectId, Sequence[CatalogObject]],
        shells: Mapping[ObjectId, tuple[CatalogObject, ...]],
        calls: Iterable[tuple[ObjectId, ObjectId]],
        cut: Collection[tuple[ObjectId, ObjectId]],
    ) -> None:
        self._catalog = catalog
        self._inlined = inlined
        self._shells = shells
        self._cut = cut
        self._known = catalog.by_id
        # Members that are made with their relation.
        self._host = {member.id: key for key, members in inlined.items() for member in members}
        # What is made to have an object: itself, or the relation that it is made with.
        self._vertex: dict[ObjectId | None, ObjectId] = {
            key: self._host.get(key, key) for key in self._known
        }
        self._relations = relations(catalog)
        self._namespaces = {
            item.id.name: item.id
            for kind in kinds.ALL
            if kind.namespace
            for item in catalog.of(kind.model)
        }
        self._called: dict[ObjectId, list[ObjectId]] = defaultdict(list)
        for caller, called in calls:
            self._called[caller].append(called)

    def waves(self, wanted: Iterable[ObjectId] | None) -> tuple[Waves, tuple[ObjectId, ...]]:
        """Return the waves of what is wanted and of what that needs, or the vertices of a cycle."""
        waves: Waves = {}
        needs: dict[ObjectId, set[ObjectId]] = {}
        if wanted is None:
            # Nearly everything needs only what is of an earlier phase, and schemas their roles.
            for kind in sorted(kinds.ALL, key=lambda kind: (not kind.shared, kind.phase)):
                for item in self._catalog.of(kind.model):
                    if item.id not in self._host:
                        before = self._before(item)
                        try:
                            waves[item.id] = _wave(kind.phase, map(waves.__getitem__, before))
                        except KeyError:
                            needs[item.id] = before
        else:
            queue = [self._host.get(key, key) for key in wanted if key in self._known]
            while queue:
                key = queue.pop()
                if key not in needs:
                    needs[key] = self._before(self._catalog[key])
                    queue += needs[key]
        return waves, _add_waves(dict(sorted(needs.items())), waves)

    def _before(self, item: CatalogObject) -> set[ObjectId]:
        """Return what an object needs."""
        key = item.id
        needed = [self._namespaces.get(key.schema), item.follows, *item.depends_on]
        if key.table:
            needed.append(self._relations.get((key.schema, key.table)))
        elif kinds.BY_NAME[key.kind].namespace:
            # A schema goes before the roles that have privileges on it, which servers do not tell.
            needed += roles_of(item)
        for member in self._inlined.get(key, ()):
            needed += (member.follows, *member.depends_on)
        needed += self._called.get(key, ())
        found = set(filter(None, map(self._vertex.get, needed)))
        found.discard(key)
        if key in self._shells:
            found -= {each.id for each in self._shells[key]}
            homes = {self._namespaces.get(each.id.schema) for each in self._shells[key]}
            found.update(home for home in homes if home)
        if self._cut:
            found.difference_update(called for caller, called in self._cut if caller == key)
        return found


def _add_waves(needs: Mapping[ObjectId, set[ObjectId]], waves: Waves) -> tuple[ObjectId, ...]:
    """Add the waves of further vertices; return the vertices of a cycle, if there is one."""
    for start in needs:
        stack = [start]
        trail: dict[ObjectId, None] = {}
        while stack:
            vertex = stack[-1]
            missing = [other for other in needs.get(vertex, ()) if other not in waves]
            if vertex in waves or not missing:
                stack.pop()
                trail.pop(vertex, None)
                if vertex not in waves:
                    before = map(waves.__getitem__, needs[vertex])
                    waves[vertex] = _wave(kinds.BY_NAME[vertex.kind].phase, before)
                continue
            trail[vertex] = None
            closing = next((other for other in missing if other in trail), None)
            if closing is not None:
                path = list(trail)
                return tuple(sorted(path[path.index(closing) :]))
            stack.append(min(missing))
    return ()


def _wave(phase: int, before: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    latest = max(before, default=())
    return (*latest, phase) if latest >= (phase,) else (phase,)


def _movable(
    inlined: Mapping[ObjectId, Sequence[CatalogObject]], cycle: Collection[ObjectId]
) -> list[tuple[ObjectId, CatalogObject]]:
    """Return the members that close a cycle, and need not be in the statement of their relation."""
    host = {member.id: key for key, members in inlined.items() for member in members}
    return [
        (relation, member)
        for relation in cycle
        for member in inlined.get(relation, ())
        if any(host.get(other, other) in cycle for other in member.depends_on if other != relation)
    ]
