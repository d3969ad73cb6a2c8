"""The order of creation: after everything that an object needs, otherwise by phase and id.

Each object gets a wave, a tuple of phases: its own phase if all that it needs comes in earlier
waves, else the latest of those waves with its own phase behind it. Sorting by (wave, id) is then a
topological order in which objects of one kind stay together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import field

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.errors import SchemagenError
from schemagen.frozen import frozen
from schemagen.plan.facets import roles_of
from schemagen.plan.places import place_of


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
    inlined: Mapping[ObjectId, tuple[CatalogObject, ...]]
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


def creation_order(catalog: Catalog, made: Collection[ObjectId] | None = None) -> CreationOrder:
    """Order a whole catalog.

    `made` are the relations that are being made, where others are there already: members go into
    the statement of their relation only if that is made.

    Raises:
        CycleError: objects need each other.
    """
    texts: dict[ObjectId, str] = {}
    host = _hosts(catalog, texts)
    if made is not None:
        host = {member: relation for member, relation in host.items() if relation in made}
    shells: dict[ObjectId, tuple[CatalogObject, ...]] = {}
    calls = _calls(catalog)
    cut: set[tuple[ObjectId, ObjectId]] = set()
    while True:
        needs = _needs(catalog, host, shells)
        for caller, called in calls:
            needs[caller].add(called)
        for caller, called in cut:
            needs[caller].discard(called)
        waves, cycle = _waves(needs)
        if not cycle:
            break
        if closing := {call for call in calls - cut if set(call) <= set(cycle)}:
            cut.add(min(closing))
            continue
        found = _shells(catalog, cycle)
        if found.keys() - shells.keys():
            shells.update(found)
            continue
        freed = [member for member, relation in host.items() if relation in cycle]
        movable = [member for member in freed if _needs_any(catalog[member], cycle, host)]
        if not movable:
            names = ", ".join(str(key) for key in cycle)
            raise CycleError(f"these objects need each other: {names}")
        for member in movable:
            del host[member]
    free = [item for item in catalog if item.id not in host and not item.external]
    ordered = sorted(free, key=lambda item: (waves[item.id], *_sort_key(item)))
    return CreationOrder(tuple(ordered), _by_host(catalog, host), shells, texts)


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


def _hosts(catalog: Catalog, texts: dict[ObjectId, str]) -> dict[ObjectId, ObjectId]:
    """Map each member that can be part of its relation's statement to that relation.

    What it is there is put into `texts`.
    """
    relations = _relations(catalog)
    found = {}
    for item in catalog:
        inline = kinds.BY_NAME[item.id.kind].inline
        if inline is None:
            continue
        relation = relations.get((item.id.schema, item.id.table))
        if relation is None:
            continue
        text = None if item.brought else inline(item)
        if text is not None:
            texts[item.id] = text
        if text is not None or item.brought:
            found[item.id] = relation
    return found


def _relations(catalog: Catalog) -> dict[tuple[str, str], ObjectId]:
    return {
        (item.id.schema, item.id.name): item.id
        for item in catalog
        if kinds.BY_NAME[item.id.kind].relation
    }


def _calls(catalog: Catalog) -> frozenset[tuple[ObjectId, ObjectId]]:
    """Return which functions may call which, as far as PostgreSQL need not look for them."""
    named: dict[str, list[ObjectId]] = defaultdict(list)
    callers = [item for item in catalog if kinds.BY_NAME[item.id.kind].calls and not item.external]
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


def _needs(
    catalog: Catalog,
    host: Mapping[ObjectId, ObjectId],
    shells: Mapping[ObjectId, tuple[CatalogObject, ...]],
) -> dict[ObjectId, set[ObjectId]]:
    needs: dict[ObjectId, set[ObjectId]] = {
        item.id: set() for item in catalog if item.id not in host
    }
    relations = _relations(catalog)
    namespaces = {
        item.id.name: item.id for item in catalog if kinds.BY_NAME[item.id.kind].namespace
    }
    for item in catalog:
        key = item.id
        vertex = host.get(key, key)
        home = relations.get((key.schema, key.table)) if key.table else None
        # A schema goes before the roles that have privileges on it, which the servers do not tell.
        roles = roles_of(item) if kinds.BY_NAME[key.kind].namespace else ()
        needed = needs[vertex]
        for other in (namespaces.get(key.schema), home, item.follows, *item.depends_on, *roles):
            if other is not None:
                target = host.get(other, other)
                if target != vertex and target in needs:
                    needed.add(target)
    for vertex, hollow in shells.items():
        needs[vertex] -= {item.id for item in hollow}
        homes = {namespaces.get(item.id.schema) for item in hollow}
        needs[vertex] |= {key for key in homes if key in needs}
    return needs


def _waves(
    needs: Mapping[ObjectId, set[ObjectId]],
) -> tuple[dict[ObjectId, tuple[int, ...]], tuple[ObjectId, ...]]:
    """Return the wave of every vertex, or the vertices of a cycle."""
    waves: dict[ObjectId, tuple[int, ...]] = {}
    for start in needs:
        stack = [start]
        trail: dict[ObjectId, None] = {}
        while stack:
            vertex = stack[-1]
            missing = [other for other in needs[vertex] if other not in waves]
            if vertex in waves or not missing:
                stack.pop()
                trail.pop(vertex, None)
                waves.setdefault(vertex, _wave(vertex, (waves[o] for o in needs[vertex])))
                continue
            trail[vertex] = None
            closing = next((other for other in missing if other in trail), None)
            if closing is not None:
                path = list(trail)
                return waves, tuple(sorted(path[path.index(closing) :]))
            stack.append(min(missing))
    return waves, ()


def _wave(key: ObjectId, before: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    own = (kinds.BY_NAME[key.kind].phase,)
    latest = max(before, default=())
    return own if latest < own else (*latest, *own)


def _needs_any(
    item: CatalogObject, cycle: Iterable[ObjectId], host: Mapping[ObjectId, ObjectId]
) -> bool:
    own = host[item.id]
    return any(host.get(other, other) in cycle for other in item.depends_on if other != own)


def _by_host(
    catalog: Catalog, host: Mapping[ObjectId, ObjectId]
) -> dict[ObjectId, tuple[CatalogObject, ...]]:
    found: dict[ObjectId, list[CatalogObject]] = {}
    for member, relation in host.items():
        found.setdefault(relation, []).append(catalog[member])
    return {relation: tuple(sorted(items, key=_inline_key)) for relation, items in found.items()}


def _inline_key(item: CatalogObject) -> tuple[int, int, ObjectId]:
    return kinds.BY_NAME[item.id.kind].phase, place_of(item), item.id
