"""Filling tables, one INSERT each, and emptying them again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Final

import psycopg

from schemagen.frozen import frozen
from schemagen.seeding.checking import checked_at_once
from schemagen.seeding.inserting import Examples, Inserter, Known
from schemagen.seeding.pouring import Pipe
from schemagen.seeding.reading import Connection, Shelf, Table, read_shelf
from schemagen.seeding.references import Link, in_order, links_of
from schemagen.seeding.solving import Solver
from schemagen.seeding.style import Style
from schemagen.seeding.values import Values
from schemagen.sqltext.quoting import Name, QualifiedName, Raw, join_sql, sql

_EVERYTHING: Final = "every column has a value"
_MODEST: Final = "columns with a default have it, and columns that may be empty are"
_QUIET: Final = "its triggers were left out"


@frozen
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
    filler = Filler(connection, shelf, dict.fromkeys(shelf.tables, rows), examples or {})
    found = tuple(filler.fill(table) for table in in_order(shelf))
    filler.close_circles()
    return found


def empty(
    connection: Connection,
    *,
    only: Collection[tuple[str, str]] | None = None,
) -> None:
    """Take all rows out of all tables, those that do not let go of them included.

    `only` are the schemas and names of those that are meant, with what refers to them.
    """
    tables = [
        table.qualified
        for table in read_shelf(connection).tables.values()
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


class Filler:
    """Fills the tables of a database, in an order in which their references are there.

    `rows` is how many they get, by oid. With a style, values are drawn by it, and triggers are
    never left out; with a pipe, rows go through it wherever no key can be in their way.
    """

    def __init__(
        self,
        connection: Connection,
        shelf: Shelf,
        rows: Mapping[int, int],
        examples: Examples,
        *,
        style: Style | None = None,
        pipe: Pipe | None = None,
    ) -> None:
        self._connection = connection
        self._shelf = shelf
        self._style = style
        self._pipe = pipe
        self._known = Known()
        solver = Solver(connection, Values(shelf.types), max(rows.values(), default=1))
        self._inserter = Inserter(shelf, solver, rows, examples, self._known)
        self._open: list[tuple[Table, Link]] = []

    def fill(self, table: Table) -> Filled:
        """Fill a table if it is empty, in the first way that the server lets it be done."""
        there = self.count(table)
        if there:
            return Filled(table.name, there)
        if table.row.partitioned and not table.row.partitions:
            return Filled(table.name, 0, "it has no partition to hold a row")
        links = links_of(table, self._shelf)
        reasons = []
        for parent in self._lacking(table, links):
            if parent.row.oid in self._known.counts:
                why = f"nothing is there to refer to: {parent.name} has no rows"
                return Filled(table.name, 0, why)
            reasons.append(f"it and {parent.name} refer to each other")
        ahead = bool(reasons)
        for way in _STYLED if self._style else _PLAIN:
            if ahead and not way.quiet:
                continue
            try:
                self._write(table, links, way)
            except psycopg.DatabaseError as error:
                reasons.append(error.diag.message_primary or str(error))
                continue
            found = self.count(table)
            if found:
                self._open += [(table, link) for link in links if self._is_open(table, link)]
                why = f"{way.note}, because of: {reasons[0]}" if way.note and reasons else ""
                return Filled(table.name, found, why)
            reasons.append("its triggers let no row in")
        return Filled(table.name, 0, reasons[0])

    def _write(self, table: Table, links: Sequence[Link], way: _Way) -> None:
        style = self._style if way.styled else None
        chosen = self._inserter.choose(table, links, style)
        query = self._inserter.query(table, links, chosen, modest=way.modest, style=style)
        if self._pipe and query.columns and self._inserter.has_room(table, links, chosen):
            self._pipe.pour(self._connection, query.sql, table, query.columns, self._shelf)
            return
        with self._connection.transaction(), self._checked(table, way.quiet):
            done = self._connection.execute(query.insert.encode())
        if self._pipe:
            self._pipe.tell(table.name, done.rowcount)

    def _is_open(self, table: Table, link: Link) -> bool:
        """Tell whether a reference of a table waits for rows that come after its own."""
        needed = {column.name for column in table.columns if column.not_null}
        return link.parent.row.oid not in self._known.counts and not needed & {*link.columns}

    def close_circles(self) -> None:
        """Let rows refer to what came after them; where that is refused, they refer to nothing."""
        for table, link in self._open:
            if not self._known.counts.get(link.parent.row.oid):
                continue
            text = self._inserter.reference(table, link, self._style)
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
            there = parent is table or self._known.counts.get(parent.row.oid)
            if not there and needed >= {*link.columns}:
                yield parent

    def count(self, table: Table) -> int:
        """Count the rows of a table, and note which of its keys are their numbers."""
        keys = {
            names[0] for key in table.of("p", "u") if len(names := table.names(key.columns)) == 1
        }
        counted = [each.name for each in table.columns if each.counted and each.name in keys]
        listed = [sql("min({}) = 1 AND max({}) = count(*)", Name(n), Name(n)) for n in counted]
        text = sql("SELECT {} FROM {}", Raw(join_sql(["count(*)", *listed], ", ")), table.qualified)
        found, *dense = self._connection.execute(text.encode()).fetchone() or (0,)
        self._known.counts[table.row.oid] = int(found)
        self._known.dense.update(
            (table.row.oid, name) for name, is_so in zip(counted, dense, strict=True) if is_so
        )
        return int(found)

    @contextmanager
    def _checked(self, table: Table, quiet: bool) -> Iterator[None]:
        if quiet:
            self._connection.execute("SET LOCAL session_replication_role = replica")
            yield
            return
        with checked_at_once(self._connection, table, self._shelf):
            yield


def count_rows(connection: Connection, table: Table) -> int:
    """Return how many rows a table has."""
    text = sql("SELECT count(*) FROM {}", table.qualified)
    row = connection.execute(text.encode()).fetchone()
    return int(row[0]) if row else 0


@frozen
class _Way:
    """A way to fill a table, and what is said of it."""

    note: str
    modest: bool = False
    quiet: bool = False
    styled: bool = False


_PLAIN: Final = (
    _Way(_EVERYTHING),
    _Way(_MODEST, modest=True),
    _Way(_QUIET, quiet=True),
    _Way(f"{_QUIET}; {_MODEST}", modest=True, quiet=True),
)
_STYLED: Final = (
    _Way(_EVERYTHING, styled=True),
    _Way("its values are plain ones"),
    _Way(_MODEST, modest=True),
)
