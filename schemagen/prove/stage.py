"""A database that has come to some point of a project's migrations, with rows or without."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Final

from schemagen.app.rehearsal import differing
from schemagen.app.replay import Replay, replayed
from schemagen.catalog.catalog import Catalog
from schemagen.errors import ApplyError, MigrationError
from schemagen.frozen import frozen
from schemagen.migrate.files import Migration
from schemagen.migrate.step import Direction
from schemagen.prove.rows import Contents, read_contents
from schemagen.prove.verdict import Job
from schemagen.seeding import Filled, empty, seed
from schemagen.seeding.documents import documents_in

_MANY: Final = 1000
"""Rows for each table from which making them takes longer than bringing them back."""
_BARE: Final = "bare"


@frozen
class Refusal:
    """What a server refused: the statement, and its words."""

    statement: str
    words: str


@dataclass
class Stage:
    """Runs the migrations of a job; `unfilled` collects tables that took no rows, and why.

    Where there are many rows, a copy of the server is kept for each point of the migrations that
    may be come back to, so that rows are made once for each.
    """

    job: Job
    replay: Replay
    _stack: ExitStack
    unfilled: dict[str, str] = field(default_factory=dict)
    _kept: dict[int, tuple[Filled, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self._keeps:
            self._go(self.replay.keep(_BARE))

    @property
    def _keeps(self) -> bool:
        return self.job.rows >= _MANY

    def _go(self, replay: Replay) -> None:
        """Go on with what was kept or brought back."""
        self.replay = replay
        self._stack.callback(replay.connection.close)

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
        """Begin anew, with these migrations applied and no rows.

        Raises:
            ApplyError: one of them is refused.
        """
        if self._keeps:
            self._go(self.replay.back_to(_BARE))
        else:
            self._stack.close()
            again = replayed(self.job.compiled.project, self.job.major)
            self.replay = self._stack.enter_context(again)
        self.replay.run_all(tuple(migrations))

    def fill(self, applied: int | None = None) -> None:
        """Put new rows into all tables, in the place of those that they have.

        `applied` is how many migrations the database has, where it may be asked for the same rows
        again; it is not asked for those of any point before.
        """
        self._forget(applied)
        if applied in self._kept:
            self._go(self.replay.back_to(str(applied)))
            self._note(self._kept[applied])
            return
        self.clear()
        found = self._seed()
        if self._keeps and applied is not None:
            self._go(self.replay.keep(str(applied)))
            self._kept[applied] = found

    def _forget(self, applied: int | None) -> None:
        for each in [each for each in self._kept if applied is None or each < applied]:
            del self._kept[each]
            if self.replay.server is not None:
                self.replay.server.forget(str(each))

    def fill_up(self) -> None:
        """Put rows into the tables that have none."""
        self._seed()

    def _seed(self) -> tuple[Filled, ...]:
        self.job.tell(f"{self.job.rows} rows for each table")
        connection = self.replay.connection
        examples = documents_in(self.job.compiled.project.facts)
        found = seed(connection, self.job.rows, examples=examples)
        self._note(found)
        return found

    def _note(self, found: tuple[Filled, ...]) -> None:
        for each in found:
            if each.note:
                self.unfilled[each.table] = f"{each.rows or 'no'} rows in {each.table}: {each.note}"

    def clear(self, only: Collection[tuple[str, str]] | None = None) -> None:
        """Take all rows away, or those of some relations."""
        empty(self.replay.connection, only=only)

    def contents(self) -> Contents:
        """Return what the tables hold."""
        return read_contents(self.replay.connection)

    def differing(self, wanted: Catalog) -> tuple[str, ...]:
        """Tell in lines what the catalog is not, or is besides."""
        return differing(self.replay, wanted)


@contextmanager
def staged(job: Job) -> Iterator[Stage]:
    """Have a stage with nothing on it yet.

    Raises:
        SandboxError: there is no server of the major version on this machine.
    """
    with ExitStack() as stack:
        replay = stack.enter_context(replayed(job.compiled.project, job.major))
        yield Stage(job, replay, stack)
