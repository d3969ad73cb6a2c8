"""What has to be altered in an object itself, where some of it changes by itself.

What an object follows takes it along: the column of a partition is altered with that of its whole,
the sequence of a column goes to the new owner of the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject
from schemagen.catalog.statement import Statement
from schemagen.plan.facets import is_facet
from schemagen.plan.impact import Impact, is_relation, whole_of


def altered_fields(item: CatalogObject, impact: Impact, desired: Catalog) -> Iterator[str]:
    """Yield what has to be altered in an object of `desired` itself.

    A change of what it follows reaches it by itself, and takes away what it had of its own.
    """
    own = [each.field for each in impact.altered.get(item.id, ())]
    if "owner" in own and _goes_to_owner_of_whole(item, impact):
        own.remove("owner")
    parent = desired.get(item.follows) if item.follows else None
    if parent is None:
        yield from own
        return
    theirs = _fields_of_parent(item, impact)
    for field in own:
        if field not in theirs or getattr(item, field) != getattr(parent, field):
            yield field
    for field in theirs:
        if field not in own and getattr(item, field) != getattr(parent, field):
            yield field


def reached(
    current: CatalogObject, item: CatalogObject, impact: Impact, desired: Catalog
) -> CatalogObject:
    """Return a current object as it is once what it follows has changed.

    `item` is what it shall be, an object of `desired`.
    """
    parent = desired.get(item.follows) if item.follows else None
    changed: dict[str, Any] = {
        field: getattr(parent, field) for field in _fields_of_parent(item, impact)
    }
    return replace(current, **changed) if changed else current


def once(groups: Iterable[Iterable[Statement]]) -> Iterator[Statement]:
    """Yield statements, each text once: one statement may change several fields."""
    done: set[str] = set()
    for group in groups:
        for statement in group:
            if statement.sql not in done:
                done.add(statement.sql)
                yield statement


def _goes_to_owner_of_whole(item: CatalogObject, impact: Impact) -> bool:
    """Tell whether a relation takes an object along to its new owner: a column's sequence."""
    homes = {(key.schema, key.table) for key in whole_of(item) if key.table}
    return any(
        is_relation(key) and (key.schema, key.name) in homes
        for key, fields in impact.altered.items()
        if any(each.field == "owner" for each in fields)
    )


def _fields_of_parent(item: CatalogObject, impact: Impact) -> list[str]:
    """Return the fields that change by themselves, together with what an object follows."""
    if item.follows is None or impact.goes(item.id):
        return []
    altered = impact.altered.get(item.follows, ())
    return [each.field for each in altered if not is_facet(each.field)]
