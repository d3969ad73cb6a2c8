"""The rows of a table as a query, and the statement that lets them refer to what came later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from schemagen.frozen import frozen
from schemagen.seeding.candidate import NULL, NUMBER, Candidate, in_turn
from schemagen.seeding.reading import Column, Shelf, Table
from schemagen.seeding.references import Link, links_of
from schemagen.seeding.solving import Solver
from schemagen.seeding.style import Style
from schemagen.seeding.values import Values
from schemagen.sqltext.quoting import Literal, Name, Names, Raw, join_sql, sql

Examples: TypeAlias = Mapping[tuple[str, str, str], Sequence[Candidate]]
"""Candidates by schema, table and column, to be tried before those that are made up."""
Chosen: TypeAlias = Mapping[str, Sequence[Candidate]]
"""What the rows have in turn, by column."""


@dataclass(slots=True)
class Known:
    """What is known of the tables that were filled already, by oid.

    Attributes:
        counts: how many rows they have.
        dense: columns that have each number from 1 to that count, once.
    """

    counts: dict[int, int] = field(default_factory=dict)
    dense: set[tuple[int, str]] = field(default_factory=set)


@frozen
class Query:
    """The rows of a table as a query, and the columns that it gives values to."""

    table: Table
    columns: tuple[str, ...]
    sql: str

    @property
    def insert(self) -> str:
        """The statement that puts them there, but those that a key has no room for."""
        listed = sql("({}) ", Names(self.columns)) if self.columns else ""
        # PostgreSQL passes over rows that are in the way only where it can tell at once.
        keys = self.table.of("p", "u", "x")
        loose = self.table.row.has_rules or any(each.deferrable for each in keys)
        return sql(
            "INSERT INTO {} {}{}{}",
            self.table.qualified,
            Raw(listed),
            Raw(self.sql),
            Raw("" if loose else " ON CONFLICT DO NOTHING"),
        )


class Inserter:
    """Makes the statements for the tables of a database.

    `rows` is how many rows tables get, by oid.
    """

    def __init__(
        self,
        shelf: Shelf,
        solver: Solver,
        rows: Mapping[int, int],
        examples: Examples,
        known: Known,
    ) -> None:
        self._shelf = shelf
        self._values = Values(shelf.types)
        self._solver = solver
        self._rows = rows
        self._examples = examples
        self._known = known

    def choose(self, table: Table, links: Sequence[Link], style: Style | None = None) -> Chosen:
        """Choose what the columns of a table are to have."""
        return self._solver.solve(table, self._given(table, links), style)

    def _given(self, table: Table, links: Sequence[Link]) -> Mapping[str, Sequence[Candidate]]:
        found: dict[str, Sequence[Candidate]] = {
            column.name: self._examples.get((table.row.schema, table.row.name, column.name), ())
            for column in table.columns
        }
        for link in links:
            for name in link.columns:
                found[name] = [self._stand_in(table, link, name)]
        return found

    def _stand_in(self, table: Table, link: Link, name: str) -> Candidate:
        """Return what a check sees in the place of a value that a link gives."""
        column = next(each for each in table.columns if each.name == name)
        first = next(self._values.of(column.type, column.modifier, name), NULL)
        return first.of_row(Raw(sql("({} + {})", NUMBER, Literal(link.shift))))

    def query(
        self,
        table: Table,
        links: Sequence[Link],
        chosen: Chosen,
        *,
        modest: bool,
        style: Style | None = None,
    ) -> Query:
        """Return the rows; modest ones leave out what a row can do without."""
        columns = [
            each for each in table.columns if not each.filled and not self._left(each, modest)
        ]
        joins, linked = self._joined(table, links, chosen, modest, style)
        values = []
        for column in columns:
            stand_in = linked.get(column.name)
            parts = [
                Candidate(stand_in.text) if stand_in and each is not NULL else each
                for each in chosen[column.name]
            ]
            values.append(in_turn(parts).sql if parts else NULL.sql)
        text = sql(
            "SELECT {} FROM generate_series(1::bigint, {}) AS n (i) {}{}",
            Raw(join_sql(values, ", ")),
            Literal(self._rows[table.row.oid]),
            Raw(join_sql(joins)),
            Raw(" ORDER BY n.i" if joins else ""),
        )
        return Query(table, tuple(each.name for each in columns), text)

    def has_room(self, table: Table, links: Sequence[Link], chosen: Chosen) -> bool:
        """Tell whether no key can refuse a row: each has a column that differs in all rows."""
        linked = {name for link in links for name in link.columns}
        given = {column.name for column in table.columns if column.filled}
        distinct = {
            name
            for name, parts in chosen.items()
            if name not in linked and len(parts) == 1 and parts[0].distinct
        }
        return not table.row.has_rules and all(
            key.type != "x" and (given | distinct) & {*table.names(key.columns)}
            for key in table.of("p", "u", "x")
        )

    def _joined(
        self,
        table: Table,
        links: Sequence[Link],
        chosen: Chosen,
        modest: bool,
        style: Style | None,
    ) -> tuple[list[str], dict[str, Raw]]:
        """Return the joins of a statement, and what they give columns."""
        joins: list[str] = []
        linked: dict[str, Raw] = {}
        needed = {column.name for column in table.columns if column.not_null}
        for link in links:
            if modest and not needed & {*link.columns}:
                continue
            rows = self._known.counts.get(link.parent.row.oid, 0)
            if link.parent is table:
                values = self._own(table, link, chosen, linked)
            elif rows:
                place = _place(table, link, rows, style)
                if self._is_dense(link) and not {*link.columns} & linked.keys():
                    values = {link.columns[0]: place}
                else:
                    joins.append(link.join(place, linked))
                    values = {name: link.value(name) for name in link.columns}
            elif needed >= {*link.columns}:
                values = self._ahead(link)
            else:
                values = {name: Raw(NULL.sql) for name in link.columns}
            linked.update({name: value for name, value in values.items() if name not in linked})
        return joins, linked

    def _is_dense(self, link: Link) -> bool:
        """Tell whether the place of a row that is referred to is its key."""
        oid = link.parent.row.oid
        return len(link.others) == 1 and (oid, link.others[0]) in self._known.dense

    def reference(self, table: Table, link: Link, style: Style | None = None) -> str:
        """Return the statement that gives a link its values where rows came after those of it."""
        pairs = [sql("{} = {}", Name(name), link.value(name)) for name in link.columns]
        place = _place(table, link, self._known.counts[link.parent.row.oid], style)
        return sql(
            "UPDATE {table} AS own SET {pairs} FROM (SELECT tableoid AS home, ctid AS spot,"
            " row_number() OVER (ORDER BY tableoid, ctid) AS i FROM {table}) AS n {join}"
            " WHERE own.tableoid = n.home AND own.ctid = n.spot",
            table=table.qualified,
            pairs=Raw(join_sql(pairs, ", ")),
            join=Raw(link.join(place, {})),
        )

    def _own(
        self,
        table: Table,
        link: Link,
        chosen: Chosen,
        linked: Mapping[str, Raw],
    ) -> dict[str, Raw]:
        """Return references to rows of the same statement: the one before, or the row itself."""
        counted = {column.name for column in table.columns if column.filled}
        needed = {column.name for column in table.columns if column.not_null}
        if counted & {*link.others}:
            return {name: Raw(NULL.sql) for name in link.columns}
        itself = needed >= {*link.columns} or bool(linked.keys() & {*link.columns, *link.others})
        found = {}
        for name, other in zip(link.columns, link.others, strict=True):
            value = in_turn(chosen[other])
            before = value.of_row(Raw(sql("({} - 1)", NUMBER)))
            text = sql("CASE WHEN {} > 1 THEN {} END", NUMBER, Raw(before.sql))
            found[name] = linked.get(other, Raw(value.sql)) if itself else Raw(text)
        return found

    def _ahead(self, link: Link) -> dict[str, Raw]:
        """Return references to rows that will be there: they follow from their numbers."""
        parent = link.parent
        chosen = self.choose(parent, links_of(parent, self._shelf))
        counted = {column.name for column in parent.columns if column.filled}
        return {
            name: NUMBER if other in counted else Raw(in_turn(chosen[other]).sql)
            for name, other in zip(link.columns, link.others, strict=True)
        }

    def _left(self, column: Column, modest: bool) -> bool:
        """Tell whether a modest row leaves a column to itself."""
        needed = column.not_null or self._values.needs_value(column.type)
        return modest and (column.default is not None or not needed)


def _place(table: Table, link: Link, rows: int, style: Style | None) -> Raw:
    """Return which row a row refers to.

    It is another one for each row where a key wants that; where a key has more columns than the
    link, all are referred to alike, so that few rows are in the way of each other.
    """
    keys = [{*table.names(key.columns)} for key in table.of("p", "u", "x")]
    columns = {*link.columns}
    if style is None or any(key and key <= columns for key in keys):
        return link.in_turn(rows)
    return style.place(table, link.columns, rows, even=any(key & columns for key in keys))
