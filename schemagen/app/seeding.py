"""`schemagen seed`: rows for the tables of a project, listed in its spec and made up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg

from schemagen.app.at_database import one_project, target_of
from schemagen.app.connecting import Connection, Target, connect, redacted
from schemagen.app.settings import find_settings
from schemagen.declare.facts import Project
from schemagen.errors import ConnectError, SettingsError
from schemagen.kinds.table import Table as DeclaredTable
from schemagen.seeding.documents import documents_of
from schemagen.seeding.filling import Filled, Filler
from schemagen.seeding.inserting import Examples
from schemagen.seeding.portions import portions
from schemagen.seeding.pouring import Pipe
from schemagen.seeding.reading import Shelf, Table, read_shelf
from schemagen.seeding.references import in_order
from schemagen.seeding.words import style_of
from schemagen.spec.compile import compile_spec
from schemagen.sqltext.quoting import sql

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for.

    Attributes:
        rows: about how many are to be made up in all tables together; 0 for none.
        seed: the same one makes the same rows.
        anyway: whether some of the tables may have rows already, and keep them.
    """

    rows: int
    seed: int = 1
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class Seeded:
    """Where rows were written, and the tables with what they have now, in the order of filling."""

    where: str
    tables: tuple[Filled, ...]


def seed(
    root: Path | None,
    project: str | None,
    url: str | None,
    order: Order,
    tell: Callable[[str, int], None] = lambda _table, _rows: None,
) -> Seeded:
    """Fill the tables of a project; `tell` hears of a table, and how many rows more it has.

    Raises:
        SettingsError: there is no such project, the database lacks tables, or has rows.
        SpecError: the spec has problems.
        ConnectError: the database cannot be reached, or its connection was lost.
    """
    settings = find_settings(root)
    name = one_project(settings, project)
    compiled = compile_spec(settings.spec(name), settings.root).project
    target = target_of(url)
    with closing(connect(target)) as connection, closing(connect(target)) as writer:
        work = _Work(compiled, target, connection, Pipe(writer, tell), order)
        try:
            return Seeded(target.where, work.run())
        except psycopg.Error as error:
            raise ConnectError(
                f"rows cannot be written: {redacted(str(error).strip(), target)}",
                where=target.where,
                hint="connect as the owner of the tables, whom row-level security lets write",
            ) from None


@dataclass(frozen=True, slots=True)
class _Work:
    """The filling of one database."""

    project: Project
    target: Target
    connection: Connection
    pipe: Pipe
    order: Order

    def run(self) -> tuple[Filled, ...]:
        shelf = read_shelf(self.connection)
        own = {table.row.oid for table in self._own(shelf)}
        tables = [table for table in in_order(shelf) if table.row.oid in own]
        full = [table for table in shelf.tables.values() if self._has_rows(table)]
        self._check_empty([table for table in full if table.row.oid in own])
        rows = portions(tables, shelf, self.order.rows, {table.row.oid for table in full})
        filler = Filler(
            self.connection,
            shelf,
            rows,
            self._examples(),
            style=style_of(self.order.seed),
            pipe=self.pipe,
        )
        for table in shelf.tables.values():
            if table in full or table.row.oid not in own:
                filler.count(table)
        found = tuple(filler.fill(table) for table in tables)
        filler.close_circles()
        return found

    def _has_rows(self, table: Table) -> bool:
        text = sql("SELECT FROM {} LIMIT 1", table.qualified)
        return self.connection.execute(text.encode()).fetchone() is not None

    def _own(self, shelf: Shelf) -> Iterator[Table]:
        """Yield the tables of the project.

        Raises:
            SettingsError: some of them are not there.
        """
        there = {(table.row.schema, table.row.name): table for table in shelf.tables.values()}
        wanted = [
            (item.id.schema, item.id.name)
            for item in self.project.catalog
            if isinstance(item, DeclaredTable)
            and item.partition_of is None
            and item.id not in self.project.facts.external
        ]
        missing = [f"{schema}.{name}" for schema, name in wanted if (schema, name) not in there]
        if missing:
            raise SettingsError(
                f"the database has no {_listed(missing)}",
                where=self.target.where,
                hint="bring it up to date first: schemagen migrate up",
            )
        yield from (there[key] for key in wanted)

    def _check_empty(self, full: Sequence[Table]) -> None:
        if full and not self.order.anyway:
            raise SettingsError(
                f"there are rows already, in {_listed([table.name for table in full])}",
                where=self.target.where,
                hint="--anyway leaves them as they are and fills the tables that have none",
            )

    def _examples(self) -> Examples:
        facts = self.project.facts
        return {
            (key.schema, key.table, key.name): documents_of(shape, facts.shapes)
            for key, shape in facts.column_shapes.items()
        }


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
