"""How a spec declares a table: the inverse of `spec`."""

from __future__ import annotations

from typing import Any

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.declare.declaration import Declaration, Reference, stated
from schemagen.declare.generic_options import write_options
from schemagen.kinds.options import option_mapping
from schemagen.kinds.table.model import Table
from schemagen.kinds.table.partition_by import PartitionBySpec
from schemagen.kinds.table.spec import TableOwnSpec
from schemagen.sqltext.quoting import quote_name


def declare(item: Table, catalog: Catalog) -> Declaration | None:
    """Return the keys that are the table's own; its members add theirs.

    The partitions of a table that says how they come and go are made of what it says.
    """
    whole = catalog.get(item.partition_of) if item.partition_of else None
    if isinstance(whole, Table) and whole.rotation is not None:
        return None
    values = {
        "partition_by": _partition_by(item),
        "partition_of": _reference(item.partition_of) if item.partition_of else None,
        "for_values": _for_values(item.bound) if item.bound else None,
        "inherits": [_reference(parent) for parent in item.inherits],
        "row_level_security": _row_level_security(item, catalog),
        "with_": option_mapping(item.options),
        "of_type": item.of_type,
        "unlogged": item.unlogged,
        "access_method": item.access_method,
        "tablespace": item.tablespace,
        "cluster_on": item.cluster_on,
        "replica_identity": item.replica_identity,
        "server": item.server.name if item.server else None,
        "options": write_options(item.foreign_options),
    }
    mapping = stated(TableOwnSpec, values)
    return Declaration("tables", mapping, item.id.name)


def _reference(key: ObjectId) -> Reference:
    return Reference(key.schema, key.name)


def _partition_by(item: Table) -> str | dict[str, Any] | None:
    if item.partition_by is None or item.rotation is None:
        return _lowered_head(item.partition_by) if item.partition_by else None
    comes = item.rotation
    values = {
        "range_": quote_name(comes.column),
        "every": _number_or_text(comes.every),
        "ahead": comes.ahead,
        "keep": _number_or_text(comes.keep) if comes.keep else None,
        "expired": comes.expired,
        "default": comes.default,
        "manager": comes.manager,
    }
    return stated(PartitionBySpec, values)


def _number_or_text(text: str) -> int | str:
    return int(text) if text.isdecimal() else text


def _lowered_head(text: str) -> str:
    head, bracket, rest = text.partition(" (")
    return head.lower() + bracket + rest


def _for_values(bound: str) -> str:
    text = bound.removeprefix("FOR VALUES ")
    for word in ("DEFAULT", "FROM", "IN", "WITH"):
        if text.startswith(word):
            return (word.lower() + text.removeprefix(word)).replace(") TO (", ") to (", 1)
    return text


def _row_level_security(item: Table, catalog: Catalog) -> str | None:
    """Return what the spec says; nothing where that is what it means without saying so."""
    if item.row_security:
        given = "forced" if item.force_row_security else "enabled"
    else:
        given = "forced_when_enabled" if item.force_row_security else "off"
    guarded = any(
        member.id.kind == "policy" for member in catalog.belonging_to(item.id, CatalogObject)
    )
    return None if given == ("forced" if guarded else "off") else given
