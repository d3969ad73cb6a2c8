"""What the server tells of a long statement while it works ("Progress Reporting")."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Final

import psycopg

from schemagen.app.connecting import Target, connect
from schemagen.errors import ConnectError
from schemagen.migrate.runner import Around, Happening, Report
from schemagen.migrate.step import Action

_PATIENCE: Final = 1.0
"""Seconds that a statement may take before anything is said of it, and between two looks."""
# Found by its text, since behind a pooler nobody knows which process works for us.
_PROGRESS: Final = """\
SELECT p.phase, p.done, p.total, p.unit FROM (
  SELECT pid, phase,
    CASE WHEN phase LIKE 'waiting%%' THEN lockers_done
         WHEN blocks_total > 0 THEN blocks_done ELSE tuples_done END,
    CASE WHEN phase LIKE 'waiting%%' THEN lockers_total
         WHEN blocks_total > 0 THEN blocks_total ELSE tuples_total END,
    CASE WHEN phase LIKE 'waiting%%' THEN 'sessions'
         WHEN blocks_total > 0 THEN 'blocks' ELSE 'rows' END
  FROM pg_catalog.pg_stat_progress_create_index
  UNION ALL
  SELECT pid, phase, heap_blks_scanned, heap_blks_total, 'blocks'
  FROM pg_catalog.pg_stat_progress_vacuum
  UNION ALL
  SELECT pid, phase, heap_blks_scanned, heap_blks_total, 'blocks'
  FROM pg_catalog.pg_stat_progress_cluster
  UNION ALL
  SELECT pid, phase, sample_blks_scanned, sample_blks_total, 'blocks'
  FROM pg_catalog.pg_stat_progress_analyze
) AS p (pid, phase, done, total, unit)
JOIN pg_catalog.pg_stat_activity AS a ON a.pid = p.pid
WHERE a.datname = current_database() AND left(a.query, 200) = left(%s, 200)
LIMIT 1"""


def telling(target: Target, report: Report) -> Around:
    """Return what stands around each statement and reports how far a long one is.

    It looks over a connection of its own, that is made when a statement takes longer than a second.
    """

    def around(action: Action) -> AbstractContextManager[None]:
        return _told(target, report, action)

    return around


@contextmanager
def _told(target: Target, report: Report, action: Action) -> Iterator[None]:
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(target, report, action, ended), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        # One that still waits for its connection has nothing to say any more.
        watcher.join(_PATIENCE)


def _watch(target: Target, report: Report, action: Action, ended: threading.Event) -> None:
    if ended.wait(_PATIENCE):
        return
    try:
        with closing(connect(target)) as connection:
            last: Happening | None = None
            while True:
                row = connection.execute(_PROGRESS, [action.sql]).fetchone()
                if row is not None and not ended.is_set():
                    now = Happening("", f"{action.target or action.brief}: {_words(*row)}")
                    if now != last:
                        report(now)
                    last = now
                if ended.wait(_PATIENCE):
                    return
    except (ConnectError, psycopg.Error):
        return  # The statement goes on without being watched.


def _words(phase: str, done: int, total: int, unit: str) -> str:
    return f"{phase}, {done} of {total} {unit}" if total else phase
