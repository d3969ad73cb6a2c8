"""Which foreign keys relationships follow, and what tells one of them from another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.kinds.column import Column
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.kinds.index import Index
from schemagen.kinds.primary_key import PrimaryKey
from schemagen.kinds.unique import Unique


class Keys:
    """The foreign keys of some tables.

    Attributes:
        keyed: tables that have a primary key.
        all: the foreign keys of each table.
        joins: tables that only join two others.
        followed: the foreign keys of each table that are relationships.
    """

    def __init__(self, catalog: Catalog, tables: Sequence[ObjectId]) -> None:
        self.catalog = catalog
        self.keyed = {table for table in tables if catalog.belonging_to(table, PrimaryKey)}
        self.all = {table: catalog.belonging_to(table, ForeignKey) for table in tables}
        self.joins = frozenset(table for table in tables if self._joins(table))
        self.followed = {table: self._followed(table) for table in tables}

    def _joins(self, table: ObjectId) -> bool:
        """Tell whether a table is nothing but two references that are its key."""
        keys = [key for key in self.all[table] if key.references in self.keyed]
        if len(keys) != 2 or table not in self.keyed or len(self.all[table]) != 2:
            return False
        [primary] = self.catalog.belonging_to(table, PrimaryKey)
        names = [name for key in keys for name in key.columns]
        columns = {column.id.name for column in self.catalog.belonging_to(table, Column)}
        return len(set(names)) == len(names) and columns == set(names) == set(primary.columns)

    def _followed(self, table: ObjectId) -> list[ForeignKey]:
        """Leave out keys that only tie the columns of a shorter one to more: they say no more."""
        keys = [
            key
            for key in self.all[table]
            if key.references in self.keyed and table in self.keyed and not key.brought
        ]
        return [
            key
            for key in keys
            if not any(
                other.references == key.references and set(other.columns) < set(key.columns)
                for other in keys
            )
        ]

    @cached_property
    def _counts(self) -> Mapping[tuple[ObjectId, ObjectId], int]:
        counts: dict[tuple[ObjectId, ObjectId], int] = defaultdict(int)
        for table, keys in self.all.items():
            for key in keys:
                counts[table, key.references] += 1
        return counts

    @cached_property
    def _uniques(self) -> Mapping[ObjectId, list[set[str]]]:
        return {
            table: [
                *(set(key.columns) for key in self.catalog.belonging_to(table, PrimaryKey)),
                *(set(key.columns) for key in self.catalog.belonging_to(table, Unique)),
                *(
                    {element.column or "" for element in index.elements}
                    for index in self.catalog.belonging_to(table, Index)
                    if index.unique and not index.predicate
                ),
            ]
            for table in self.all
        }

    @cached_property
    def _required(self) -> Mapping[ObjectId, set[str]]:
        return {
            table: {
                column.id.name
                for column in self.catalog.belonging_to(table, Column)
                if column.not_null
            }
            for table in self.all
        }

    def is_ambiguous(self, key: ForeignKey) -> bool:
        """Tell whether more than one key is between the two tables, in either direction."""
        home, target = home_of(key), key.references
        back = self._counts.get((target, home), 0) if home != target else 0
        return self._counts[home, target] + back > 1

    def is_one_of_several(self, key: ForeignKey) -> bool:
        """Tell whether the tables alone do not say which key is meant."""
        home = home_of(key)
        same = [one for one in self.followed[home] if one.references == key.references]
        return len(same) > 1 or home == key.references

    def is_unique(self, key: ForeignKey) -> bool:
        """Tell whether at most one row refers to another."""
        columns = set(key.columns)
        return any(one <= columns for one in self._uniques[home_of(key)])

    def is_nullable(self, key: ForeignKey) -> bool:
        """Tell whether a row may refer to none."""
        return not self._required[home_of(key)].issuperset(key.columns)

    def sharing(self, key: ForeignKey) -> list[ForeignKey]:
        """Return the other keys that are followed and have some of its columns."""
        return [
            other
            for other in self.followed[home_of(key)]
            if other is not key and not set(other.columns).isdisjoint(key.columns)
        ]

    def telling(self, key: ForeignKey) -> str | None:
        """Return the column that tells one key from others.

        That is the one that no shorter key has, and that has another name than what it refers to.
        """
        if len(key.columns) == 1:
            return key.columns[0]
        shorter = {one.columns[0] for one in self.all[home_of(key)] if len(one.columns) == 1}
        pairs = zip(key.columns, key.referenced_columns, strict=True)
        own = [column for column, there in pairs if column not in shorter and column != there]
        return own[0] if len(own) == 1 else None


def home_of(key: ForeignKey) -> ObjectId:
    """Return the table that a key belongs to."""
    return ObjectId("table", key.id.schema, key.id.table)
