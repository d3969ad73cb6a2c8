"""What goes, but only after what needs it until then has been altered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.plan.facets import roles_of
from schemagen.plan.impact import Impact, is_relation, whole_of


def needed_until_altered(
    current: Catalog, desired: Catalog, impact: Impact, read: Iterable[ObjectId] = ()
) -> set[ObjectId]:
    """Return what goes but is needed by something that is altered and survives, with its needs.

    `read` is what goes, and rows get values from before.
    """
    found: set[ObjectId] = set()
    queue = [
        other
        for key in impact.altered
        if key in current
        for other in (*current[key].depends_on, *roles_of(current[key]))
        if other in impact.dropped and other not in _freed(current[key], desired[key])
    ]
    queue += read
    queue += _left_behind(current, desired, impact)
    members = _members(impact.dropped)
    namespaces = {
        item.id.name: item.id
        for kind in kinds.ALL
        if kind.namespace
        for item in current.of(kind.model)
    }
    while queue:
        key = queue.pop()
        if key in found:
            continue
        found.add(key)
        item = current[key]
        roles = roles_of(item) if _is_namespace(key) else ()
        places = (namespaces.get(key.schema), *_relation_of(key))
        needs = (*item.depends_on, *whole_of(item), *roles, *places)
        queue += [other for other in needs if other in impact.dropped]
        if is_relation(key):
            queue += members[key.schema, key.name]
    return found


def _members(keys: Iterable[ObjectId]) -> Mapping[tuple[str, str], list[ObjectId]]:
    """Map the schema and name of each relation to what of it is among `keys`."""
    found: dict[tuple[str, str], list[ObjectId]] = defaultdict(list)
    for key in keys:
        if key.table:
            found[key.schema, key.table].append(key)
    return found


def _relation_of(key: ObjectId) -> Iterator[ObjectId]:
    """Yield what may be the relation that a member belongs to, and goes with."""
    if key.table:
        for kind in kinds.ALL:
            if kind.relation:
                yield ObjectId(kind.name, key.schema, key.table)


def _is_namespace(key: ObjectId) -> bool:
    return kinds.BY_NAME[key.kind].namespace


def _left_behind(current: Catalog, desired: Catalog, impact: Impact) -> Iterator[ObjectId]:
    """Yield what goes while a member of an altered relation that followed it stays."""
    altered = {(key.schema, key.name) for key in impact.altered if is_relation(key)}
    for item in current.following:
        home = (item.id.schema, item.id.table)
        if item.follows in impact.dropped and item.id in desired and home in altered:
            yield item.follows


def _freed(current: CatalogObject, desired: CatalogObject) -> Collection[ObjectId]:
    freed = kinds.BY_NAME[current.id.kind].freed
    return freed(current, desired) if freed else ()
