"""How the rows of a table refer to rows that are there, and which table is filled before which."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from schemagen.frozen import frozen
from schemagen.seeding.candidate import NUMBER
from schemagen.seeding.reading import Shelf, Table
from schemagen.sqltext.quoting import Literal, Name, Names, Raw, join_sql, sql

_Parents: TypeAlias = Mapping[int, frozenset[int]]


@frozen
class Link:
    """A foreign key that gives columns their values.

    Attributes:
        alias: what a statement calls the rows that are referred to.
        parent: the table that they are in.
        columns: the own columns, in the order of `others`, the columns referred to.
        shift: by how many rows it is ahead, so that two links to one table lead to different rows.
    """

    alias: str
    parent: Table
    columns: tuple[str, ...]
    others: tuple[str, ...]
    shift: int

    def value(self, column: str) -> Raw:
        """Return the expression for the value of an own column."""
        return Raw(sql("{}.{}", Name(self.alias), Name(self._key(column))))

    def _key(self, column: str) -> str:
        return f"key_{self.columns.index(column)}"

    def in_turn(self, rows: int) -> Raw:
        """Return which of so many rows a row refers to: one after the other, from 1 on."""
        return Raw(sql("({} + {}) % {} + 1", NUMBER, Literal(self.shift - 1), Literal(rows)))

    def join(self, number: Raw, known: Mapping[str, Raw]) -> str:
        """Return the join that finds the row to refer to.

        `number` is its place in the order of keys; `known` are own columns that other links give
        values to, with which the row must agree.
        """
        shared = [column for column in self.columns if column in known]
        listed = [
            sql("{} AS {}", Name(other), Name(self._key(column)))
            for column, other in zip(self.columns, self.others, strict=True)
        ]
        within = [self.others[self.columns.index(column)] for column in shared]
        window = sql("ORDER BY {}", Names(self.others))
        if within:
            window = sql("PARTITION BY {} {}", Names(tuple(within)), Raw(window))
        same = [sql("{} = {}", self.value(column), known[column]) for column in shared]
        place = sql("{}.place = {}", Name(self.alias), Raw("1") if shared else number)
        return sql(
            "LEFT JOIN (SELECT {}, row_number() OVER ({}) AS place FROM {}) AS {} ON {}",
            Raw(join_sql(listed, ", ")),
            Raw(window),
            self.parent.qualified,
            Name(self.alias),
            Raw(join_sql([place, *same], " AND ")),
        )


def links_of(table: Table, shelf: Shelf) -> tuple[Link, ...]:
    """Return the links of a table, the widest first, without those that follow from another.

    Links to the table itself come last: what the others give their columns, they must agree with.
    """
    counted = {column.name for column in table.columns if column.filled}
    keys = sorted(
        table.of("f"),
        key=lambda key: (key.other == key.relation, -len(key.columns or ()), key.name),
    )
    found: list[Link] = []
    covered: set[str] = set()
    for key in keys:
        parent = shelf.tables.get(key.other)
        columns = table.names(key.columns)
        if parent is None or counted & {*columns} or covered >= {*columns}:
            continue
        shift = sum(1 for link in found if link.parent is parent)
        others = parent.names(key.other_columns)
        found.append(Link(f"link_{len(found)}", parent, columns, others, shift))
        covered.update(columns)
    return tuple(found)


def in_order(shelf: Shelf) -> tuple[Table, ...]:
    """Return tables so that what is referred to comes first, wherever that can be.

    Of tables that refer to each other in a circle, the first is one that can be filled without the
    others, and that leaves the fewest references to be made up for.
    """
    waiting = dict(shelf.tables)
    soft = {oid: _parents(table, shelf, hard=False) for oid, table in waiting.items()}
    hard = {oid: _parents(table, shelf, hard=True) for oid, table in waiting.items()}
    found: list[Table] = []
    while waiting:
        chosen = _next(waiting.keys(), soft, hard)
        found.append(waiting.pop(chosen))
    return tuple(found)


def _next(waiting: AbstractSet[int], soft: _Parents, hard: _Parents) -> int:
    for oid in waiting:
        if not soft[oid] & waiting:
            return oid
    # What only waits for a circle is in none itself.
    turning = [oid for oid in waiting if _waits_for_no_other(oid, waiting, soft)]
    able = [oid for oid in turning if not hard[oid] & waiting] or [
        oid for oid in waiting if not hard[oid] & waiting
    ]
    return min(able or turning, key=lambda oid: len(soft[oid] & waiting))


def _waits_for_no_other(oid: int, waiting: AbstractSet[int], parents: _Parents) -> bool:
    """Tell whether all that a table waits for waits for it, too."""
    return all(oid in _above(each, waiting, parents) for each in _above(oid, waiting, parents))


def _above(oid: int, waiting: AbstractSet[int], parents: _Parents) -> Collection[int]:
    found: set[int] = set()
    queue = [oid]
    while queue:
        for parent in parents[queue.pop()] & waiting:
            if parent not in found:
                found.add(parent)
                queue.append(parent)
    return found


def _parents(table: Table, shelf: Shelf, *, hard: bool) -> frozenset[int]:
    needed = {column.name for column in table.columns if column.not_null}
    return frozenset(
        link.parent.row.oid
        for link in links_of(table, shelf)
        if link.parent is not table and (not hard or _is_hard(link.columns, needed))
    )


def _is_hard(columns: Iterable[str], needed: Collection[str]) -> bool:
    return all(column in needed for column in columns)
