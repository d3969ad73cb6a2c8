"""What comes back somewhere else: a dropped column is put behind all others when it is added."""

from __future__ import annotations

from collections.abc import Collection

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId


def find_misplaced(goal: Catalog, made: Collection[ObjectId]) -> frozenset[ObjectId]:
    """Return what is made anew behind what is to stand behind it, and stays.

    `made` is what a plan towards `goal` makes.
    """
    return frozenset(
        key
        for key in made
        if kinds.BY_NAME[key.kind].place and key in goal
        if any(
            other.id.kind == key.kind
            and other.id not in made
            and place_of(other) > place_of(goal[key])
            for other in goal.beside(key)
        )
    )


def place_of(item: CatalogObject) -> int:
    """Return the place of an object among those of its kind in a relation; 0 where it has none."""
    place = kinds.BY_NAME[item.id.kind].place
    return place(item) if place else 0
