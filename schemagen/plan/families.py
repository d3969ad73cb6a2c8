"""What belongs to a relation, and how that is made, told of any kind."""

from __future__ import annotations

from typing import Any

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.plan.impact import is_relation, whole_of


def family_of(catalog: Catalog, key: ObjectId) -> list[CatalogObject]:
    """Return a relation with its parts, and the members of all."""
    relations = [catalog[key]]
    for relation in relations:
        relations += [
            item for item in catalog if is_relation(item.id) and relation.id in whole_of(item)
        ]
    return [item for each in relations for item in (each, *members_of(catalog, each.id))]


def members_of(catalog: Catalog, key: ObjectId) -> tuple[CatalogObject, ...]:
    """Return the columns, constraints, … of a relation."""
    return catalog.belonging_to(key, CatalogObject)


def kind_of(item: CatalogObject) -> Any:
    """Return the kind of an object."""
    return kinds.BY_NAME[item.id.kind]


def waits(item: CatalogObject) -> bool:
    """Tell whether a member acts on rows, or lets people at them."""
    kind = kinds.BY_NAME[item.id.kind]
    return bool(item.id.table) and (kind.quiet is not None or kind.admits is not None)


def comes_along(item: CatalogObject) -> bool:
    """Tell whether an object comes with that of a parent: columns may differ, and are said."""
    return item.brought and not kinds.BY_NAME[item.id.kind].carried


def is_stored(item: CatalogObject) -> bool:
    """Tell whether a column holds what it is given."""
    return kind_of(item).carried(item, item, False) is not None


def restricts(item: CatalogObject) -> bool:
    """Tell whether an object keeps rows out."""
    restricts = kind_of(item).restricts
    return bool(restricts and restricts(item))


def identified_by(item: CatalogObject) -> tuple[str, ...]:
    """Return the columns by which a constraint tells rows apart, none for others."""
    identifies = kind_of(item).identifies
    found: tuple[str, ...] = identifies(item) if identifies else ()
    return found


def key_of(catalog: Catalog, key: ObjectId) -> tuple[str, ...]:
    """Return a key of a relation whose columns have a value in each row; nothing if it has none."""
    members = members_of(catalog, key)
    columns = {item.id.name: item for item in members if kind_of(item).carried}
    for item in sorted(members, key=lambda each: (kind_of(each).phase, each.id)):
        names = identified_by(item)
        parts = [kind_of(columns[name]).key_part(columns[name]) for name in names]
        if names and all(parts):
            return names
    return ()
