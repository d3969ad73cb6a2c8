"""Observing a statement that PostgreSQL does not let run in a transaction.

Its locks are gone when it ends. But it waits for whoever writes to its table, with its locks in its
hands: so somebody does, until they were read ("Building Indexes Concurrently").
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import Any, Final

import psycopg

from schemagen.catalog.apart import PATTERN
from schemagen.catalog.lock import Lock, LockMode
from schemagen.prove.observing import LOCKS, Observer, Relations, Seen
from schemagen.sandbox.address import settings_of
from schemagen.sqltext.quoting import QualifiedName, Raw, join_sql, sql

_PAUSE: Final = 0.005
_PATIENCE: Final = 10.0
"""Seconds after which a statement that does not wait is let go on unobserved."""
_WAITS: Final = """\
SELECT wait_event_type = 'Lock' FROM pg_catalog.pg_stat_activity WHERE pid = %s"""
_TABLES: Final = """\
SELECT n.nspname, c.relname
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^(pg_|information_schema$)'
    AND n.nspname !~ %s
ORDER BY 1, 2"""
_SCANS: Final = "SELECT relid, seq_scan FROM pg_catalog.pg_stat_all_tables WHERE seq_scan > 0"
_FLUSHES: Final = 150000
"""The version of PostgreSQL from which a session can be told to hand in its statistics."""
_HANDED_IN: Final = 0.6
"""Seconds: until then it does so at the end of a command, every half second at most, and what is
read may be as old again."""


def observe_alone(
    observer: Observer,
    text: str,
    declared: tuple[Lock, ...],
    transaction: int,
    mode_only: LockMode | None = None,
) -> None:
    """Run a statement outside of any transaction while somebody writes to every table.

    Raises:
        psycopg.Error: the server refuses it.
    """
    connection = observer.connection
    before = observer.relations()
    seen = Seen(text, declared, transaction, before.parents, mode_only, unseen=True)
    counted = _scans(connection)
    with (
        ThreadPoolExecutor(1) as threads,
        closing(psycopg.connect(settings_of(connection), autocommit=True)) as other,
        closing(psycopg.connect(settings_of(connection))) as writer,
    ):
        with _writing(writer):
            running = threads.submit(connection.execute, text.encode())
            _look(other, connection.info.backend_pid, running, seen, before)
        running.result()
    for oid, number in _scans(connection).items():
        if number > counted.get(oid, 0):
            seen.scanned.add(oid)
    observer.add(seen, before, observer.relations())


@contextmanager
def _writing(writer: psycopg.Connection[Any]) -> Iterator[None]:
    """Hold the lock of a writer on every table, and give it back."""
    tables = [QualifiedName(*row) for row in writer.execute(_TABLES.encode(), [PATTERN]).fetchall()]
    if tables:
        listed = Raw(join_sql([sql("{}", table) for table in tables], ", "))
        writer.execute(sql("LOCK TABLE {} IN ROW EXCLUSIVE MODE", listed).encode())
    try:
        yield
    finally:
        writer.rollback()


def _look(
    other: psycopg.Connection[Any],
    pid: int,
    running: Future[Any],
    seen: Seen,
    before: Relations,
) -> None:
    """Read the locks of a session until it waits or is done."""
    deadline = time.monotonic() + _PATIENCE
    while not running.done() and time.monotonic() < deadline:
        row = other.execute(_WAITS.encode(), [pid]).fetchone()
        if row and row[0]:
            for oid, mode in other.execute(LOCKS.encode(), [pid]).fetchall():
                seen.lock(before, oid, mode)
            seen.unseen = False
            return
        time.sleep(_PAUSE)


def _scans(connection: psycopg.Connection[Any]) -> Mapping[int, int]:
    """Return how often each table was read by now, by this session as well."""
    if connection.info.server_version >= _FLUSHES:
        connection.execute("SELECT pg_catalog.pg_stat_force_next_flush()")
    else:
        time.sleep(_HANDED_IN)
        connection.execute("SELECT")
        time.sleep(_HANDED_IN)
    return dict(connection.execute(_SCANS.encode()).fetchall())
