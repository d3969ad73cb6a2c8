"""Which tables refer to each other, in both directions, and what each direction is called.

A spec may name both (`relationship` and `inverse` of a foreign key). Otherwise a row that is
referred to is named after the column (`manager_id` gives `manager`) or in the singular of its
table, and the rows that refer to it in the plural of theirs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Project, RelationshipNames
from schemagen.declare.nouns import plural, singular
from schemagen.kinds.column import Column
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.kinds.primary_key import PrimaryKey
from schemagen.kinds.unique import Unique
from schemagen.render.viewmodels.circles import breaking
from schemagen.render.viewmodels.names import attribute, free_name

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NO_WORD = re.compile(r"[\W_]+")
_OF_KEY = re.compile(r"(.+?)_?(?:_id|_uuid|Id|ID)\Z")
_UNNAMED = RelationshipNames()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """One direction of a foreign key, or of the two of a table that only joins two others.

    Attributes:
        name: the attribute.
        back: the attribute of the other direction.
        target: the table at the other end.
        key: the foreign key that is followed.
        forward: whether this is the direction of the key, from who refers to who is referred to.
        many: whether there may be several rows at the other end.
        nullable: whether there may be none, where there is at most one.
        several: whether more than one key is between the two tables, in either direction.
        circular: whether rows of the two may need each other, so that the key is set afterwards.
        shared: names of relationships that set columns of this key, too.
        through: the table that joins the two.
    """

    name: str
    back: str
    target: ObjectId
    key: ForeignKey
    forward: bool
    many: bool
    nullable: bool = True
    several: bool = False
    circular: bool = False
    shared: tuple[str, ...] = ()
    through: ObjectId | None = None


@dataclass(frozen=True, slots=True)
class Relationships:
    """What tables have of relationships.

    Attributes:
        by_table: those of each table, those of its own keys first.
        joins: tables that only join two others.
        late: foreign keys without which no tables refer to each other in a circle.
    """

    by_table: Mapping[ObjectId, Sequence[Relationship]]
    joins: frozenset[ObjectId]
    late: frozenset[ObjectId]


def relationships(
    project: Project,
    tables: Iterable[ObjectId],
    taken: Callable[[ObjectId], Iterable[str]],
) -> Relationships:
    """Work out the relationships between tables that have a primary key.

    `taken` gives the attributes that a table's class has besides.
    """
    return _Finder(project, list(tables), taken).found()


class _Finder:
    """Goes over the foreign keys of tables, and gives out names."""

    def __init__(
        self,
        project: Project,
        tables: Sequence[ObjectId],
        taken: Callable[[ObjectId], Iterable[str]],
    ) -> None:
        self.catalog = project.catalog
        self.given = project.facts.relationships
        self.keyed = {table for table in tables if self.catalog.belonging_to(table, PrimaryKey)}
        self.all = {table: self.catalog.belonging_to(table, ForeignKey) for table in tables}
        self.joins = frozenset(table for table in tables if self._joins(table))
        self.followed = {table: self._followed(table) for table in tables}
        self.taken = {table: set(taken(table)) for table in tables}
        self.counts = self._counts()

    def found(self) -> Relationships:
        late = breaking(self.all, self.catalog)
        pairs = list(self._pairs())
        names = self._names(pairs)
        by_table: dict[ObjectId, list[Relationship]] = defaultdict(list)
        for key, through in pairs:
            self._add(key, through, names, late, by_table)
        for listed in by_table.values():
            listed.sort(key=lambda one: (not one.forward, one.name))
        return Relationships(by_table, self.joins, late)

    def _pairs(self) -> Iterator[tuple[ForeignKey, ForeignKey | None]]:
        """Yield keys; those of a table that joins come with the other one, in both orders."""
        for table, keys in self.followed.items():
            if table in self.joins:
                first, second = keys
                yield from ((first, second), (second, first))
            else:
                yield from ((key, None) for key in keys)

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
        """Return the keys that relationships follow.

        A key that only ties the columns of a shorter one to more says nothing new.
        """
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

    def _counts(self) -> Mapping[tuple[ObjectId, ObjectId], int]:
        """Count the keys from one table to another, those that are not followed included."""
        counts: dict[tuple[ObjectId, ObjectId], int] = defaultdict(int)
        for table, keys in self.all.items():
            for key in keys:
                counts[table, key.references] += 1
        return counts

    def _names(
        self, pairs: Sequence[tuple[ForeignKey, ForeignKey | None]]
    ) -> Mapping[tuple[ObjectId, bool], str]:
        """Give every direction its name: first those of the spec, then rows, then lists of them."""
        names: dict[tuple[ObjectId, bool], str] = {}
        for forward in (True, False):
            for key, _ in pairs:
                said = self.given.get(key.id, _UNNAMED)
                given = said.relationship if forward else said.inverse
                if given:
                    names[key.id, forward] = given
                    self.taken[_home(key, forward)].add(given)
        for forward in (True, False):
            for key, other in pairs:
                if (key.id, forward) in names or (other and forward):
                    continue
                home = _home(key, forward)
                wanted = self._wanted(key, other, forward)
                free = [name for name in wanted if name not in self.taken[home]]
                name = free[0] if free else free_name(wanted[-1], self.taken[home])
                names[key.id, forward] = name
                self.taken[home].add(name)
        return names

    def _wanted(self, key: ForeignKey, other: ForeignKey | None, forward: bool) -> list[str]:
        if other is not None:
            names = [plural(_words(other.references.name))]
        elif forward:
            names = self._wanted_forward(key)
        else:
            names = self._wanted_back(key)
        return [attribute(name) for name in names]

    def _wanted_forward(self, key: ForeignKey) -> list[str]:
        target = singular(_words(key.references.name))
        column = self._telling(key)
        if column is None:
            return [target]
        stem = _stem(column)
        if stem:
            return [stem, f"{stem}_{target}"]
        words = _words(column)
        long = f"{target}_row" if words == target else f"{words}_{target}"
        return [long] if self._is_one_of_several(key) else [target, long]

    def _wanted_back(self, key: ForeignKey) -> list[str]:
        home = _words(key.id.table)
        own = singular(home) if self._is_unique(key) else plural(home)
        column = self._telling(key)
        if column is None:
            return [own]
        words = _words(column)
        stem = _stem(column)
        by = f"{own}_{words}" if words.endswith("_by") else f"{own}_by_{stem or words}"
        plain = stem == singular(_words(key.references.name))
        return [own, by] if plain or not self._is_one_of_several(key) else [by]

    def _is_one_of_several(self, key: ForeignKey) -> bool:
        """Tell whether the tables alone do not say which key is meant."""
        home = _table(key)
        same = [one for one in self.followed[home] if one.references == key.references]
        return len(same) > 1 or home == key.references

    def _telling(self, key: ForeignKey) -> str | None:
        """Return the column that tells one key from others: the one that no shorter key has."""
        if len(key.columns) == 1:
            return key.columns[0]
        home = _table(key)
        shorter = {one.columns[0] for one in self.all[home] if len(one.columns) == 1}
        own = [column for column in key.columns if column not in shorter]
        return own[0] if len(own) == 1 else None

    def _is_unique(self, key: ForeignKey) -> bool:
        home = _table(key)
        keys: list[PrimaryKey | Unique] = [
            *self.catalog.belonging_to(home, PrimaryKey),
            *self.catalog.belonging_to(home, Unique),
        ]
        return any(set(one.columns) <= set(key.columns) for one in keys)

    def _add(
        self,
        key: ForeignKey,
        other: ForeignKey | None,
        names: Mapping[tuple[ObjectId, bool], str],
        late: frozenset[ObjectId],
        by_table: dict[ObjectId, list[Relationship]],
    ) -> None:
        home = _table(key)
        if other is not None:
            by_table[key.references].append(
                Relationship(
                    name=names[key.id, False],
                    back=names[other.id, False],
                    target=other.references,
                    key=key,
                    forward=False,
                    many=True,
                    several=key.references == other.references,
                    through=home,
                )
            )
            return
        nullable = _is_nullable(key, self.catalog)
        pair = self.counts[home, key.references]
        if home != key.references:
            pair += self.counts[key.references, home]
        shared = self._shared(key, names)
        for forward in (True, False):
            by_table[_home(key, forward)].append(
                Relationship(
                    name=names[key.id, forward],
                    back=names[key.id, not forward],
                    target=_home(key, not forward),
                    key=key,
                    forward=forward,
                    many=not forward and not self._is_unique(key),
                    nullable=nullable or not forward,
                    several=pair > 1,
                    circular=key.id in late and nullable,
                    shared=shared,
                )
            )

    def _shared(
        self, key: ForeignKey, names: Mapping[tuple[ObjectId, bool], str]
    ) -> tuple[str, ...]:
        found = {
            names[other.id, forward]
            for other in self.followed[_table(key)]
            if other is not key and not set(other.columns).isdisjoint(key.columns)
            for forward in (True, False)
        }
        return tuple(sorted(found))


def _table(key: ForeignKey) -> ObjectId:
    return ObjectId("table", key.id.schema, key.id.table)


def _home(key: ForeignKey, forward: bool) -> ObjectId:
    """Return the table whose class has a direction of a key."""
    return _table(key) if forward else key.references


def _is_nullable(key: ForeignKey, catalog: Catalog) -> bool:
    columns = catalog.belonging_to(_table(key), Column)
    return any(column.id.name in key.columns and not column.not_null for column in columns)


def _words(name: str) -> str:
    """Return `order_line` for `OrderLine` and `order-line`."""
    return _NO_WORD.sub("_", _HUMP.sub("_", name)).strip("_").lower() or "row"


def _stem(column: str) -> str:
    """Return what a column says of the row that it refers to: `manager` for `manager_id`."""
    found = _OF_KEY.match(column)
    return _words(found[1]) if found else ""
