"""What goes, but only after what needs it until then has been altered."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.plan.facets import roles_of
from schemagen.plan.impact import Impact, is_relation, whole_of


def needed_until_altered(current: Catalog, desired: Catalog, impact: Impact) -> set[ObjectId]:
    """Return what goes but is needed by something that is altered and survives, with its needs."""
    found: set[ObjectId] = set()
    queue = [
        other
        for key in impact.altered
        if key in current
        for other in (*current[key].depends_on, *roles_of(current[key]))
        if other in impact.dropped and other not in _freed(current[key], desired[key])
    ]
    queue += _left_behind(current, desired, impact)
    while queue:
        key = queue.pop()
        if key in found:
            continue
        found.add(key)
        needs = (*current[key].depends_on, *whole_of(current[key]))
        queue += [other for other in needs if other in impact.dropped]
    homes = {(key.schema, key.name) for key in found if is_relation(key)}
    members = {key for key in impact.dropped if key.table and (key.schema, key.table) in homes}
    return found | members


def _left_behind(current: Catalog, desired: Catalog, impact: Impact) -> Iterator[ObjectId]:
    """Yield what goes while a member of an altered relation that followed it stays."""
    altered = {(key.schema, key.name) for key in impact.altered if is_relation(key)}
    for item in current:
        home = (item.id.schema, item.id.table)
        if item.follows in impact.dropped and item.id in desired and home in altered:
            yield item.follows


def _freed(current: CatalogObject, desired: CatalogObject) -> Collection[ObjectId]:
    freed = kinds.BY_NAME[current.id.kind].freed
    return freed(current, desired) if freed else ()
