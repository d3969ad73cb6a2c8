"""Tables in groups that a person can take in: by schema, by the first word of their names.

A large schema is divided as those who named its tables did (`billing_invoice`, `billing_payment`);
what is too large even so is cut along its foreign keys.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import groupby
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen

LARGEST: Final = 40
"""How many tables of a group are drawn together."""
SMALLEST: Final = 3
"""How many tables have to share a first word to be a group."""
_REST: Final = ""


@frozen
class Group:
    """Tables that are listed and drawn together: `billing`, its title and its tables, sorted."""

    title: str
    tables: tuple[ObjectId, ...]


def groups_of(
    tables: Iterable[ObjectId], neighbours: Mapping[ObjectId, Set[ObjectId]]
) -> tuple[Group, ...]:
    """Divide tables into groups, sorted by schema and title.

    `neighbours` has the tables at the other ends of foreign keys, in both directions.
    """
    found: list[Group] = []
    keys = sorted(tables)
    several = len({key.schema for key in keys}) > 1
    for schema, members in groupby(keys, key=lambda key: key.schema):
        inside = tuple(members)
        if len(inside) <= LARGEST:
            found.append(Group(schema, inside))
            continue
        words = _by_first_word(inside)
        if len(words) == 1:
            found += _cut(schema, inside, neighbours)
            continue
        before = f"{schema}: " if several else ""
        for word, named in words:
            found += _cut(f"{before}{word or 'other tables'}", named, neighbours)
    return tuple(found)


def _by_first_word(tables: Sequence[ObjectId]) -> list[tuple[str, list[ObjectId]]]:
    """Return tables by the first words of their names, those without a group last."""
    by_word: dict[str, list[ObjectId]] = defaultdict(list)
    for key in tables:
        by_word[key.name.partition("_")[0]].append(key)
    found: dict[str, list[ObjectId]] = defaultdict(list)
    for word, named in by_word.items():
        found[word if len(named) >= SMALLEST else _REST] += named
    words = sorted(found, key=lambda word: (not word, word))
    return [(word, sorted(found[word])) for word in words]


def _cut(
    title: str, tables: Sequence[ObjectId], neighbours: Mapping[ObjectId, Set[ObjectId]]
) -> list[Group]:
    if len(tables) <= LARGEST:
        return [Group(title, tuple(tables))]
    order = _connected_order(tables, neighbours)
    count = -(-len(order) // LARGEST)
    size = -(-len(order) // count)
    pieces = [order[start : start + size] for start in range(0, len(order), size)]
    return [
        Group(f"{title} ({number} of {len(pieces)})", tuple(sorted(piece)))
        for number, piece in enumerate(pieces, start=1)
    ]


def _connected_order(
    tables: Sequence[ObjectId], neighbours: Mapping[ObjectId, Set[ObjectId]]
) -> list[ObjectId]:
    """Return tables so that those that refer to each other are near each other."""
    left = dict.fromkeys(tables)
    order: list[ObjectId] = []
    while left:
        waiting = deque([next(iter(left))])
        while waiting:
            key = waiting.popleft()
            if key in left:
                del left[key]
                order.append(key)
                waiting += sorted(each for each in neighbours.get(key, ()) if each in left)
    return order
