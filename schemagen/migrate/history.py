"""What a database remembers of its migrations, in the schema `schemagen` of its own.

migration   one row for each migration that is applied or under way
step        what is done of those that are under way
run         who ran what, when, for how long, and how it ended; never deleted

A migration is under way once a step of it is committed, or may be: what the server rolled back as a
whole never happened, and only its run tells of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeAlias

from psycopg import Connection

from schemagen.frozen import frozen
from schemagen.migrate.history_tables import TABLES
from schemagen.migrate.step import Direction

Database: TypeAlias = Connection[tuple[Any, ...]]

_ENTER: Final = b"""\
INSERT INTO schemagen.migration AS known
    (project, id, checksum, direction, finished, at, by, seconds)
VALUES (%s, %s, %s, %s, false, now(), session_user, 0)
ON CONFLICT (project, id) DO UPDATE
SET checksum = excluded.checksum, direction = excluded.direction, finished = false
WHERE known.finished
   OR (known.checksum, known.direction) <> (excluded.checksum, excluded.direction)"""
_NOTE: Final = b"""\
INSERT INTO schemagen.step (project, id, position, done, last_key) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (project, id, position)
DO UPDATE SET done = excluded.done, last_key = excluded.last_key"""
_ENTER_AND_NOTE: Final = b"WITH entered AS (" + _ENTER + b") " + _NOTE


class Status(StrEnum):
    """How far a migration is in a database."""

    APPLIED = "applied"
    APPLYING = "applying"
    REVERTING = "reverting"


@frozen
class Record:
    """A migration that a database has, wholly or in part.

    Attributes:
        id: its name, which begins with its time.
        checksum: that of the files that were run.
        status: whether it is applied, or under way in a direction.
        at: when it was begun, or finished if it is.
        by: the role that ran it.
        seconds: how long it took, all its runs together.
    """

    id: str
    checksum: str
    status: Status
    at: datetime
    by: str
    seconds: float


@frozen
class Progress:
    """What is known of a step: whether it is done, and the last key of one in batches."""

    done: bool
    last_key: tuple[Any, ...] | None = None


@frozen
class Run:
    """A run of a migration: its number, and what it runs in which direction."""

    number: int
    migration: str
    checksum: str
    direction: Direction


@frozen
class Failure:
    """How the last run of a project went wrong.

    Attributes:
        migration: what it ran.
        direction: which way.
        at: when it was begun.
        error: why it stopped; empty if it has not ended, or nobody was left to note it.
    """

    migration: str
    direction: Direction
    at: datetime
    error: str


class History:
    """The history of one project in one database."""

    def __init__(self, connection: Database, project: str) -> None:
        self._connection = connection
        self._project = project

    @property
    def project(self) -> str:
        """The project whose history it is."""
        return self._project

    def exists(self) -> bool:
        """Tell whether the database has any history."""
        found = self._connection.execute("SELECT to_regclass('schemagen.migration') IS NOT NULL")
        row = found.fetchone()
        return bool(row and row[0])

    def prepare(self) -> None:
        """Make the tables of the history where they are not there."""
        with self._connection.transaction():
            for statement in TABLES:
                self._connection.execute(statement.encode())

    def records(self) -> Mapping[str, Record]:
        """Return all migrations that the database has, by their ids, in their order."""
        if not self.exists():
            return {}
        rows = self._connection.execute(
            "SELECT id, checksum, finished, direction, at, by, seconds FROM schemagen.migration"
            ' WHERE project = %s ORDER BY id COLLATE "C"',
            [self._project],
        ).fetchall()
        return {row[0]: Record(row[0], row[1], _status(row[2], row[3]), *row[4:]) for row in rows}

    def steps(self, migration: str) -> Mapping[int, Progress]:
        """Return what is known of the steps of a migration that is under way, by position."""
        rows = self._connection.execute(
            "SELECT position, done, last_key FROM schemagen.step WHERE project = %s AND id = %s",
            [self._project, migration],
        ).fetchall()
        return {row[0]: Progress(row[1], tuple(row[2]) if row[2] else None) for row in rows}

    def failure(self) -> Failure | None:
        """Return how the last run went wrong, if it did; None where it is not known."""
        if not self.exists():
            return None
        row = self._connection.execute(
            "SELECT id, direction, started_at, coalesce(error, ''), finished_at IS NULL"
            " FROM schemagen.run WHERE project = %s ORDER BY number DESC LIMIT 1",
            [self._project],
        ).fetchone()
        if row is None or row[1] not in tuple(Direction) or not (row[3] or row[4]):
            return None
        return Failure(row[0], Direction(row[1]), row[2], row[3])

    def begin(self, migration: str, checksum: str, direction: Direction) -> Run:
        """Note that a migration is run; it is under way as soon as one of its steps is noted."""
        row = self._connection.execute(
            "INSERT INTO schemagen.run (project, id, direction) VALUES (%s, %s, %s)"
            " RETURNING number",
            [self._project, migration, direction],
        ).fetchone()
        return Run(int(row[0]) if row else 0, migration, checksum, direction)

    def note(self, run: Run, position: int, progress: Progress) -> None:
        """Note how far a step is, in the transaction that the connection is in, if it is in one.

        With its first step a migration comes to be under way, so one statement notes both.
        """
        self._connection.execute(
            _ENTER_AND_NOTE,
            [*self._entry(run), *self._noted(run.migration, position, progress)],
        )

    def retract(self, run: Run, position: int) -> None:
        """Take back the note of a step that left nothing, and of a migration of which it is all."""
        with self._connection.transaction():
            self._connection.execute(
                "DELETE FROM schemagen.step WHERE project = %s AND id = %s AND position = %s",
                [self._project, run.migration, position],
            )
            if self.steps(run.migration):
                return
            if run.direction is Direction.UP:
                self.forget(run.migration)
                return
            self._connection.execute(
                "UPDATE schemagen.migration SET direction = 'up', finished = true"
                " WHERE project = %s AND id = %s",
                [self._project, run.migration],
            )

    def finish(self, run: Run) -> None:
        """Note that a migration is done: applied, or gone."""
        with self._connection.transaction():
            self._end_run(run, None)
            if run.direction is Direction.DOWN:
                self.forget(run.migration)
                return
            self._connection.execute(_ENTER, self._entry(run))
            self._connection.execute(
                "UPDATE schemagen.migration SET finished = true, at = now(), by = session_user,"
                " seconds = (SELECT coalesce(sum(extract(epoch FROM finished_at - started_at)), 0)"
                " FROM schemagen.run WHERE project = %s AND id = %s AND direction = 'up')"
                " WHERE project = %s AND id = %s",
                [self._project, run.migration, self._project, run.migration],
            )
            self._clear_steps(run.migration)

    def fail(self, run: Run, error: str) -> None:
        """Note why a run stopped."""
        self._end_run(run, error)

    def replace(self, replaced: Iterable[str], migration: str, checksum: str) -> None:
        """Note a migration in the place of those that it stands for."""
        with self._connection.transaction():
            for each in replaced:
                self.forget(each)
            self.adopt(migration, checksum, "squash")

    def correct(self, migration: str, done: int) -> None:
        """Note that the first steps of a migration that is under way are done, and no others."""
        self._clear_steps(migration)
        for position in range(done):
            noted = self._noted(migration, position, Progress(done=True))
            self._connection.execute(_NOTE, noted)
        self._note_run(migration, "repair")

    def take_out(self, migration: str) -> None:
        """Take a migration out of the history without undoing it."""
        self._note_run(migration, "repair")
        self.forget(migration)

    def forget(self, migration: str) -> None:
        """Take a migration out of the history."""
        self._connection.execute(
            "DELETE FROM schemagen.migration WHERE project = %s AND id = %s",
            [self._project, migration],
        )

    def adopt(self, migration: str, checksum: str, why: str) -> None:
        """Note a migration as applied without running it; `why` stands for the direction."""
        self._note_run(migration, why)
        self._clear_steps(migration)
        self._connection.execute(
            "INSERT INTO schemagen.migration"
            " (project, id, checksum, direction, finished, at, by, seconds)"
            " VALUES (%s, %s, %s, 'up', true, now(), session_user, 0)"
            " ON CONFLICT (project, id) DO UPDATE SET checksum = excluded.checksum,"
            " direction = 'up', finished = true",
            [self._project, migration, checksum],
        )

    def _entry(self, run: Run) -> list[Any]:
        return [self._project, run.migration, run.checksum, run.direction]

    def _noted(self, migration: str, position: int, progress: Progress) -> list[Any]:
        key = None if progress.last_key is None else json.dumps(progress.last_key)
        return [self._project, migration, position, progress.done, key]

    def _clear_steps(self, migration: str) -> None:
        self._connection.execute(
            "DELETE FROM schemagen.step WHERE project = %s AND id = %s",
            [self._project, migration],
        )

    def _note_run(self, migration: str, what: str) -> None:
        self._connection.execute(
            "INSERT INTO schemagen.run (project, id, direction, finished_at)"
            " VALUES (%s, %s, %s, clock_timestamp())",
            [self._project, migration, what],
        )

    def _end_run(self, run: Run, error: str | None) -> None:
        self._connection.execute(
            "UPDATE schemagen.run SET finished_at = clock_timestamp(), error = %s"
            " WHERE number = %s",
            [error, run.number],
        )


def _status(finished: bool, direction: str) -> Status:
    if finished:
        return Status.APPLIED
    return Status.APPLYING if direction == Direction.UP else Status.REVERTING
