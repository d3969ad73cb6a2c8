"""Comparison field by field, by the rules that the models declare; no kind is named here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Alter, Change, Create, Drop, FieldChange
from schemagen.catalog.object import CatalogObject, ObjectId, compared_fields, model_of
from schemagen.diff.renames import find_renames, renamed


@dataclass(frozen=True)
class Comparison:
    """The changes, sorted by id, and the current catalog with everything under its new name."""

    changes: tuple[Change, ...]
    renamed: Catalog


def compare(current: Catalog, desired: Catalog) -> tuple[Change, ...]:
    """Return what has to change in `current` to get `desired`, sorted by id.

    Besides declared renames (`was`), an object that can be told by its contents alone is taken for
    renamed when an equal one goes and comes: a constraint whose generated name changed.
    """
    return compare_fully(current, desired).changes


def compare_fully(current: Catalog, desired: Catalog) -> Comparison:
    """Compare as `compare` does, and keep what a plan needs besides."""
    renames = find_renames(current, desired)
    before: dict[ObjectId, tuple[CatalogObject, CatalogObject]] = {}
    all_moved: dict[ObjectId, CatalogObject] = {}
    for item in current:
        moved = renamed(item, renames) if renames else item
        all_moved[item.id] = moved
        before[renames.follow(item.id)] = (item, moved)
    changes: list[Change] = []
    for item in desired:
        pair = before.pop(item.id, None)
        if pair is None:
            changes.append(Create(item))
        elif change := _alter(*pair, item):
            changes.append(change)
    changes += [Drop(item) for item, _ in before.values()]
    changes = _paired(changes, {item.id: moved for item, moved in before.values()})
    return Comparison(tuple(sorted(changes, key=_sort_key)), _under_new_names(all_moved, changes))


def _under_new_names(moved: Mapping[ObjectId, CatalogObject], changes: list[Change]) -> Catalog:
    found = dict(moved)
    for change in changes:
        if isinstance(change, Alter) and change.renamed_from is not None:
            item = found[change.current.id]
            found[change.current.id] = replace(item, id=change.desired.id)
    return Catalog(found.values())


def _alter(current: CatalogObject, moved: CatalogObject, desired: CatalogObject) -> Alter | None:
    fields = () if moved is desired else _differences(moved, desired)
    was = current.id if current.id.name != desired.id.name else None
    return Alter(current, desired, fields, was) if fields or was else None


def _sort_key(change: Change) -> ObjectId:
    return change.current.id if isinstance(change, Drop) else change.desired.id


def _differences(current: CatalogObject, desired: CatalogObject) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(name, old, new)
        for name in compared_fields(model_of(desired))
        if (old := getattr(current, name)) != (new := getattr(desired, name))
    )


def _paired(changes: Iterable[Change], moved: dict[ObjectId, CatalogObject]) -> list[Change]:
    """Join what goes and what comes into renames, where contents alone tell objects apart."""
    going: dict[tuple[str, str, str], list[Drop]] = defaultdict(list)
    for change in changes:
        if isinstance(change, Drop):
            going[_home(moved[change.current.id])].append(change)
    paired: dict[ObjectId, Change] = {}
    gone: set[ObjectId] = set()
    for change in changes:
        if not isinstance(change, Create) or not _told_by_contents(change.desired):
            continue
        for drop in going.get(_home(change.desired), ()):
            before = moved[drop.current.id]
            if drop.current.id in gone or _differences(before, change.desired):
                continue
            gone.add(drop.current.id)
            paired[change.desired.id] = Alter(drop.current, change.desired, (), drop.current.id)
            break
    kept = [c for c in changes if not (isinstance(c, Drop) and c.current.id in gone)]
    return [paired.get(c.desired.id, c) if isinstance(c, Create) else c for c in kept]


def _home(item: CatalogObject) -> tuple[str, str, str]:
    return item.id.kind, item.id.schema, item.id.table


def _told_by_contents(item: CatalogObject) -> bool:
    decide = kinds.BY_NAME[item.id.kind].renamed_when_equal
    return decide is not None and decide(item)
