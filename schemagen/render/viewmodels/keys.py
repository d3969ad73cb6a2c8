"""Which foreign keys relationships follow, what tells one from another, how many rows they join."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.kinds.column import Column
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.kinds.index import Index
from schemagen.kinds.primary_key import PrimaryKey
from schemagen.kinds.unique import Unique


@frozen
class Followed:
    """A foreign key that is a relationship.

    Attributes:
        home: the table that it belongs to.
        is_unique: whether at most one row refers to another.
        is_nullable: whether a row may refer to none.
        is_ambiguous: whether more than one key is between the two tables, in either direction.
        is_one_of_several: whether the tables alone do not say which key is meant.
        telling: the column that tells it from others. That is the one that no shorter key has, and
            that has another name than what it refers to.
        sharing: the other keys that are followed and have some of its columns.
    """

    key: ForeignKey
    home: ObjectId
    is_unique: bool
    is_nullable: bool
    is_ambiguous: bool
    is_one_of_several: bool
    telling: str | None
    sharing: Sequence[ObjectId]


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
        self.followed = {table: tuple(self._followed(table)) for table in tables}

    def _joins(self, table: ObjectId) -> bool:
        """Tell whether a table is nothing but two references that are its key."""
        if len(self.all[table]) != 2 or table not in self.keyed:
            return False
        keys = [key for key in self.all[table] if key.references in self.keyed]
        if len(keys) != 2:
            return False
        [primary] = self.catalog.belonging_to(table, PrimaryKey)
        names = [name for key in keys for name in key.columns]
        columns = {column.id.name for column in self.catalog.belonging_to(table, Column)}
        return len(set(names)) == len(names) and columns == set(names) == set(primary.columns)

    def _followed(self, table: ObjectId) -> Iterator[Followed]:
        """Yield the keys of a table that are relationships, with what there is to be told."""
        keys = self._telling_more(table)
        uniques = self._uniques(table) if keys else []
        for key in keys:
            columns, target = set(key.columns), key.references
            same = [other for other in keys if other.references == target]
            back = self._counts[target, table] if table != target else 0
            yield Followed(
                key,
                table,
                is_unique=any(one <= columns for one in uniques),
                is_nullable=not is_required(key, self.catalog),
                is_ambiguous=self._counts[table, target] + back > 1,
                is_one_of_several=len(same) > 1 or table == target,
                telling=self._telling(table, key),
                sharing=[
                    other.id
                    for other in keys
                    if other is not key and not columns.isdisjoint(other.columns)
                ],
            )

    def _telling_more(self, table: ObjectId) -> list[ForeignKey]:
        """Leave out keys that only tie the columns of a shorter one to more: they say no more."""
        if table not in self.keyed:
            return []
        keys = [key for key in self.all[table] if key.references in self.keyed and not key.brought]
        return [
            key
            for key in keys
            if not any(
                other.references == key.references and set(other.columns) < set(key.columns)
                for other in keys
            )
        ]

    @cached_property
    def _counts(self) -> Counter[tuple[ObjectId, ObjectId]]:
        return Counter((table, key.references) for table, keys in self.all.items() for key in keys)

    def _uniques(self, table: ObjectId) -> list[set[str]]:
        found = [set(key.columns) for key in self.catalog.belonging_to(table, PrimaryKey)]
        found += [set(key.columns) for key in self.catalog.belonging_to(table, Unique)]
        for index in self.catalog.belonging_to(table, Index):
            if index.unique and not index.predicate:
                found.append({element.column or "" for element in index.elements})
        return found

    def _telling(self, table: ObjectId, key: ForeignKey) -> str | None:
        if len(key.columns) == 1:
            return key.columns[0]
        shorter = {one.columns[0] for one in self.all[table] if len(one.columns) == 1}
        pairs = zip(key.columns, key.referenced_columns, strict=True)
        own = [column for column, there in pairs if column not in shorter and column != there]
        return own[0] if len(own) == 1 else None


def home_of(key: ForeignKey) -> ObjectId:
    """Return the table that a key belongs to."""
    return ObjectId("table", key.id.schema, key.id.table)


def is_required(key: ForeignKey, catalog: Catalog) -> bool:
    """Tell whether every row that refers has a row that it refers to."""
    schema, table = key.id.schema, key.id.table
    found = [catalog.get(ObjectId("column", schema, name, table)) for name in key.columns]
    return all(isinstance(column, Column) and column.not_null for column in found)


def is_single(key: ForeignKey, catalog: Catalog) -> bool:
    """Tell whether at most one row refers to each row that is referred to."""
    child = home_of(key)
    keys: list[PrimaryKey | Unique] = [*catalog.belonging_to(child, PrimaryKey)]
    keys += catalog.belonging_to(child, Unique)
    return any(set(each.columns) <= set(key.columns) for each in keys)
