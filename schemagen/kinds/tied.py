"""What constraints say of the table of a member, for kinds that know no others."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.kinds.primary_key import PrimaryKey


def is_referred_to(member: ObjectId, catalog: Catalog) -> bool:
    """Tell whether a foreign key refers to the table of a member."""
    table = ObjectId("table", member.schema, member.table)
    return any(key.references == table for key in catalog.of(ForeignKey))


def referred_by(member: ObjectId, catalog: Catalog) -> Iterator[ObjectId]:
    """Give the tables that foreign keys of the table of a member refer to."""
    for key in catalog.of(ForeignKey):
        if (key.id.schema, key.id.table) == (member.schema, member.table):
            yield key.references


def compared_with(column: ObjectId, catalog: Catalog) -> Iterator[ObjectId]:
    """Give what a column's values are looked up in, or from where.

    That is the table that a foreign key over the column refers to, and each key that refers to it.
    """
    table = ObjectId("table", column.schema, column.table)
    for key in catalog.of(ForeignKey):
        if (key.id.schema, key.id.table) == table[1:3] and column.name in key.columns:
            yield key.references
        if key.references == table and column.name in key.referenced_columns:
            yield key.id


def is_keyed(member: ObjectId, catalog: Catalog) -> bool:
    """Tell whether the table of a member has a primary key."""
    own = (member.schema, member.table)
    return any((key.id.schema, key.id.table) == own for key in catalog.of(PrimaryKey))
