"""`schemagen seed`: rows for the tables of a project, listed in its spec and made up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import psycopg

from schemagen.app.at_database import one_project, target_of
from schemagen.app.connecting import Connection, Target, connect, redacted
from schemagen.app.settings import find_settings
from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Facts, Project, Seeds
from schemagen.errors import ConnectError, SettingsError
from schemagen.frozen import frozen
from schemagen.kinds.table import Table as DeclaredTable
from schemagen.seeding.documents import documents_in
from schemagen.seeding.filling import Filled, Filler, count_rows
from schemagen.seeding.listed import put
from schemagen.seeding.portions import portions
from schemagen.seeding.pouring import Pipe
from schemagen.seeding.reading import Shelf, Table, read_shelf
from schemagen.seeding.references import in_order
from schemagen.seeding.words import style_of
from schemagen.spec.compile import compile_spec
from schemagen.sqltext.quoting import Raw, join_sql, sql

_SHOWN = 5


@frozen
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


@frozen
class Seeded:
    """Where rows were written.

    Attributes:
        where: the database.
        tables: what they have now, in the order of filling.
        listed: of tables that have rows in the spec, how many of these were new or changed.
    """

    where: str
    tables: tuple[Filled, ...]
    listed: Mapping[str, int]


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
        ConnectError: the database cannot be reached, its connection was lost, or it refuses rows.
    """
    settings = find_settings(root)
    name = one_project(settings, project)
    compiled = compile_spec(settings.spec(name), settings.root).project
    target = target_of(url)
    with closing(connect(target)) as connection, closing(connect(target)) as writer:
        work = _Work(compiled, target, connection, Pipe(writer, tell), order)
        try:
            return work.run()
        except psycopg.Error as error:
            raise ConnectError(
                f"rows cannot be written: {redacted(str(error).strip(), target)}",
                where=target.where,
                hint="connect as a role that may write to every table: forced row-level security"
                " binds owners, too, but no superuser and nobody with BYPASSRLS",
            ) from None


@frozen
class _Work:
    """The filling of one database."""

    project: Project
    target: Target
    connection: Connection
    pipe: Pipe
    order: Order

    def run(self) -> Seeded:
        shelf = read_shelf(self.connection)
        own = self._own(shelf)
        tables = [table for table in in_order(shelf) if table.row.oid in own]
        if self.order.rows and not self.order.anyway:
            self._check_empty([table for table in tables if not own[table.row.oid]])
        listed = {
            table.name: put(self.connection, table, seeds.key, seeds.rows)
            for table in tables
            if (seeds := own[table.row.oid])
        }
        if self.order.rows:
            filled = self._fill(shelf, tables)
        else:
            filled = tuple(
                Filled(table.name, count_rows(self.connection, table))
                for table in tables
                if table.name in listed
            )
        self._count(tables)
        return Seeded(self.target.where, filled, listed)

    def _fill(self, shelf: Shelf, tables: Sequence[Table]) -> tuple[Filled, ...]:
        # Tables of others are read only where rows refer to them: more may be forbidden.
        others = {key.other for table in tables for key in table.of("f")} & shelf.tables.keys()
        near = [*tables, *(shelf.tables[oid] for oid in others if shelf.tables[oid] not in tables)]
        full = {table.row.oid for table in near if self._has_rows(table)}
        filler = Filler(
            self.connection,
            shelf,
            portions(tables, shelf, self.order.rows, full),
            documents_in(self.project.facts),
            style=style_of(self.order.seed),
            pipe=self.pipe,
        )
        for table in near:
            if table.row.oid in full or table not in tables:
                filler.count(table)
        found = tuple(filler.fill(table) for table in tables)
        filler.close_circles()
        return found

    def _count(self, tables: Sequence[Table]) -> None:
        """Let the server's estimates know of the rows; where that is forbidden, it warns."""
        listed = join_sql((sql("{}", table.qualified) for table in tables), ", ")
        if listed:
            self.connection.execute(sql("ANALYZE {}", Raw(listed)).encode())

    def _has_rows(self, table: Table) -> bool:
        text = sql("SELECT FROM {} LIMIT 1", table.qualified)
        return self.connection.execute(text.encode()).fetchone() is not None

    def _own(self, shelf: Shelf) -> Mapping[int, Seeds | None]:
        """Return the tables of the project by oid, with the rows that the spec has for them.

        Raises:
            SettingsError: some of them are not there.
        """
        there = {(table.row.schema, table.row.name): table for table in shelf.tables.values()}
        facts = self.project.facts
        wanted = {
            (item.id.schema, item.id.name): facts.seeds.get(item.id)
            for item in self.project.catalog
            if isinstance(item, DeclaredTable)
            and item.partition_of is None
            and item.id not in facts.external
            and item.id not in _made_by_triggers(facts)
        }
        missing = [f"{schema}.{name}" for schema, name in wanted if (schema, name) not in there]
        if missing:
            raise SettingsError(
                f"the database has no {_listed(missing)}",
                where=self.target.where,
                hint="bring it up to date first: schemagen migrate up",
            )
        if not self.order.rows and not any(wanted.values()):
            raise SettingsError(
                "the spec lists no rows, and none are to be made up",
                where=self.project.source,
                hint="say how many: --rows 1000",
            )
        return {there[key].row.oid: seeds for key, seeds in wanted.items()}

    def _check_empty(self, tables: Sequence[Table]) -> None:
        full = [table for table in tables if self._has_rows(table)]
        if full:
            raise SettingsError(
                f"there are rows already, in {_listed([table.name for table in full])}",
                where=self.target.where,
                hint="--anyway leaves them as they are and fills the tables that have none",
            )


def _made_by_triggers(facts: Facts) -> Collection[ObjectId]:
    """Return the tables of events, which tell of rows of others and have none of their own."""
    return (facts.realtime.outbox, facts.realtime.dead_letters) if facts.realtime else ()


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
