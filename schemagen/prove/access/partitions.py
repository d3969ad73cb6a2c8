"""Partitions, when they are used by their own names.

Then the policies and privileges of the whole do not hold, but those of the partition do: none, as
long as nobody gives it any (see "Row Security Policies" and "Table Partitioning").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.kinds.table import Table
from schemagen.kinds.table.alters import key_columns
from schemagen.prove.access.mentions import Mention
from schemagen.prove.access.rules import Rules
from schemagen.seeding.reading import Table as Read
from schemagen.sqltext.tokens import Token, TokenKind, tokenize

_CONSTANTS: Final = (TokenKind.STRING, TokenKind.NUMBER)


def read_partitions(
    rules: Rules, by_id: Mapping[ObjectId, Read]
) -> Iterator[tuple[ObjectId, Read]]:
    """Yield each partition, read as the table at the top of it is."""
    for table in rules.tables:
        whole = next((each for each in reversed(above(rules, table)) if each.id in by_id), None)
        if whole is not None:
            read = by_id[whole.id]
            row = replace(
                read.row,
                schema=table.id.schema,
                name=table.id.name,
                partitioned=table.partition_by is not None,
            )
            yield table.id, replace(read, row=row)


def above(rules: Rules, table: Table) -> list[Table]:
    """Return what a table is a partition of, from the nearest to the whole."""
    found: list[Table] = []
    key = table.partition_of
    while key is not None:
        parent = rules.project.catalog.get(key)
        if not isinstance(parent, Table):
            break
        found.append(parent)
        key = parent.partition_of
    return found


def of_whole(rules: Rules, mention: Mention) -> Mention:
    """Return what is said of a partition as said of the whole, whose rows are arranged."""
    item = rules.project.catalog.get(mention.relation)
    return replace(mention, relation=whole_of(rules, item)) if isinstance(item, Table) else mention


def bounds(rules: Rules) -> Iterator[Mention]:
    """Yield what the bounds of partitions compare the columns of their keys with.

    With rows that have these values, there are some in most partitions.
    """
    for table in rules.tables:
        parents = above(rules, table)
        keys = tuple(key_columns(parents[0])) if parents else ()
        for listed in _lists(table.bound or ""):
            constants = tuple(token.text for token in listed if token.kind in _CONSTANTS)
            if len(keys) == 1 and constants:
                yield Mention(parents[-1].id, keys[0], (), constants)


def _lists(bound: str) -> Iterator[list[Token]]:
    """Yield what stands in each pair of parentheses, except for that of a hash."""
    listed: list[Token] = []
    for token in tokenize(bound):
        if token.word == "with":
            return
        if token.text == ")":
            yield listed
        listed = [] if token.text in "()" else [*listed, token]


def whole_of(rules: Rules, table: Table) -> ObjectId:
    """Return the table at the top of a partition; of any other, itself."""
    parents = above(rules, table)
    return parents[-1].id if parents else table.id
