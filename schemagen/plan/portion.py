"""As much of a catalog as some of its objects need to be made, and nothing that they do without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.kinds import BY_NAME
from schemagen.plan.impact import is_relation, whole_of
from schemagen.plan.order import relations


def portion(catalog: Catalog, wanted: Iterable[ObjectId]) -> Catalog:
    """Return the part of a catalog with which the wanted objects can be made as they are in it.

    What belongs to a relation that is needed comes along where it needs no other relation: a table
    without its foreign keys is all that another one refers to.
    """
    spaces = (item for item in catalog if BY_NAME[item.id.kind].namespace)
    homes = {**relations(catalog), **{("", item.id.name): item.id for item in spaces}}
    found: set[ObjectId] = set()
    # That a type is an extension's, no object says.
    waiting = [item.id for item in catalog if BY_NAME[item.id.kind].brings]
    waiting += (key for key in wanted if key in catalog)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += (other for other in _needs(catalog[key], homes) if other in catalog)
    _add_members(catalog, found)
    return Catalog(catalog[key] for key in found)


def _needs(item: CatalogObject, homes: Mapping[tuple[str, str], ObjectId]) -> Iterator[ObjectId]:
    key = item.id
    yield from item.depends_on
    if item.follows is not None:
        yield item.follows
    for name in ((key.schema, key.table), ("", key.schema)):
        if name in homes:
            yield homes[name]


def _add_members(catalog: Catalog, found: set[ObjectId]) -> None:
    """Add what belongs to the relations that are there, or goes with it, and needs no others."""
    made = [key for key in found if is_relation(key)]
    left = [item for key in made for item in catalog.belonging_to(key, CatalogObject)]
    members = {item.id for item in left}
    left += (item for item in catalog if not members.isdisjoint(whole_of(item)))

    def fits(item: CatalogObject) -> bool:
        return all(
            key in found or key not in catalog or BY_NAME[key.kind].shared
            for key in _needs(item, {})
        )

    while fitting := [item.id for item in left if item.id not in found and fits(item)]:
        found.update(fitting)
