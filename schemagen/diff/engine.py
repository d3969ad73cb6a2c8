"""Comparison field by field, by the rules that the models declare; no kind is named here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Alter, Change, Create, Drop, FieldChange
from schemagen.catalog.object import (
    CatalogObject,
    ObjectId,
    compared_fields,
    compared_values,
    literal_fields,
    model_of,
    secret_fields,
    settled_fields,
    told_fields,
    unordered_fields,
)
from schemagen.diff.late import made_by_itself
from schemagen.diff.renames import Renames, find_renames, renamed
from schemagen.frozen import frozen
from schemagen.sqltext.reread import same_when_read


@frozen(slots=False)
class Comparison:
    """The changes, sorted by id, and the current catalog with everything under its new name.

    `followed` has the new ids of what goes, where its relation or schema has another name.
    """

    changes: tuple[Change, ...]
    renamed: Catalog
    followed: Mapping[ObjectId, ObjectId]


def compare(current: Catalog, desired: Catalog) -> tuple[Change, ...]:
    """Return what has to change in `current` to get `desired`, sorted by id.

    Besides declared renames (`was`), an object that can be told by its contents alone is taken for
    renamed when an equal one goes and comes: a constraint whose generated name changed.
    """
    return compare_fully(current, desired).changes


def compare_fully(current: Catalog, desired: Catalog) -> Comparison:
    """Compare as `compare` does, and keep what a plan needs besides."""
    current = with_what_exists(current, desired)
    renames = find_renames(current, desired)
    before = _by_followed_id(current, renames)
    moved = {key: renamed(item, renames) for key, item in before.items()} if renames else before
    now = {item.id: item for item in moved.values()} if renames else current
    desired = made_by_itself(now, desired)
    staying = desired.by_id
    leaving = sorted((item.id, key) for key, item in before.items() if key not in staying)
    going = {each: moved[key] for each, key in leaving}
    changes = [*_coming(before, moved, desired, renames), *_leaving(current, going, desired)]
    changes = _paired(changes, going)
    return Comparison(
        tuple(sorted(changes, key=_sort_key)),
        _under_new_names(current, before, moved, changes),
        {key: item.id for key, item in going.items()},
    )


def _by_followed_id(current: Catalog, renames: Renames) -> Mapping[ObjectId, CatalogObject]:
    if not renames:
        return current.by_id
    return {renames.follow(item.id): item for item in current}


def _coming(
    before: Mapping[ObjectId, CatalogObject],
    moved: Mapping[ObjectId, CatalogObject],
    desired: Catalog,
    renames: Renames,
) -> Iterator[Change]:
    """Yield what is made or altered; `before` and `moved` are by the new ids."""
    parents = {_child_and_parent(item) for item in desired.following}
    for item in desired:
        present = moved.get(item.id)
        if present is item:
            continue
        if present is None:
            if not _comes_by_itself(item, desired):
                yield Create(item)
        elif _is_lost(present, item, desired, parents):
            yield Create(item)
        elif change := _alter(before[item.id], present, item, renames):
            yield change


def _leaving(
    current: Catalog, going: Mapping[ObjectId, CatalogObject], desired: Catalog
) -> Iterator[Change]:
    """Yield what is dropped; `going` are objects under their new names by their present ids."""
    brought = (item for item in desired.following if item.brought)
    kept = {(item.id.schema, item.id.table, item.follows) for item in brought}
    for key, item in going.items():
        if not _goes_by_itself(item, desired, kept):
            yield Drop(current[key])


def with_what_exists(current: Catalog, desired: Catalog) -> Catalog:
    """Add to a catalog what is external in the other and not declared in it, with nothing granted.

    It is there before and after, so that its privileges are a change of it.
    """
    found = [
        replace(item, grants=(), revoked=(), was=None)
        for item in desired
        if item.external and item.id not in current
    ]
    return Catalog([*current, *found]) if found else current


def bequeathed(item: CatalogObject, catalog: Catalog) -> CatalogObject | None:
    """Return what an object that comes along with a parent's is when it has just been made.

    Comments, owners and privileges do not come along. None for what is made by itself.
    """
    parent = catalog.get(item.follows) if item.brought and item.follows else None
    if parent is None:
        return None
    given = kinds.BY_NAME[item.id.kind].bequest
    start = given(parent, item) if given else parent
    return replace(start, id=item.id, comment=None, owner=None, grants=(), revoked=())


def _comes_by_itself(item: CatalogObject, desired: Catalog) -> bool:
    start = bequeathed(item, desired)
    return start is not None and not differences(start, item)


def _child_and_parent(item: CatalogObject) -> tuple[str, ...]:
    parent = item.follows or item.id
    return item.id.schema, item.id.table, parent.schema, parent.table


def _is_lost(
    current: CatalogObject,
    desired: CatalogObject,
    catalog: Catalog,
    parents: Collection[tuple[str, ...]],
) -> bool:
    """Tell whether an object goes with what it followed, although its relation is to keep it."""
    if not current.brought or current.follows is None or desired.follows is not None:
        return False
    return current.follows not in catalog and _child_and_parent(current) in parents


def _goes_by_itself(
    item: CatalogObject, desired: Catalog, kept: Collection[tuple[str, str, ObjectId | None]]
) -> bool:
    """Tell whether what came along with a parent's object goes with it, or stays as another's."""
    if not item.brought or item.follows is None:
        return False
    relation_stays = any(
        ObjectId(kind.name, item.id.schema, item.id.table) in desired
        for kind in kinds.ALL
        if kind.relation
    )
    followed_stays = item.follows in desired
    same = (item.id.schema, item.id.table, item.follows) in kept
    return same or not (relation_stays and followed_stays)


def _under_new_names(
    current: Catalog,
    before: Mapping[ObjectId, CatalogObject],
    moved: Mapping[ObjectId, CatalogObject],
    changes: Iterable[Change],
) -> Catalog:
    new = {
        change.current.id: change.desired.id
        for change in changes
        if isinstance(change, Alter) and change.renamed_from is not None
    }
    if not new and moved is before:
        return current
    return Catalog(
        replace(moved[key], id=new[item.id]) if item.id in new else moved[key]
        for key, item in before.items()
    )


def _alter(
    current: CatalogObject, moved: CatalogObject, desired: CatalogObject, renames: Renames
) -> Alter | None:
    fields = differences(moved, desired)
    was = current.id if current.id in renames.ids else None
    parts = tuple(renames.parts.get(current.id, {}).items())
    return Alter(current, desired, fields, was, parts) if fields or was or parts else None


def _sort_key(change: Change) -> ObjectId:
    return change.current.id if isinstance(change, Drop) else change.desired.id


def differences(current: CatalogObject, desired: CatalogObject) -> tuple[FieldChange, ...]:
    """Return the fields in which two objects of one kind differ, by the rules of their model."""
    model = model_of(desired)
    values = compared_values(model)
    before, after = values(current), values(desired)
    if before == after:
        return ()
    # What belongs to the whole server may bear somebody else's comment, and that of ours a mark.
    passed_over = {"comment"} if kinds.BY_NAME[desired.id.kind].shared else ()
    return tuple(
        FieldChange(name, old, new)
        for name, old, new in zip(compared_fields(model), before, after, strict=True)
        if old is not new
        and old != new
        and name not in passed_over
        and not (name in secret_fields(model) | settled_fields(model) and not new)
        and not (name in told_fields(model) and None in (old, new))
        and not (name in unordered_fields(model) and sorted(old) == sorted(new))
        and not (name not in literal_fields(model) and _same_when_read(old, new))
    )


def _same_when_read(old: Any, new: Any) -> bool:
    """Tell whether two values differ only in the form that PostgreSQL has of their expressions."""
    if isinstance(old, str) and isinstance(new, str):
        return same_when_read(old, new)
    if isinstance(old, tuple) and isinstance(new, tuple):
        return len(old) == len(new) and all(map(_same_when_read, old, new))
    if is_dataclass(old) and type(old) is type(new):
        names = [each.name for each in fields(old)]
        return all(_same_when_read(getattr(old, name), getattr(new, name)) for name in names)
    return bool(old == new)


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
            if drop.current.id in gone or differences(before, change.desired):
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
