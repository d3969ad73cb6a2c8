"""What comes back somewhere else: a dropped column is put behind all others when it is added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId


def find_misplaced(goal: Catalog, made: Collection[ObjectId]) -> frozenset[ObjectId]:
    """Return what is made anew behind what is to stand behind it, and stays.

    `made` is what a plan towards `goal` makes.
    """
    beside: dict[ObjectId, list[CatalogObject]] = defaultdict(list)
    for item in goal:
        if kinds.BY_NAME[item.id.kind].place:
            beside[item.id._replace(name="")].append(item)
    return frozenset(
        item.id
        for group in beside.values()
        for item in group
        if item.id in made
        and any(other.id not in made and place_of(other) > place_of(item) for other in group)
    )


def place_of(item: CatalogObject) -> int:
    """Return the place of an object among those of its kind in a relation; 0 where it has none."""
    place = kinds.BY_NAME[item.id.kind].place
    return place(item) if place else 0
