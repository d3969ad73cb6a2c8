"""Which tables refer to each other, in both directions, and what each direction is called.

A spec may name both (`relationship` and `inverse` of a foreign key). Otherwise a row that is
referred to is named after the column (`manager_id` gives `manager`) or in the singular of its
table, and the rows that refer to it in the plural of theirs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Project, RelationshipNames
from schemagen.declare.nouns import plural, singular
from schemagen.frozen import frozen
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.render.viewmodels.circles import breaking
from schemagen.render.viewmodels.keys import Keys, home_of
from schemagen.render.viewmodels.names import attribute, free_name

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NO_WORD = re.compile(r"[\W_]+")
_OF_KEY = re.compile(r"(.+?)_?(?:_id|_uuid|Id|ID)\Z")
_LONGEST = 60
_UNNAMED = RelationshipNames()

_Pair = tuple[ForeignKey, ForeignKey | None]
_Names = Mapping[tuple[ObjectId, bool], str]


@frozen(kw_only=True)
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


@frozen
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
    keys = Keys(project.catalog, list(tables))
    late = breaking(keys.all, project.catalog)
    pairs = list(_pairs(keys))
    names = _Naming(keys, project.facts.relationships, taken).names(pairs)
    by_table: dict[ObjectId, list[Relationship]] = defaultdict(list)
    for key, other in pairs:
        if other is not None:
            by_table[key.references].append(_through(key, other, names))
            continue
        for forward in (True, False):
            home = _home(key, forward=forward)
            by_table[home].append(_direction(key, forward, keys, names, late))
    for listed in by_table.values():
        listed.sort(key=lambda one: (not one.forward, one.name))
    return Relationships(by_table, keys.joins, late)


def _pairs(keys: Keys) -> Iterator[_Pair]:
    """Yield keys; those of a table that joins come with the other one, in both orders."""
    for table, followed in keys.followed.items():
        if table in keys.joins:
            first, second = followed
            yield from ((first, second), (second, first))
        else:
            yield from ((key, None) for key in followed)


def _through(key: ForeignKey, other: ForeignKey, names: _Names) -> Relationship:
    return Relationship(
        name=names[key.id, False],
        back=names[other.id, False],
        target=other.references,
        key=key,
        forward=False,
        many=True,
        several=key.references == other.references,
        through=home_of(key),
    )


def _direction(
    key: ForeignKey, forward: bool, keys: Keys, names: _Names, late: frozenset[ObjectId]
) -> Relationship:
    nullable = keys.is_nullable(key)
    shared = {names[other.id, way] for other in keys.sharing(key) for way in (True, False)}
    return Relationship(
        name=names[key.id, forward],
        back=names[key.id, not forward],
        target=_home(key, forward=not forward),
        key=key,
        forward=forward,
        many=not forward and not keys.is_unique(key),
        nullable=nullable or not forward,
        several=keys.is_ambiguous(key),
        circular=key.id in late and nullable,
        shared=tuple(sorted(shared)),
    )


class _Naming:
    """Gives names to directions: first those of the spec, then of rows, then of lists of them."""

    def __init__(
        self,
        keys: Keys,
        given: Mapping[ObjectId, RelationshipNames],
        taken: Callable[[ObjectId], Iterable[str]],
    ) -> None:
        self.keys = keys
        self.given = given
        self.taken = {table: set(taken(table)) for table in keys.all}

    def names(self, pairs: Sequence[_Pair]) -> _Names:
        """Return the name of each direction of each key, True for the one of the key."""
        names: dict[tuple[ObjectId, bool], str] = {}
        ways = [(key, other, forward) for forward in (True, False) for key, other in pairs]
        for key, _, forward in ways:
            said = self.given.get(key.id, _UNNAMED)
            given = said.relationship if forward else said.inverse
            if given:
                names[key.id, forward] = given
                self.taken[_home(key, forward=forward)].add(given)
        for key, other, forward in ways:
            if (key.id, forward) not in names and not (other and forward):
                names[key.id, forward] = self._chosen(key, other, forward)
        return names

    def _chosen(self, key: ForeignKey, other: ForeignKey | None, forward: bool) -> str:
        if other is not None:
            wanted = [plural(_words(other.references.name))]
        else:
            wanted = self._forward(key) if forward else self._back(key)
        taken = self.taken[_home(key, forward=forward)]
        named = [attribute(name[:_LONGEST].rstrip("_")) for name in wanted]
        free = [name for name in named if name not in taken]
        name = free[0] if free else free_name(named[-1], taken)
        taken.add(name)
        return name

    def _forward(self, key: ForeignKey) -> list[str]:
        target = singular(_words(key.references.name))
        column = self.keys.telling(key)
        if column is None:
            return [target]
        stem = _stem(column)
        if stem:
            return [stem, f"{stem}_{target}"]
        words = _words(column)
        long = f"{target}_row" if words == target else f"{words}_{target}"
        return [long] if self.keys.is_one_of_several(key) else [target, long]

    def _back(self, key: ForeignKey) -> list[str]:
        home = _words(key.id.table)
        own = singular(home) if self.keys.is_unique(key) else plural(home)
        column = self.keys.telling(key)
        if column is None:
            return [own]
        words, stem = _words(column), _stem(column)
        by = f"{own}_{words}" if words.endswith("_by") else f"{own}_by_{stem or words}"
        plain = stem == singular(_words(key.references.name))
        return [own, by] if plain or not self.keys.is_one_of_several(key) else [by]


def _home(key: ForeignKey, *, forward: bool) -> ObjectId:
    """Return the table whose class has a direction of a key."""
    return home_of(key) if forward else key.references


@lru_cache(maxsize=16384)
def _words(name: str) -> str:
    """Return `order_line` for `OrderLine` and `order-line`."""
    return _NO_WORD.sub("_", _HUMP.sub("_", name)).strip("_").lower() or "row"


@lru_cache(maxsize=16384)
def _stem(column: str) -> str:
    """Return what a column says of the row that it refers to: `manager` for `manager_id`."""
    found = _OF_KEY.match(column)
    return _words(found[1]) if found else ""
