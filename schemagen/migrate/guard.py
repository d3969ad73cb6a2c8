"""One runner at a time in a database: an advisory lock that also holds behind a pooler.

A lock of the session would be useless there: a pooler in transaction mode gives each transaction
another session. So the lock belongs to a transaction, on a connection of its own, that stays open
while the runner works. It has no snapshot and no transaction id, so that neither vacuum nor a
concurrent index build waits for it (PostgreSQL, "Advisory Locks"; "Building Indexes Concurrently").
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from schemagen.errors import MigrationError
from schemagen.migrate.history import Database
from schemagen.migrate.session import APPLICATION
from schemagen.sqltext.quoting import Literal, sql

_KEY: Final = 0x736368656D6167  # "schemag" as a number
_PAUSE: Final = 0.25
_HOLDER: Final = """\
SELECT a.pid, coalesce(a.usename, ''), a.xact_start
FROM pg_catalog.pg_locks AS l
JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
  AND (l.classid::bigint << 32) + l.objid::bigint = %s
LIMIT 1"""
_AT_WORK: Final = """\
SELECT min(pid) FROM pg_catalog.pg_stat_activity
WHERE datname = current_database() AND state <> 'idle' AND application_name = {}"""


@contextmanager
def only_runner(
    connection: Database,
    *,
    patience: float,
    waiting: Callable[[str], None],
    pause: Callable[[float], None] = time.sleep,
) -> Iterator[None]:
    """Be the only runner in the database that `connection` leads to, which is used for this alone.

    `waiting` is told once, if there is another runner, who it is; `patience` is how many seconds to
    wait for its end, `pause` what waits. The last statement of one that is dead ends first: what it
    commits, or leaves, belongs to what the next one finds.

    Raises:
        MigrationError: another runner did not end in time.
    """
    deadline = time.monotonic() + patience
    told = False
    while True:
        # Each try is a transaction of its own: a concurrent build of the other runner may come to
        # wait for the end of one that it saw with a snapshot.
        with connection.transaction():
            connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            other = _other(connection)
            if not other:
                yield
                return
        if time.monotonic() >= deadline:
            raise MigrationError(
                f"another schemagen migrates this database{other}",
                hint="wait for it to end, or look what it does in pg_stat_activity",
            )
        if not told:
            waiting(f"waiting for another schemagen that migrates this database{other}")
            told = True
        pause(_PAUSE)


def _other(connection: Database) -> str:
    """Take the lock; returns in words who has it, or what keeps us waiting although we have it."""
    if not _try_lock(connection):
        row = connection.execute(_HOLDER, [_KEY]).fetchone()
        return f" (process {row[0]} of {row[1]}, since {row[2]:%H:%M:%S})" if row else " (unknown)"
    # A transaction sees the activity of others as it was when it first looked.
    connection.execute(b"SELECT pg_stat_clear_snapshot()")
    row = connection.execute(sql(_AT_WORK, Literal(APPLICATION)).encode()).fetchone()
    return f" (process {row[0]} ends the work of an earlier run)" if row and row[0] else ""


def _try_lock(connection: Database) -> bool:
    # Without a parameter, so that the simple protocol is used: the portal of the extended one would
    # keep its snapshot until the next statement, and a concurrent index build would wait for us.
    text = sql("SELECT pg_try_advisory_xact_lock({})", Literal(_KEY))
    row = connection.execute(text.encode()).fetchone()
    return bool(row and row[0])
