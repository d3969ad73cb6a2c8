"""What the columns of a row are to have that a test says nothing about.

A row has what it cannot do without: defaults are left to the database, and what may be empty is,
unless a check asks for more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from schemagen.seeding.candidate import Candidate
from schemagen.seeding.inserting import Examples
from schemagen.seeding.reading import Column, Connection, Shelf, Table, read_shelf
from schemagen.seeding.solving import Solver
from schemagen.seeding.values import Values

EMPTY: Final = Candidate("NULL", distinct=True)
"""No value. Keys take any number of rows without one."""

Plan: TypeAlias = Mapping[str, Candidate]
"""What each column of a table has."""

_NUMBERS: Final = 1000
"""Numbers of rows for which values are tried against checks."""


@dataclass(frozen=True)
class Plans:
    """The plans for the tables of a database, each worked out once."""

    shelf: Shelf
    examples: Examples
    _found: dict[tuple[int, frozenset[tuple[str, str]]], Plan] = field(default_factory=dict)

    def table(self, schema: str, name: str) -> Table | None:
        """Return a table by its name; None if there is none."""
        found = (each for each in self.shelf.tables.values() if each.row.schema == schema)
        return next((each for each in found if each.row.name == name), None)

    def of(self, connection: Connection, table: Table, settled: Mapping[str, str]) -> Plan:
        """Return the plan for a row in which some columns have a value already, as SQL.

        Raises:
            psycopg.Error: the server refuses to be asked.
        """
        # Only where a check is about other columns, too, do these depend on what is there.
        tied = {name: text for name, text in settled.items() if _is_tied(table, name, settled)}
        key = table.row.oid, frozenset(tied.items())
        if key not in self._found:
            given = {**self._given(table), **{name: [Candidate(tied[name])] for name in tied}}
            solver = Solver(connection, Values(self.shelf.types), _NUMBERS)
            chosen = solver.solve(table, given, settled=tied)
            self._found[key] = {name: (each or [EMPTY])[0] for name, each in chosen.items()}
        return self._found[key]

    def _given(self, table: Table) -> Mapping[str, Sequence[Candidate]]:
        linked = {name for key in table.of("f") for name in table.names(key.columns)}
        return {
            column.name: self._first(table, column, linked)
            for column in table.columns
            if not column.filled
        }

    def _first(self, table: Table, column: Column, linked: Collection[str]) -> Sequence[Candidate]:
        """Return what is tried first for a column."""
        values = Values(self.shelf.types)
        documents = self.examples.get((table.row.schema, table.row.name, column.name), ())
        if not (column.not_null or values.needs_value(column.type)):
            nothing = column.default is None or column.name in linked
            return [EMPTY if nothing else _default(column), *documents]
        if column.name in linked:
            # What a check sees in the place of the row that is referred to, another one each time.
            first = next(values.of(column.type, column.modifier, column.name), EMPTY)
            return [Candidate(first.sql, distinct=True)]
        return [_default(column), *documents] if column.default is not None else documents


def plans_of(connection: Connection, examples: Examples) -> Plans:
    """Read what a database has.

    Raises:
        psycopg.Error: the server refuses to be read.
    """
    return Plans(read_shelf(connection), examples)


def _default(column: Column) -> Candidate:
    text = column.default or EMPTY.sql
    return Candidate(text, distinct="(" in text)


def _is_tied(table: Table, name: str, settled: Collection[str]) -> bool:
    return any(
        name in columns and {*columns} - {*settled}
        for check in table.of("c")
        if (columns := table.names(check.columns))
    )
