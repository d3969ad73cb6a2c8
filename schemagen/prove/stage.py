"""A database that has come to some point of a project's migrations, with rows or without."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from schemagen.app.rehearsal import differing
from schemagen.app.replay import Replay, replayed
from schemagen.catalog.archive import is_archive
from schemagen.catalog.catalog import Catalog
from schemagen.errors import ApplyError, MigrationError
from schemagen.migrate.files import Migration
from schemagen.migrate.history import SCHEMA
from schemagen.migrate.step import Direction
from schemagen.prove.rows import Contents, read_contents
from schemagen.prove.verdict import Job
from schemagen.seeding import Examples, Filled, empty, seed
from schemagen.seeding.documents import documents_of


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a server refused: the statement, and its words."""

    statement: str
    words: str


@dataclass
class Stage:
    """Runs the migrations of a job; `unfilled` collects tables that took no rows, and why."""

    job: Job
    replay: Replay
    _stack: ExitStack
    unfilled: dict[str, str] = field(default_factory=dict)

    def run(self, migration: Migration, way: Direction) -> Refusal | None:
        """Run one way of a migration; return what was refused, if anything was."""
        self.job.tell(f"{migration.id} {way}")
        try:
            self.replay.run(migration.id, way, migration.steps(way))
        except ApplyError as error:
            return Refusal(error.statement, error.message)
        except MigrationError as error:
            return Refusal("", error.message)
        return None

    def restart(self, migrations: Collection[Migration]) -> None:
        """Begin anew on another server, with these migrations applied and no rows.

        Raises:
            ApplyError: one of them is refused.
        """
        self._stack.close()
        self.replay = self._stack.enter_context(replayed(self.job.compiled.project, self.job.major))
        self.replay.run_all(tuple(migrations))

    def fill(self, *, anew: bool = True) -> tuple[Filled, ...]:
        """Put new rows into all tables, in the place of those that they have; or where none are."""
        if anew:
            self.clear()
        self.job.tell(f"{self.job.rows} rows for each table")
        connection = self.replay.connection
        found = seed(connection, self.job.rows, but=self._apart(), examples=self._examples())
        for each in found:
            if each.note:
                self.unfilled[each.table] = f"{each.rows or 'no'} rows in {each.table}: {each.note}"
        return found

    def clear(self, only: Collection[tuple[str, str]] | None = None) -> None:
        """Take all rows away, or those of some relations."""
        empty(self.replay.connection, but=self._apart(), only=only)

    def contents(self) -> Contents:
        """Return what the tables hold."""
        return read_contents(self.replay.connection)

    def differing(self, wanted: Catalog) -> tuple[str, ...]:
        """Tell in lines what the catalog is not, or is besides."""
        return differing(self.replay, wanted)

    def _apart(self) -> list[str]:
        """Return the schemas that are schemagen's own: what archives keep is not made up."""
        rows = self.replay.connection.execute("SELECT nspname FROM pg_catalog.pg_namespace")
        return [name for (name,) in rows.fetchall() if name == SCHEMA or is_archive(name)]

    def _examples(self) -> Examples:
        facts = self.job.compiled.project.facts
        return {
            (key.schema, key.table, key.name): documents_of(shape, facts.shapes)
            for key, shape in facts.column_shapes.items()
        }


@contextmanager
def staged(job: Job) -> Iterator[Stage]:
    """Have a stage with nothing on it yet.

    Raises:
        SandboxError: there is no server of the major version on this machine.
    """
    with ExitStack() as stack:
        replay = stack.enter_context(replayed(job.compiled.project, job.major))
        yield Stage(job, replay, stack)
