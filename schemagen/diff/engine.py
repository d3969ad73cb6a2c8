"""Comparison field by field, by the rules that the models declare; no kind is named here.

An object whose `was` names one of the current catalog is that object renamed. A renamed relation
takes its members along: their ids are compared as if the relation had had the new name before, and
so are all references to it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Alter, Change, Create, Drop, FieldChange
from schemagen.catalog.object import CatalogObject, ObjectId, compared_fields, model_of


def compare(current: Catalog, desired: Catalog) -> tuple[Change, ...]:
    """Return what has to change in `current` to get `desired`, sorted by id."""
    renamed = _renames(current, desired)
    before = {_moved(item.id, renamed): item for item in current}
    changes: list[Change] = []
    for item in desired:
        old = before.pop(item.id, None)
        if old is None:
            changes.append(Create(item))
            continue
        if old is item:
            continue
        fields = _differences(old, item, renamed)
        was = old.id if old.id.name != item.id.name else None
        if fields or was:
            changes.append(Alter(old, item, fields, was))
    changes += [Drop(item) for item in before.values()]
    return tuple(sorted(changes, key=_sort_key))


def _sort_key(change: Change) -> ObjectId:
    return change.current.id if isinstance(change, Drop) else change.desired.id


def _renames(current: Catalog, desired: Catalog) -> dict[ObjectId, ObjectId]:
    """Map current ids to desired ones, for what declares its former name.

    A rename that has already happened (the former name is gone) is none.
    """
    found: dict[ObjectId, ObjectId] = {}
    relations: dict[ObjectId, ObjectId] = {}
    declared = [item for item in desired if item.was and item.id not in current]
    for item in sorted(declared, key=lambda item: bool(item.id.table)):
        former = ObjectId(item.id.kind, item.id.schema, item.was or "", item.id.table)
        for home in _former_homes(former, relations):
            if home in current and home not in desired:
                found[home] = item.id
                relations[home] = item.id
    return found


def _former_homes(key: ObjectId, relations: Mapping[ObjectId, ObjectId]) -> Iterable[ObjectId]:
    yield key
    for old, new in relations.items():
        if key.table and (new.schema, new.name) == (key.schema, key.table):
            yield ObjectId(key.kind, old.schema, key.name, old.name)


def _moved(key: ObjectId, renamed: Mapping[ObjectId, ObjectId]) -> ObjectId:
    if not renamed:
        return key
    direct = renamed.get(key)
    if direct is not None:
        return direct
    for old, new in renamed.items():
        if key.table and not old.table and (old.schema, old.name) == (key.schema, key.table):
            return ObjectId(key.kind, new.schema, key.name, new.name)
    return key


def _differences(
    current: CatalogObject, desired: CatalogObject, renamed: Mapping[ObjectId, ObjectId]
) -> tuple[FieldChange, ...]:
    found = []
    for name in compared_fields(model_of(desired)):
        old, new = getattr(current, name), getattr(desired, name)
        if old is not new and old != new and _follow(old, renamed) != new:
            found.append(FieldChange(name, old, new))
    return tuple(found)


def _follow(value: Any, renamed: Mapping[ObjectId, ObjectId]) -> Any:
    """Return a value of the current catalog with ids as they are called now."""
    if isinstance(value, ObjectId):
        return _moved(value, renamed)
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(_follow(part, renamed) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {
            item.name: _follow(getattr(value, item.name), renamed)
            for item in dataclasses.fields(value)
        }
        return dataclasses.replace(value, **parts)
    return value
