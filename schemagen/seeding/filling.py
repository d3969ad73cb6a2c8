"""Filling tables, one INSERT each, and emptying them again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

import psycopg

from schemagen.seeding.checking import checked_at_once
from schemagen.seeding.inserting import Examples, Inserter, reference
from schemagen.seeding.reading import Connection, Shelf, Table, read_shelf
from schemagen.seeding.references import Link, in_order, links_of
from schemagen.seeding.solving import Solver
from schemagen.seeding.values import Values
from schemagen.sqltext.quoting import Name, QualifiedName, Raw, join_sql, sql

_EVERYTHING: Final = "every column has a value"
_MODEST: Final = "columns with a default have it, and columns that may be empty are"
_QUIET: Final = "its triggers were left out"


@dataclass(frozen=True, slots=True)
class Filled:
    """How a table was filled.

    Attributes:
        table: `public.orders`.
        rows: how many it has now.
        note: why it has none, or what had to be done to put some in; empty if nothing.
    """

    table: str
    rows: int
    note: str = ""


def seed(
    connection: Connection,
    rows: int,
    *,
    but: Sequence[str] = (),
    examples: Examples | None = None,
) -> tuple[Filled, ...]:
    """Put so many rows into each table that has none, as far as its keys have room for them.

    Tables in the schemas `but` are left alone. The connection is in autocommit mode, and its user a
    superuser. Nothing is raised for a table that takes no rows: its note says why.

    Raises:
        psycopg.Error: the database cannot be read.
    """
    shelf = read_shelf(connection, but)
    filler = _Filler(connection, shelf, rows, examples or {})
    found = tuple(filler.fill(table) for table in in_order(shelf))
    filler.close_circles()
    return found


def empty(
    connection: Connection,
    *,
    but: Sequence[str] = (),
    only: Collection[tuple[str, str]] | None = None,
) -> None:
    """Take all rows out of all tables, those that do not let go of them included.

    Tables in the schemas `but` are left alone; `only` are the schemas and names of those that are
    meant, with what refers to them.
    """
    tables = [
        table.qualified
        for table in read_shelf(connection, but).tables.values()
        if only is None or (table.row.schema, table.row.name) in only
    ]
    if not tables:
        return
    with connection.transaction():
        # Also triggers that fire in every session are passed over: they are put back as they were.
        connection.execute("SET LOCAL session_replication_role = replica")
        quiet = connection.execute(_ALWAYS.encode()).fetchall()
        for schema, table, trigger in quiet:
            _switch(connection, "DISABLE TRIGGER", schema, table, trigger)
        listed = Raw(join_sql([sql("{}", table) for table in tables], ", "))
        connection.execute(sql("TRUNCATE {} CASCADE", listed).encode())
        for schema, table, trigger in quiet:
            _switch(connection, "ENABLE ALWAYS TRIGGER", schema, table, trigger)


_ALWAYS: Final = """
SELECT n.nspname, c.relname, t.tgname
FROM pg_trigger AS t
JOIN pg_class AS c ON c.oid = t.tgrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE t.tgenabled = 'A' AND NOT t.tgisinternal AND c.relkind IN ('r', 'p') AND t.tgparentid = 0
ORDER BY 1, 2, 3
"""


def _switch(connection: Connection, what: str, schema: str, table: str, trigger: str) -> None:
    text = sql("ALTER TABLE {} {} {}", QualifiedName(schema, table), Raw(what), Name(trigger))
    connection.execute(text.encode())


class _Filler:
    """Fills the tables of a database, in an order in which their references are there."""

    def __init__(self, connection: Connection, shelf: Shelf, rows: int, examples: Examples) -> None:
        self._connection = connection
        self._shelf = shelf
        self._counts: dict[int, int] = {}
        solver = Solver(connection, Values(shelf.types), rows)
        self._inserter = Inserter(shelf, solver, rows, examples, self._counts)
        self._open: list[tuple[Table, Link]] = []

    def fill(self, table: Table) -> Filled:
        """Fill a table if it is empty, in the first way that the server lets it be done."""
        there = self._count(table)
        if there:
            return Filled(table.name, there)
        if table.row.partitioned and not table.row.partitions:
            return Filled(table.name, 0, "it has no partition to hold a row")
        links = links_of(table, self._shelf)
        reasons = []
        for parent in self._lacking(table, links):
            if parent.row.oid in self._counts:
                why = f"nothing is there to refer to: {parent.name} has no rows"
                return Filled(table.name, 0, why)
            reasons.append(f"it and {parent.name} refer to each other")
        ahead = bool(reasons)
        chosen = self._inserter.choose(table, links)
        for note, modest, quiet in _WAYS:
            if ahead and not quiet:
                continue
            try:
                with self._connection.transaction(), self._checked(table, quiet):
                    text = self._inserter.insert(table, links, chosen, modest=modest)
                    self._connection.execute(text.encode())
            except psycopg.DatabaseError as error:
                reasons.append(error.diag.message_primary or str(error))
                continue
            found = self._count(table)
            if found:
                self._open += [(table, link) for link in links if self._is_open(table, link)]
                why = f"{note}, because of: {reasons[0]}" if note and reasons else ""
                return Filled(table.name, found, why)
            reasons.append("its triggers let no row in")
        return Filled(table.name, 0, reasons[0])

    def _is_open(self, table: Table, link: Link) -> bool:
        """Tell whether a reference of a table waits for rows that come after its own."""
        needed = {column.name for column in table.columns if column.not_null}
        return link.parent.row.oid not in self._counts and not needed & {*link.columns}

    def close_circles(self) -> None:
        """Let rows refer to what came after them; where that is refused, they refer to nothing."""
        for table, link in self._open:
            rows = self._counts.get(link.parent.row.oid)
            if not rows:
                continue
            text = reference(table, link, rows)
            with (
                suppress(psycopg.DatabaseError),
                self._connection.transaction(),
                checked_at_once(self._connection, table, self._shelf),
            ):
                self._connection.execute(text.encode())

    def _lacking(self, table: Table, links: Sequence[Link]) -> Iterator[Table]:
        """Yield what a row must refer to, and what has no rows."""
        needed = {column.name for column in table.columns if column.not_null}
        for link in links:
            parent = link.parent
            there = parent is table or self._counts.get(parent.row.oid)
            if not there and needed >= {*link.columns}:
                yield parent

    def _count(self, table: Table) -> int:
        row = self._connection.execute(
            sql("SELECT count(*) FROM {}", table.qualified).encode()
        ).fetchone()
        self._counts[table.row.oid] = int(row[0]) if row else 0
        return self._counts[table.row.oid]

    @contextmanager
    def _checked(self, table: Table, quiet: bool) -> Iterator[None]:
        if quiet:
            self._connection.execute("SET LOCAL session_replication_role = replica")
            yield
            return
        with checked_at_once(self._connection, table, self._shelf):
            yield


_WAYS: Final = (
    (_EVERYTHING, False, False),
    (_MODEST, True, False),
    (_QUIET, False, True),
    (f"{_QUIET}; {_MODEST}", True, True),
)
