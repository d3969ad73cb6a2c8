"""Maintaining the partitions of one table: what is due, task by task.

Each task is a transaction that waits for its locks a moment only and is tried again, so that nobody
queues behind it. Whatever ends a run, the next one finishes what is left half done.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import field, replace
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeVar

import psycopg
from psycopg import Connection

from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.kinds.table.rotation import Rotation
from schemagen.migrate.patience import Patience, patiently
from schemagen.partitions.partman import calls
from schemagen.partitions.planning import Expire, Make, Task, beyond, expired, needed
from schemagen.partitions.state import State, read_state
from schemagen.partitions.statements import TIES, detaching, is_concurrent, leaving, making
from schemagen.sqltext.quoting import Raw, sql

T = TypeVar("T")
Due = TypeVar("Due", Make, Expire)

_IN_THE_WAY: Final = (
    "see who holds the lock in pg_stat_activity; run this again then: what is done stays done"
)
_SETTINGS: Final = """\
SELECT pg_catalog.set_config('lock_timeout', %s, true),
  pg_catalog.set_config('timezone', 'UTC', true)"""
_GRANTEES: Final = """\
SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(r.rolname) END
FROM pg_catalog.pg_class AS c, pg_catalog.aclexplode(c.relacl) AS a
LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = a.grantee
WHERE c.oid = %s::regclass AND a.grantee <> c.relowner ORDER BY 1"""


@frozen
class Done:
    """A task, and how it went: `refused` is why the server would not; empty if it did."""

    task: Task
    refused: str = ""


@frozen
class Maintained:
    """What became of a table.

    Attributes:
        table: its id.
        done: its tasks.
        beyond: how many rows stay in the default partition.
        calls: of pg_partman, where that makes the partitions.
    """

    table: ObjectId
    done: tuple[Done, ...]
    beyond: int = 0
    calls: tuple[str, ...] = ()


@frozen(slots=False)
class Worker:
    """Maintains tables over one connection, which is in no transaction.

    Attributes:
        connection: to the database, which is in autocommit mode.
        patience: how long to wait for locks.
        now: instead of the server's time.
        dry_run: whether only to say what is due.
        pause: waits so many seconds.
    """

    connection: Connection[Any]
    patience: Patience = field(default_factory=Patience)
    now: datetime | None = None
    dry_run: bool = False
    pause: Callable[[float], None] = time.sleep

    def maintain(self, key: ObjectId, rotation: Rotation) -> Maintained:
        """Do what is due for a table.

        Raises:
            SettingsError: the table is not there, or is not partitioned; pg_partman is missing.
            MigrationError: there was no lock to be had in time.
            psycopg.Error: the table cannot be read.
        """
        if rotation.manager == "pg_partman":
            return Maintained(key, (), calls=self._patiently(partial(self._call, key, rotation)))
        state = self._state(key, rotation)
        found = list(needed(state))
        done = [self._try(task, self._make, state) for task in found]
        if found and not self.dry_run:
            state = replace(self._state(key, rotation), now=state.now)
        done += [self._try(task, self._expire, state) for task in expired(state)]
        return Maintained(key, tuple(done), beyond(state))

    def _call(self, key: ObjectId, rotation: Rotation) -> tuple[str, ...]:
        found = calls(self.connection, key, rotation)
        self._run(() if self.dry_run else found)
        return found

    def _state(self, key: ObjectId, rotation: Rotation) -> State:
        return self._patiently(lambda: read_state(self.connection, key, rotation, self.now))

    def _try(self, task: Due, work: Callable[[Due, State], None], state: State) -> Done:
        try:
            if not self.dry_run:
                work(task, state)
        except psycopg.OperationalError:
            raise
        except psycopg.Error as error:
            found = error.diag
            said = [found.message_primary or str(error).strip(), found.message_detail]
            return Done(task, "; ".join(filter(None, said)))
        return Done(task)

    def _make(self, task: Make, state: State) -> None:
        def attempt() -> None:
            # Only a row that came after they were counted is one that nobody would look for.
            for position, text in enumerate(making(task, state)):
                self.connection.execute(text.encode())
                if position == 0:
                    self._close(task)

        self._patiently(attempt)

    def _close(self, task: Make) -> None:
        """Take away what default privileges gave: rows are reached through the whole table."""
        name = sql("{}", task.name)
        for (grantee,) in self.connection.execute(_GRANTEES, [name]).fetchall():
            text = sql("REVOKE ALL ON TABLE {} FROM {}", task.name, Raw(grantee))
            self.connection.execute(text.encode())

    def _expire(self, task: Expire, state: State) -> None:
        first = list(detaching(task, state))
        if not is_concurrent(task, state):
            self._patiently(lambda: self._run_and_leave(first, task))
            return
        for text in first:
            if text.endswith("CONCURRENTLY"):
                # It waits for all who are at work in the table, and nobody waits for it.
                self.connection.execute(text.encode())
            else:
                self._patiently(partial(self._run, [text]))
        self._patiently(lambda: self._run_and_leave((), task))

    def _run_and_leave(self, statements: Iterable[str], task: Expire) -> None:
        self._run(statements)
        if task.how == "archive":
            name = {"table": sql("{}", task.name)}
            self._run([text for (text,) in self.connection.execute(TIES, name).fetchall()])
        self._run(leaving(task))

    def _run(self, statements: Iterable[str]) -> None:
        for text in statements:
            self.connection.execute(text.encode())

    def _patiently(self, attempt: Callable[[], T]) -> T:
        """Try in transactions of their own, until there is no lock in the way."""

        def alone() -> T:
            with self.connection.transaction():
                limit = f"{self.patience.lock_timeout}ms"
                self.connection.execute(_SETTINGS.encode(), [limit])
                return attempt()

        return patiently(alone, self.patience, _IN_THE_WAY, self.pause)
