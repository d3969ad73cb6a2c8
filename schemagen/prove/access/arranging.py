"""Rows on which rules can be seen to work: made-up ones, changed in what predicates speak of.

Seeding gives rows that fit the tables. Of each table some are kept, and get the combinations of
values that its dimensions ask for; what refers to them refers to telling ones. Then claims are
chosen: those of somebody to whom rows belong, and those of somebody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.prove.access.asking import Asking, table_id
from schemagen.prove.access.dimensions import (
    Dimension,
    constant_text,
    is_unique,
    own_values,
    spread,
    typed,
)
from schemagen.prove.access.mentions import Mention
from schemagen.prove.access.store import RowStore
from schemagen.seeding.reading import Connection, Shelf, Table
from schemagen.seeding.references import Link, in_order, links_of
from schemagen.sqltext.quoting import Name, Raw, sql

ROWS: Final = 80
"""How many rows each table is seeded with, to choose from."""
_TELLING: Final = 8
"""So many rows of a table are referred to by others."""
_FEW: Final = 3
"""So many rows are kept where nothing asks for more."""


@dataclass
class Arranged:
    """What came of it.

    Attributes:
        claims: the values to choose from for each claim, the first being the owner's.
        dimensions: in which the rows of a table differ.
        rows: the rows of a table that were arranged, as `ROW_KEY` has them.
        spoken_of: the columns of a table that predicates speak of.
    """

    claims: dict[str, list[str]] = field(default_factory=dict)
    dimensions: dict[ObjectId, tuple[Dimension, ...]] = field(default_factory=dict)
    rows: dict[ObjectId, list[str]] = field(default_factory=dict)
    spoken_of: dict[ObjectId, frozenset[str]] = field(default_factory=dict)


class Arranger:
    """Arranges the rows of a database; `types` are those of claims."""

    def __init__(
        self,
        connection: Connection,
        shelf: Shelf,
        mentions: Iterable[Mention],
        types: Mapping[str, str],
    ) -> None:
        self._connection = connection
        self._store = RowStore(connection)
        self._shelf = shelf
        self._types = types
        self._by_id = {table_id(table): table for table in shelf.tables.values()}
        self._asking = Asking(shelf, mentions, types)
        self._referable: dict[ObjectId, list[str]] = {}
        spoken_of = {key: frozenset(columns) for key, columns in self._asking.of.items()}
        self.found = Arranged(claims=dict(self._asking.claims), spoken_of=spoken_of)

    def run(self) -> Arranged:
        """Arrange all tables."""
        with self._connection.transaction():
            self._connection.execute("SET LOCAL session_replication_role = replica")
            self._tell_apart()
            for claim in self._types:
                self._choose_early(claim)
            order = self._in_order()
            for table in order:
                self._arrange(table)
            for table in order:
                self._mend(table)
            for table in order:
                self._forget_gone(table)
        return self.found

    def _tell_apart(self) -> None:
        """Let the keys that are claims differ from each other.

        Otherwise the first user has the number of the first team, and a rule that takes one for the
        other is not noticed.
        """
        referring: dict[tuple[ObjectId, str], list[tuple[ObjectId, str]]] = defaultdict(list)
        for key, table in self._by_id.items():
            for name in {name for each in table.of("f") for name in table.names(each.columns)}:
                referring[self._asking.root(key, name)].append((key, name))
        for number, root in enumerate(dict.fromkeys(self._asking.roots.values())):
            if number and self._store.shift(self._by_id[root[0]], root[1], number):
                for key, name in sorted(referring[root]):
                    if (key, name) != root:
                        self._store.shift(self._by_id[key], name, number)

    def _in_order(self) -> list[Table]:
        """Return tables behind those that they refer to by columns that predicates speak of."""
        waiting = {table.row.oid: table for table in in_order(self._shelf)}
        found: list[Table] = []
        while waiting:
            ready = (each for each in waiting.values() if not self._parents(each) & waiting.keys())
            chosen = next(ready, next(iter(waiting.values())))
            found.append(waiting.pop(chosen.row.oid))
        return found

    def _parents(self, table: Table) -> set[int]:
        asked = self._asking.of[table_id(table)].keys()
        return {
            link.parent.row.oid
            for link in links_of(table, self._shelf)
            if link.parent is not table and {*link.columns} & asked
        }

    def _choose_early(self, claim: str) -> None:
        """Choose values before rows are arranged, to arrange them by."""
        root = self._asking.roots.get(claim)
        values = self.found.claims.setdefault(claim, [])
        if root is not None:
            there = self._store.values(self._by_id[root[0]], root[1])
            values += [value for value in there[:_FEW] if value]
        values += _unspoken(self._types[claim])[len(values) :]

    def _arrange(self, table: Table) -> None:
        key = table_id(table)
        dimensions = tuple(self._dimensions(table))
        self.found.dimensions[key] = dimensions
        keys = self._keys_by_parent(table)
        if dimensions:
            combinations = spread(dimensions)
            made = [
                self._set(table, row, dimensions, combination)
                for row, combination in zip(keys, [*combinations, *combinations], strict=False)
            ]
            first = made[: len(combinations)]
        else:
            first = made = keys[: max(_FEW, self._constants(table) + 2)]
        kept = [row for row in made if row] or keys[:1]
        self._store.delete_but(table, kept)
        special = self._unique(table, kept)
        chosen = [special.get(row, row) for row in first if row] or kept
        telling = dict.fromkeys([*chosen[:_TELLING], *special.values()])
        mended = self._mend(table)
        self._referable[key] = [mended.get(row, row) for row in telling]
        self._choose(key)

    def _constants(self, table: Table) -> int:
        asked = self._asking.of[table_id(table)]
        return max((len(each.constants) for each in asked.values()), default=0)

    def _keys_by_parent(self, table: Table) -> list[str]:
        """Return all rows, first those that refer to telling ones where each has one of its own."""
        asked = self._asking.of[table_id(table)]
        for link in links_of(table, self._shelf):
            rows = self._referable.get(table_id(link.parent))
            unique = any(is_unique(table, name) for name in link.columns)
            if rows and unique and {*link.columns} & asked.keys():
                return self._store.keys_by_parent(table, link, rows)
        return self._store.keys(table)

    def _set(
        self,
        table: Table,
        row: str,
        dimensions: Sequence[Dimension],
        values: Sequence[tuple[str, ...]],
    ) -> str:
        """Give a row its values; return its new key, empty where the table refuses it."""
        pairs = [
            sql("{} = {}", Name(column), Raw(value))
            for each, listed in zip(dimensions, values, strict=True)
            for column, value in zip(each.columns, listed, strict=True)
        ]
        return self._store.attempt(table, pairs, row)

    def _unique(self, table: Table, rows: Sequence[str]) -> dict[str, str]:
        """Give unique columns the constants that predicates compare them with, a row for each.

        The last rows are taken for it. Return their new keys by their former ones.
        """
        found: dict[str, str] = {}
        for name, asked in self._asking.of[table_id(table)].items():
            column = next((each for each in table.columns if each.name == name), None)
            if column is None or column.filled or not is_unique(table, name):
                continue
            for row, constant in zip(reversed(rows[1:]), asked.constants, strict=False):
                pair = sql("{} = {}", Name(name), Raw(typed(constant_text(constant), column)))
                now = self._store.attempt(table, [pair], found.get(row, row))
                if now:
                    found[row] = now
        return found

    def _choose(self, table: ObjectId) -> None:
        """Choose the claims that are keys of a table, now that its rows are arranged."""
        for claim, root in self._asking.roots.items():
            if root[0] == table and self._referable[table]:
                parent, rows = self._by_id[table], self._referable[table]
                listed = [text for (text,) in self._store.of_rows(parent, (root[1],), rows)]
                values = [value for value in dict.fromkeys(listed) if value]
                # The row in which everything is otherwise than in the first.
                other = min(len(self.found.dimensions[table]) + 1, len(values) - 1)
                chosen = [values[0], values[other], *values[1:]]
                self.found.claims[claim] = list(dict.fromkeys(chosen))[:_FEW]

    def _dimensions(self, table: Table) -> Iterable[Dimension]:
        asked = self._asking.of[table_id(table)]
        done: set[str] = set()
        for link in links_of(table, self._shelf):
            if not {*link.columns} & asked.keys() or done & {*link.columns}:
                continue
            values = self._references(table, link)
            if len(values) > 1:
                done.update(link.columns)
                yield Dimension(link.columns, values)
        for column in table.columns:
            if column.name in done or column.name not in asked or column.filled:
                continue
            if not is_unique(table, column.name):
                there = self._store.values(table, column.name)
                chosen = own_values(column, asked[column.name], self.found.claims, there)
                if len(chosen) > 1:
                    yield Dimension((column.name,), tuple((value,) for value in chosen))

    def _references(self, table: Table, link: Link) -> tuple[tuple[str, ...], ...]:
        """Return what a foreign key may refer to, of what is arranged already."""
        rows = self._referable.get(table_id(link.parent), [])
        if not rows or any(is_unique(table, name) for name in link.columns):
            return ()
        columns = {each.name: each for each in table.columns}
        found = [
            tuple(typed(v, columns[n]) for n, v in zip(link.columns, values, strict=True))
            for values in self._store.of_rows(link.parent, link.others, rows)
        ]
        nothing = tuple(typed(None, columns[name]) for name in link.columns)
        optional = [name for name in link.columns if not columns[name].not_null]
        if found and len(optional) == len(link.columns):
            found = [found[0], nothing, *found[1:]]
        return tuple(dict.fromkeys(found))

    def _mend(self, table: Table) -> dict[str, str]:
        """Let what refers to rows that went refer to others, or to nothing.

        Return the new keys of such rows by their former ones.
        """
        found: dict[str, str] = {}
        fixed = {name for each in self.found.dimensions[table_id(table)] for name in each.columns}
        for link in links_of(table, self._shelf):
            own = [(n, o) for n, o in zip(link.columns, link.others, strict=True) if n not in fixed]
            for row in self._store.keys(table) if own else ():
                now = self._store.repoint(table, link, own, fixed, row)
                if now:
                    first = next((old for old, new in found.items() if new == row), row)
                    found[first] = now
        return found

    def _forget_gone(self, table: Table) -> None:
        self.found.rows[table_id(table)] = self._store.keys(table)


def _unspoken(kind: str) -> list[str]:
    """Return values for a claim that no column is compared with."""
    match kind:
        case "uuid":
            return [f"00000000-0000-4000-8000-00000000000{number}" for number in (1, 2, 3)]
        case "boolean":
            return ["true", "false"]
    return ["1", "2", "3"]
