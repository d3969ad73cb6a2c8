"""Running the steps of a migration, so that whatever interrupts it, the next run goes on.

What a step did and the note that it is done are one transaction. Only a statement that PostgreSQL
does not let run in a transaction can be done and not noted, or be left half done: of those the next
run asks the catalog.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from typing import Any, Final, TypeVar

import psycopg

from schemagen.errors import ApplyError, MigrationError
from schemagen.frozen import frozen
from schemagen.migrate.advice import advised, baseline_first, way_on
from schemagen.migrate.batches import estimate_rows, run_batch, with_key
from schemagen.migrate.history import Database, History, Progress, Run
from schemagen.migrate.patience import Patience, patiently
from schemagen.migrate.preparing import preparations
from schemagen.migrate.refusals import PASSING, THERE, explaining
from schemagen.migrate.script import described
from schemagen.migrate.session import Session
from schemagen.migrate.step import Action, Alone, Batches, Direction, Step, Together

T = TypeVar("T")

_IN_THE_WAY: Final = (
    "see who holds the lock: SELECT * FROM pg_stat_activity WHERE state <> 'idle';"
    " run this again when they are done: it goes on here"
)


@frozen
class Happening:
    """What a runner tells while it works.

    `done` and `total` count the steps of the migration, or what `unit` says where a step goes over
    rows: `rows`. `total` is 0 if unknown, and an estimate until all rows are done.
    """

    migration: str
    what: str
    done: int = 0
    total: int = 0
    unit: str = ""


Report = Callable[[Happening], None]
Pause = Callable[[float], None]
"""Waits so many seconds, 0 even, where a run may be left; what it raises ends the run there."""
Around = Callable[[Action], AbstractContextManager[None]]


def unwatched(_: Action) -> AbstractContextManager[None]:
    """Stand around a statement and do nothing."""
    return nullcontext()


class Runner:
    """Runs migrations of one project over one connection, which it has for itself.

    It says what may be done about a refusal, unless it only tries (`advises`).
    """

    def __init__(
        self,
        connection: Database,
        project: str,
        *,
        search_path: Sequence[str] = (),
        patience: Patience = Patience(),
        report: Report = lambda _: None,
        around: Around = unwatched,
        pause: Pause = time.sleep,
        prepare: bool = True,
        advises: bool = True,
    ) -> None:
        self.history = History(connection, project)
        self._connection = connection
        self._patience = patience
        self._report = report
        self._around = around
        self._pause = pause
        self._advises = advises
        if prepare:
            self.history.prepare()
        self._session = Session(connection, ", ".join(search_path))

    def run(
        self, migration: str, checksum: str, direction: Direction, steps: Sequence[Step]
    ) -> None:
        """Run a migration, or the rest of one that was interrupted.

        Raises:
            ApplyError: the server refuses a statement; what was done before it stays noted.
            MigrationError: there was no lock to be had in time.
        """
        started = self.history.steps(migration)
        run = self.history.begin(migration, checksum, direction)
        position = 0
        try:
            for position, step in enumerate(steps):
                progress = started.get(position)
                self._report(Happening(migration, _title(step), position, len(steps)))
                if progress is None or not progress.done:
                    self._pause(0)
                    self._step(run, position, step, progress)
            self.history.finish(run)
        except ApplyError as error:
            self._undo_preparations(run, steps, position)
            self._note_failure(run, error)
            words = self._way_on(run, len(steps), error)
            raise advised(error, words) from error
        except Exception as error:
            self._note_failure(run, error)
            raise

    def _step(self, run: Run, position: int, step: Step, progress: Progress | None) -> None:
        match step:
            case Together(actions):
                self._patiently(lambda: self._transaction(run, position, actions))
            case Alone():
                self._alone(run, position, step, interrupted=progress is not None)
            case Batches():
                self._batches(run, position, step, progress)

    def _transaction(self, run: Run, position: int, actions: Sequence[Action]) -> None:
        with self._connection.transaction():
            self._session.limit(self._patience.lock_timeout)
            for count, action in enumerate(actions):
                with explaining(run.migration, action, count), self._around(action):
                    self._connection.execute(action.sql.encode())
            self.history.note(run, position, Progress(done=True))

    def _alone(self, run: Run, position: int, step: Alone, *, interrupted: bool) -> None:
        if interrupted:
            self._session.wait_for_same(step, self._patience.retries, self._pause)
            if step.settled and self._holds(step.settled):
                self.history.note(run, position, Progress(done=True))
                return
        self._session.stand_alone(run.migration)
        self.history.note(run, position, Progress(done=False))
        try:
            self._patiently(lambda: self._attempt(run.migration, step, again=interrupted))
        except (ApplyError, MigrationError) as error:
            self._take_back(run, position, step, error)
            raise
        self.history.note(run, position, Progress(done=True))

    def _attempt(self, migration: str, step: Alone, *, again: bool) -> None:
        if again:
            self._clean_up(migration, step)
        try:
            with explaining(migration, step.action, 0), self._around(step.action):
                self._connection.execute(step.action.sql.encode())
        except PASSING:
            self._clean_up(migration, step)
            raise

    def _take_back(self, run: Run, position: int, step: Alone, error: Exception) -> None:
        """Remove what a step left that failed; where nobody knows what that is, it stays begun."""
        if not step.cleanup:
            return
        with suppress(ApplyError, MigrationError, psycopg.Error):
            # What had the name before is not ours to remove.
            if not isinstance(error.__cause__, psycopg.errors.DuplicateTable):
                self._clean_up(run.migration, step)
            self.history.retract(run, position)

    def _undo_preparations(self, run: Run, steps: Sequence[Step], refused: int) -> None:
        """Undo what was only done for a step that was refused, so that it keeps nobody out."""
        with suppress(ApplyError, MigrationError, psycopg.Error):
            for position in preparations(steps, self.history.steps(run.migration), refused):
                self._patiently(partial(self._undo, run, position, steps[position]))

    def _undo(self, run: Run, position: int, step: Step) -> None:
        if isinstance(step, Alone):
            # Killed here, the next run looks whether it is done.
            self.history.note(run, position, Progress(done=False))
            self._clean_up(run.migration, step)
            self.history.retract(run, position)
            return
        with self._connection.transaction():
            self._session.limit(self._patience.lock_timeout)
            for statement in step.cleanup if isinstance(step, Together) else ():
                self._connection.execute(statement.encode())
            self.history.retract(run, position)

    def _clean_up(self, migration: str, step: Alone) -> None:
        for statement in step.cleanup:
            with explaining(migration, Action(statement, step.action.target), 0):
                self._connection.execute(statement.encode())

    def _batches(self, run: Run, position: int, step: Batches, progress: Progress | None) -> None:
        last = progress.last_key if progress else None
        step, total = self._patiently(lambda: self._measured(run.migration, step, last))
        done, more = 0, True
        while more:
            start = last

            def batch(start: tuple[Any, ...] | None = start) -> tuple[int, tuple[Any, ...] | None]:
                with self._connection.transaction():
                    self._session.limit(self._patience.lock_timeout)
                    with explaining(run.migration, described(step)[0], 0):
                        found = run_batch(self._connection, step, start)
                    after = Progress(done=found[1] is None, last_key=found[1])
                    self.history.note(run, position, after)
                    return found

            count, last = self._patiently(batch)
            done, more = done + count, last is not None
            whole = max(total, done + step.size) if more else done
            self._report(Happening(run.migration, _title(step), done, whole, "rows"))
            if more:
                self._pause(0)

    def _measured(
        self, migration: str, step: Batches, last: tuple[Any, ...] | None
    ) -> tuple[Batches, int]:
        with explaining(migration, described(step)[0], 0):
            keyed = with_key(self._connection, step)
            return keyed, estimate_rows(self._connection, keyed, last)

    def _holds(self, query: str) -> bool:
        row = self._connection.execute(query.encode()).fetchone()
        return bool(row and row[0])

    def _patiently(self, attempt: Callable[[], T]) -> T:
        return patiently(attempt, self._patience, _IN_THE_WAY, self._pause)

    def _note_failure(self, run: Run, error: Exception) -> None:
        # If the connection is gone, that is what is being reported.
        with suppress(psycopg.Error):
            self.history.fail(run, str(error))

    def _way_on(self, run: Run, count: int, error: ApplyError) -> str:
        """Tell what may be done about a run that was refused, by what is committed of it."""
        with suppress(psycopg.Error):
            if not self._advises:
                return ""
            is_first = run.direction is Direction.UP and not self.history.records()
            if is_first and isinstance(error.__cause__, THERE):
                return baseline_first(self.history.project)
            known = self.history.steps(run.migration)
            return way_on(self.history.project, run.migration, run.direction, known, count)
        return ""


def _title(step: Step) -> str:
    match step:
        case Together(actions):
            return actions[0].brief if len(actions) == 1 else f"{len(actions)} statements"
        case Alone(action):
            return action.brief
        case Batches():
            return f"rows of {step.relation}"


def progress_of(steps: Sequence[Step], known: Mapping[int, Progress]) -> int:
    """Return how many steps of a migration that is under way are done."""
    return sum(1 for position in range(len(steps)) if (p := known.get(position)) and p.done)
