"""The statements that make a whole catalog in an empty database, and those that remove it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.statement import Statement
from schemagen.diff.engine import bequeathed, differences
from schemagen.kinds.kind import CreateContext, Kind
from schemagen.plan.facets import describe_new, privileges_of_new, without_privileges
from schemagen.plan.impact import whole_of
from schemagen.plan.opening import opened
from schemagen.plan.order import CreationOrder, creation_order


def create_statements(
    catalog: Catalog, order: CreationOrder | None = None
) -> tuple[Statement, ...]:
    """Return the statements that create everything, in an order in which they can run.

    `order` is `creation_order(catalog)`, for who has it already.

    Raises:
        CycleError: objects need each other.
    """
    order = order or creation_order(catalog)
    made: list[Statement] = []
    for item in order.objects:
        if item.id in order.shells:
            made += map(shell_of, order.shells[item.id])
        made += create_object(item, order.inlined.get(item.id, ()), catalog, order.texts)
    everything = [*_with_inlined(order), *(item for item in catalog if item.external)]
    for item in _of_kinds(everything, lambda kind: kind.finish):
        made += finish_object(item)
    made += privileges_of_new(everything)
    for item in _of_kinds(everything, lambda kind: kind.fill):
        made += fill_object(item)
    return opened(made, catalog)


def _of_kinds(
    items: Iterable[CatalogObject], does: Callable[[Kind[Any]], object]
) -> Iterable[CatalogObject]:
    models = {kind.model for kind in kinds.ALL if does(kind)}
    return [item for item in items if type(item) in models]


def shell_of(item: CatalogObject) -> Statement:
    """Return the statement that makes what stands for an object until it is made.

    Raises:
        TypeError: the kind has no such thing.
    """
    shell = _kind(item).shell
    if shell is None:
        raise TypeError(f"{item.id} has no shell")
    return shell(item)


def create_object(
    item: CatalogObject,
    members: Iterable[CatalogObject],
    catalog: Catalog,
    texts: Mapping[ObjectId, str] = MappingProxyType({}),
) -> Iterable[Statement]:
    """Create an object with the members that go into its own statement, described.

    `texts` has what members are inside of it, as far as that is known.
    """
    listed = tuple(members)
    if not item.brought:
        context = _with_members(listed, catalog, texts) if listed else CreateContext(catalog)
        yield from _kind(item).create(item, context)
    for each in (item, *listed):
        if each.brought:
            yield from _differing(each, catalog)
        if each.comment or each.owner:
            yield from describe_new(each)


def _with_members(
    members: Iterable[CatalogObject], catalog: Catalog, texts: Mapping[ObjectId, str]
) -> CreateContext:
    parts = [
        (member, text) for member in members if (text := texts.get(member.id) or _inline(member))
    ]
    return CreateContext(catalog, [text for _, text in parts], [member for member, _ in parts])


def drop_object(item: CatalogObject, desired: Catalog) -> Iterable[Statement]:
    """Drop an object where that is not all: `desired` is what stays."""
    kind = _kind(item)
    if kind.leave is not None:
        yield from kind.leave(item, desired)
    yield from kind.drop(item)


def _differing(item: CatalogObject, catalog: Catalog) -> Iterable[Statement]:
    """Change what came along with a parent's object into what it shall be."""
    kind, start = _kind(item), bequeathed(item, catalog)
    if start is None:
        return
    for change in differences(start, item):
        alter = kind.alters.get(change.field)
        yield from (alter(start, item) if alter else None) or ()


def finish_object(item: CatalogObject) -> Iterable[Statement]:
    """Do what can only be done when everything is there."""
    finish = _kind(item).finish
    return finish(item) if finish and not item.external and not item.brought else ()


def fill_object(item: CatalogObject) -> Iterable[Statement]:
    """Do what reads rows with the privileges of the owner."""
    fill = _kind(item).fill
    return fill(item) if fill and not item.external else ()


def drop_statements(catalog: Catalog, order: CreationOrder | None = None) -> tuple[Statement, ...]:
    """Return the statements that remove what `create_statements` made, in reverse order."""
    order = order or creation_order(catalog)
    position = order.positions()
    made: list[Statement] = []
    made += without_privileges([item for item in catalog if item.external])
    for item in reversed(order.objects):
        if not (item.brought or item.id in order.shells or goes_along(item, position)):
            made += _kind(item).drop(item)
    return opened(made, catalog)


def _kind(item: CatalogObject) -> Kind[Any]:
    return kinds.BY_NAME[item.id.kind]


def _inline(item: CatalogObject) -> str | None:
    inline = _kind(item).inline
    return inline(item) if inline and not item.brought else None


def _with_inlined(order: CreationOrder) -> Iterable[CatalogObject]:
    found: list[CatalogObject] = []
    for item in order.objects:
        found.append(item)
        found += order.inlined.get(item.id, ())
    return found


def goes_along(item: CatalogObject, position: Mapping[ObjectId, int]) -> bool:
    """Tell whether dropping its relation, or another whole that it is a part of, removes an object.

    `position` says when each of the objects that are dropped was made. Dropping the relation is not
    enough when the member needs something that was made after it: that would have to be dropped
    before the relation, while the member still stands in its way.
    """
    own = _dropped_home(item.id, position)
    if own is not None and (
        _kind(item).goes_along or all(_made(other, position) <= own for other in item.depends_on)
    ):
        return True
    wholes = whole_of(item)
    return any(whole in position or _dropped_home(whole, position) is not None for whole in wholes)


def _made(key: ObjectId, position: Mapping[ObjectId, int]) -> int:
    """Return when an object that is dropped was made; one that is not was there before all."""
    made = position.get(key)
    if made is not None:
        return made
    # What a table inherits, say, goes with it without a word.
    home = _dropped_home(key, position)
    return -1 if home is None else home


def dropped_with(key: ObjectId, position: Mapping[ObjectId, int]) -> ObjectId:
    """Return the relation that is dropped of which an object is a member, or the object itself."""
    for name in _relation_kinds() if key.table else ():
        home = ObjectId(name, key.schema, key.table)
        if home in position:
            return home
    return key


@cache
def _relation_kinds() -> tuple[str, ...]:
    return tuple(kind.name for kind in kinds.ALL if kind.relation)


def _dropped_home(key: ObjectId, position: Mapping[ObjectId, int]) -> int | None:
    """Return when the relation of a member was made, if it is dropped."""
    home = dropped_with(key, position)
    return position[home] if home != key else None
