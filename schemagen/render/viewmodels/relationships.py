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
from schemagen.render.viewmodels.keys import Followed, Keys
from schemagen.render.viewmodels.names import attribute, free_name

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NO_WORD = re.compile(r"[\W_]+")
_OF_KEY = re.compile(r"(.+?)_?(?:_id|_uuid|Id|ID)\Z")
_LONGEST = 60
_UNNAMED = RelationshipNames()

_Pair = tuple[Followed, Followed | None]
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
    for one, other in pairs:
        target = one.key.references
        if other is not None:
            by_table[target].append(_through(one, other, names))
        else:
            forward, backward = _directions(one, names, late)
            by_table[one.home].append(forward)
            by_table[target].append(backward)
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
            yield from ((one, None) for one in followed)


def _through(one: Followed, other: Followed, names: _Names) -> Relationship:
    return Relationship(
        name=names[one.key.id, False],
        back=names[other.key.id, False],
        target=other.key.references,
        key=one.key,
        forward=False,
        many=True,
        several=one.key.references == other.key.references,
        through=one.home,
    )


def _directions(
    one: Followed, names: _Names, late: frozenset[ObjectId]
) -> tuple[Relationship, Relationship]:
    """Return both directions of a key, its own first."""
    key = one.key
    forward, back = names[key.id, True], names[key.id, False]
    shared = {names[other, way] for other in one.sharing for way in (True, False)}
    circular = one.is_nullable and key.id in late
    listed = tuple(sorted(shared))
    own = Relationship(
        name=forward,
        back=back,
        target=key.references,
        key=key,
        forward=True,
        many=False,
        nullable=one.is_nullable,
        several=one.is_ambiguous,
        circular=circular,
        shared=listed,
    )
    return own, Relationship(
        name=back,
        back=forward,
        target=one.home,
        key=key,
        forward=False,
        many=not one.is_unique,
        several=one.is_ambiguous,
        circular=circular,
        shared=listed,
    )


class _Naming:
    """Gives names to directions: first those of the spec, then of rows, then of lists of them."""

    def __init__(
        self,
        keys: Keys,
        given: Mapping[ObjectId, RelationshipNames],
        taken: Callable[[ObjectId], Iterable[str]],
    ) -> None:
        self.given = given
        self.taken = {table: set(taken(table)) for table in keys.all}

    def names(self, pairs: Sequence[_Pair]) -> _Names:
        """Return the name of each direction of each key, True for the one of the key."""
        names: dict[tuple[ObjectId, bool], str] = {}
        ways = [(one, other, forward) for forward in (True, False) for one, other in pairs]
        for one, _, forward in ways:
            said = self.given.get(one.key.id, _UNNAMED)
            given = said.relationship if forward else said.inverse
            if given:
                names[one.key.id, forward] = given
                self.taken[_end(one, forward=forward)].add(given)
        for one, other, forward in ways:
            if (one.key.id, forward) not in names and not (other and forward):
                names[one.key.id, forward] = self._chosen(one, other, forward)
        return names

    def _chosen(self, one: Followed, other: Followed | None, forward: bool) -> str:
        if other is not None:
            wanted = [plural(_words(other.key.references.name))]
        else:
            wanted = _forward(one) if forward else _back(one)
        taken = self.taken[_end(one, forward=forward)]
        name = ""
        for each in wanted:
            name = attribute(each[:_LONGEST].rstrip("_"))
            if name not in taken:
                break
        else:
            name = free_name(name, taken)
        taken.add(name)
        return name


def _forward(one: Followed) -> list[str]:
    target, column = singular(_words(one.key.references.name)), one.telling
    if column is None:
        return [target]
    stem = _stem(column)
    if stem:
        return [stem, f"{stem}_{target}"]
    words = _words(column)
    long = f"{target}_row" if words == target else f"{words}_{target}"
    return [long] if one.is_one_of_several else [target, long]


def _back(one: Followed) -> list[str]:
    home, column = _words(one.home.name), one.telling
    own = singular(home) if one.is_unique else plural(home)
    if column is None:
        return [own]
    words, stem = _words(column), _stem(column)
    by = f"{own}_{words}" if words.endswith("_by") else f"{own}_by_{stem or words}"
    plain = stem == singular(_words(one.key.references.name))
    return [own, by] if plain or not one.is_one_of_several else [by]


def _end(one: Followed, *, forward: bool) -> ObjectId:
    """Return the table whose class has a direction of a key."""
    return one.home if forward else one.key.references


@lru_cache(maxsize=16384)
def _words(name: str) -> str:
    """Return `order_line` for `OrderLine` and `order-line`."""
    return _NO_WORD.sub("_", _HUMP.sub("_", name)).strip("_").lower() or "row"


@lru_cache(maxsize=16384)
def _stem(column: str) -> str:
    """Return what a column says of the row that it refers to: `manager` for `manager_id`."""
    found = _OF_KEY.match(column)
    return _words(found[1]) if found else ""
