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
    wait for its end, `pause` what waits.

    Raises:
        MigrationError: another runner did not end in time.
    """
    deadline = time.monotonic() + patience
    told = False
    with connection.transaction():
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        while not _try_lock(connection):
            holder = _holder(connection)
            if time.monotonic() >= deadline:
                raise MigrationError(
                    f"another schemagen migrates this database{holder}",
                    hint="wait for it to end, or look what it does in pg_stat_activity",
                )
            if not told:
                waiting(f"waiting for another schemagen that migrates this database{holder}")
                told = True
            pause(_PAUSE)
        yield


def _try_lock(connection: Database) -> bool:
    # Without a parameter, so that the simple protocol is used: the portal of the extended one would
    # keep its snapshot until the next statement, and a concurrent index build would wait for us.
    text = sql("SELECT pg_try_advisory_xact_lock({})", Literal(_KEY))
    row = connection.execute(text.encode()).fetchone()
    return bool(row and row[0])


def _holder(connection: Database) -> str:
    row = connection.execute(_HOLDER, [_KEY]).fetchone()
    return f" (process {row[0]} of {row[1]}, since {row[2]:%H:%M:%S})" if row else ""
