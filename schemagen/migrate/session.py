"""The session of a runner, and how it does without one behind a pooler.

A pooler in transaction mode gives each transaction another session. What is set for a session would
stay in one that somebody else gets next, so there everything is set for the transaction alone. A
statement outside of any transaction then runs with what the server has by default.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from schemagen.errors import MigrationError
from schemagen.migrate.history import Database
from schemagen.migrate.step import Alone
from schemagen.sqltext.quoting import Raw, sql

APPLICATION: Final = "schemagen migrate"
"""The application_name of a runner's session."""
DIRECT: Final = "reach the database directly: DATABASE_URL_UNPOOLED, or --url"
"""What to do about what a pooler does not allow."""

_SETTINGS: Final = {
    "application_name": APPLICATION,
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "check_function_bodies": "off",
    # The server notices when we are gone, and stops a long build that nobody waits for.
    "client_connection_check_interval": "1s",
}
_LIMITS: Final = """\
SELECT name || ' is ' || setting || ' ms' FROM pg_catalog.pg_settings
WHERE name IN ('statement_timeout', 'lock_timeout') AND setting <> '0' ORDER BY name"""
# The server keeps but the beginning of a long query (track_activity_query_size).
_SAME: Final = """\
SELECT count(*) FROM pg_catalog.pg_stat_activity
WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()
  AND left(query, 200) = ANY(%s)"""
_PAUSE: Final = 0.3


def is_pooled(connection: Database) -> bool:
    """Tell whether a pooler stands between us and the server, which has another process then."""
    row = connection.execute("SELECT pg_backend_pid()").fetchone()
    return bool(row and row[0] != connection.info.backend_pid)


class Session:
    """What the statements of a runner run with.

    Attributes:
        pooled: whether a pooler may give each transaction another session.
    """

    def __init__(self, connection: Database, search_path: str = "") -> None:
        self._connection = connection
        self._search_path = search_path
        self._settings = _SETTINGS | ({"search_path": search_path} if search_path else {})
        self.pooled = is_pooled(connection)
        if not self.pooled:
            self._set(self._settings, local=False)

    def limit(self, lock_timeout: int) -> None:
        """Set up the transaction that the connection is in: milliseconds to wait for a lock."""
        own = {"lock_timeout": f"{lock_timeout}ms"}
        self._set(self._settings | own if self.pooled else own, local=True)

    def stand_alone(self, migration: str) -> None:
        """Make ready for a statement outside of any transaction, which may take its time.

        A concurrent build waits for older transactions, and holds up nobody meanwhile.

        Raises:
            MigrationError: behind a pooler, the statement would be cut short or go astray.
        """
        if not self.pooled:
            self._set({"lock_timeout": "0"}, local=False)
            return
        limits = [str(text) for (text,) in self._connection.execute(_LIMITS).fetchall()]
        if self._search_path:
            limits.append("it needs a search_path")
        if limits:
            raise MigrationError(
                "a statement outside of any transaction cannot be run through this pooler:"
                f" {', '.join(limits)}",
                where=migration,
                hint=DIRECT,
            )

    def wait_for_same(self, step: Alone, patience: float, pause: Callable[[float], None]) -> None:
        """Wait until no session is at work on a step that an earlier run began.

        Raises:
            MigrationError: it did not end within `patience` seconds.
        """
        texts: Sequence[str] = [text[:200] for text in (step.action.sql, *step.cleanup)]
        deadline = time.monotonic() + patience
        while True:
            row = self._connection.execute(_SAME, [texts]).fetchone()
            if not row or not row[0]:
                return
            if time.monotonic() > deadline:
                raise MigrationError(
                    "a statement of an earlier run is still at work",
                    hint=f"see pg_stat_activity: {step.action.sql}",
                )
            pause(_PAUSE)

    def _set(self, settings: Mapping[str, str], *, local: bool) -> None:
        calls = ", ".join(["set_config(%s, %s, %s)"] * len(settings))
        values = [value for item in settings.items() for value in (*item, local)]
        self._connection.execute(sql("SELECT {}", Raw(calls)).encode(), values)
