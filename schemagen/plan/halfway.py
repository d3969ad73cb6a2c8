"""The catalog that serves two versions of an application at once, halfway between two others.

The way there (expand) only gives: what comes is there, and asks nothing of those who do not know of
it. The way on (contract) only takes: what goes, and what lets fewer rows in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Alter, Change, Create, Drop
from schemagen.catalog.object import CatalogObject, ObjectId, Recreate, change_rules, model_of
from schemagen.diff.engine import compare
from schemagen.errors import MigrationError
from schemagen.plan.impact import is_relation

BY_HAND: Final = (
    "add what is new under another name, have the application write both, and take the old one away"
    " in a later migration"
)
"""What to do about a change that cannot be split."""


def find_halfway(current: Catalog, desired: Catalog) -> Catalog:
    """Return the catalog that is to stand while both versions of an application run.

    Raises:
        MigrationError: a change cannot be split; says which, and why.
    """
    changes = compare(current, desired)
    halves = {_key(change): _half(change, current, desired) for change in changes}
    refused = _all_refused(changes, halves, current, desired)
    if refused:
        lines = ["this change cannot be split", *refused]
        raise MigrationError("\n  ".join(lines), hint=BY_HAND)
    kept = {item.id: item for item in desired if item.id not in halves}
    found = {key: half for key, half in halves.items() if isinstance(half, CatalogObject)}
    return Catalog(_with_needed({**kept, **found}, current, desired).values())


def reasons_against(current: Catalog, desired: Catalog) -> tuple[str, ...]:
    """Return why a change cannot be split, a line for each reason; none if it can."""
    changes = compare(current, desired)
    halves = {_key(change): _half(change, current, desired) for change in changes}
    return _all_refused(changes, halves, current, desired)


def _key(change: Change) -> ObjectId:
    return change.current.id if isinstance(change, Drop) else change.desired.id


def _all_refused(
    changes: Iterable[Change],
    halves: Mapping[ObjectId, CatalogObject | str | None],
    current: Catalog,
    desired: Catalog,
) -> tuple[str, ...]:
    refused = [reason for change in changes for reason in _refused(change)]
    refused += _clashes(current, desired)
    refused += [f"{key}: {half}" for key, half in halves.items() if isinstance(half, str)]
    return tuple(dict.fromkeys(refused))


def _refused(change: Change) -> Iterator[str]:
    if not isinstance(change, Alter):
        return
    key, former = change.desired.id, change.renamed_from
    if former is not None and kinds.BY_NAME[key.kind].renamed_when_equal is None:
        yield f"{key}: running versions call it {former.name}, and it has one name at a time"
    for old, new in change.parts:
        yield f"{key}: running versions write {old}, and it becomes {new}"


def _clashes(current: Catalog, desired: Catalog) -> Iterator[str]:
    """Tell what goes while something else comes under its name."""
    going = {
        place: item.id
        for item in current
        if item.id not in desired and not _restricts(item)
        for place in _places(item.id)
    }
    for item in desired:
        if item.id in current:
            continue
        for place in _places(item.id):
            if place in going:
                yield f"{item.id}: {going[place]} has its name until it goes"


def _places(key: ObjectId) -> Iterator[tuple[str, ...]]:
    for space in kinds.BY_NAME[key.kind].name_spaces:
        yield space, key.schema, key.name, key.table if space == "constraint" else ""


def _half(change: Change, current: Catalog, desired: Catalog) -> CatalogObject | str | None:
    """Return what serves both versions: an object, or none; or why there is nothing."""
    match change:
        case Create(item):
            if not _is_of(item.id, current):
                return item
            return None if _restricts(item) else _between(None, item)
        case Drop(item):
            if not _is_of(item.id, desired):
                return item
            return None if _restricts(item) else _between(item, None)
    # A constraint or index that PostgreSQL alone named is told by what it says.
    if not change.fields or not _restricts(change.desired):
        return _between(change.current, change.desired)
    rules = change_rules(model_of(change.desired))
    if any(isinstance(rules[each.field], Recreate) for each in change.fields):
        return None
    return change.current if change.renamed_from is None else change.desired


def _between(
    current: CatalogObject | None, desired: CatalogObject | None
) -> CatalogObject | str | None:
    item = desired or current
    if item is None:
        return None
    between = kinds.BY_NAME[item.id.kind].between
    return between(current, desired) if between else item


def _restricts(item: CatalogObject) -> bool:
    restricts = kinds.BY_NAME[item.id.kind].restricts
    return restricts is not None and restricts(item)


def _is_of(key: ObjectId, catalog: Catalog) -> bool:
    """Tell whether the relation of a member is in a catalog; other objects stand for themselves."""
    if not key.table:
        return True
    return any(
        item in catalog
        for item in (ObjectId(kind.name, key.schema, key.table) for kind in kinds.ALL)
        if is_relation(item)
    )


def _with_needed(
    halves: Mapping[ObjectId, CatalogObject], current: Catalog, desired: Catalog
) -> Mapping[ObjectId, CatalogObject]:
    """Add what objects need that would come later, or would be gone by now."""
    found = dict(halves)
    waiting: list[CatalogObject] = list(found.values())
    while waiting:
        for key in _missing(waiting.pop(), found):
            item = desired.get(key) or current.get(key)
            if item is not None:
                found[key] = item
                waiting.append(item)
    return found


def _missing(item: CatalogObject, found: Mapping[ObjectId, CatalogObject]) -> Iterable[ObjectId]:
    return [key for key in item.depends_on if key not in found]
