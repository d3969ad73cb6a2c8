"""Partitions that `schemagen maintain` makes, in a comparison: no spec lists them.

They are known by their names and bounds. One that others may reach than its table says is compared
after all: rows of a partition are guarded by its own row-level security where it is named directly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.frozen import frozen
from schemagen.kinds.table import Table


@frozen(slots=False)
class Rotating:
    """What of a live database belongs to tables with partitions that come and go.

    Attributes:
        current: the database without partitions that are as they should be.
        desired: what those that are not should be, with their members.
    """

    current: Catalog
    desired: tuple[CatalogObject, ...]


def rotating(live: Catalog, declared: Catalog) -> Rotating:
    """Take out of a live catalog what belongs to the tables of a declared one that rotate."""
    wholes = [whole for whole in declared.of(Table) if whole.rotation is not None]
    if not wholes:
        return Rotating(live, ())
    parts = dict(_parts(live, declared, wholes))
    astray = {key for key, whole in parts.items() if _is_astray(live, key, whole)}
    gone = {key[1:3] for key in parts.keys() - astray}
    current = Catalog(
        item for item in live if (item.id.schema, item.id.table or item.id.name) not in gone
    )
    desired = tuple(
        each for key in sorted(astray) for each in _as_it_should_be(live, key, parts[key])
    )
    return Rotating(current, desired)


def _parts(
    live: Catalog, declared: Catalog, wholes: Collection[Table]
) -> Iterator[tuple[ObjectId, Table]]:
    """Yield what belongs to tables, with the table: partitions, and those that were detached."""
    by_id = {key: whole for whole in wholes for key in (whole.id, _former(whole))}
    for item in live.of(Table):
        if item.id in declared:
            continue
        candidates = [by_id[item.partition_of]] if item.partition_of in by_id else wholes
        for whole in () if item.partition_of not in (None, *by_id) else candidates:
            rotation, name = whole.rotation, item.id.name
            if item.id.schema == whole.id.schema and rotation is not None:
                bound = item.bound if item.partition_of else None
                if rotation.owns(whole.id.name, name, bound):
                    yield item.id, whole
                    break


def _former(whole: Table) -> ObjectId:
    return whole.id._replace(name=whole.was) if whole.was else whole.id


def _is_astray(live: Catalog, key: ObjectId, whole: Table) -> bool:
    part = live[key]
    return isinstance(part, Table) and (part != _guarded(part, whole) or bool(_open(live, key)))


def _guarded(part: Table, whole: Table) -> Table:
    """Return a partition as `maintain` makes it: nobody reaches it but through its table."""
    return replace(
        part,
        grants=(),
        row_security=whole.row_security or part.row_security,
        force_row_security=whole.force_row_security or part.force_row_security,
    )


def _open(live: Catalog, key: ObjectId) -> list[CatalogObject]:
    members = live.belonging_to(key, CatalogObject)
    return [member for member in members if member.id.kind == "policy"]


def _as_it_should_be(live: Catalog, key: ObjectId, whole: Table) -> Iterator[CatalogObject]:
    part = live[key]
    if isinstance(part, Table):
        yield _guarded(part, whole)
    yield from (
        member for member in live.belonging_to(key, CatalogObject) if member.id.kind != "policy"
    )
