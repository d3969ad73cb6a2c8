"""Reading a database that others may be changing at the same time.

A snapshot holds the rows of the system catalogs still, but what PostgreSQL writes out of them (the
query of a view, the definition of an index) follows the catalogs as they are by then: an object
that was dropped meanwhile gives an error or nothing, one that was renamed its new name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any, Final, Generic, TypeVar

import psycopg
from psycopg import Connection

from schemagen.errors import IntrospectError
from schemagen.frozen import frozen

T = TypeVar("T")

_ATTEMPTS: Final = 5
_WRITTEN: Final = b"""
SELECT
    CASE
        WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
        ELSE pg_current_wal_insert_lsn()
    END::text,
    -- What a transaction did is seen some time after its end was written.
    pg_current_snapshot()::text
"""
_OVER: Final = b"SELECT pg_current_snapshot()::text"


@frozen(slots=False)
class _Attempt(Generic[T]):
    """One reading: what came of it, and what the catalogs looked like.

    Attributes:
        result: what was read; None if the server refused.
        over: which transactions were over when the snapshot was taken.
        state: stands for all rows of the catalogs in the snapshot; empty where nobody wrote
            anything meanwhile.
    """

    result: T | None
    over: str
    state: str = ""
    refused: psycopg.Error | None = None


def steadily(connection: Connection[Any], read: Callable[[], T]) -> T:
    """Return what `read` returns in a snapshot, and read again if the catalogs changed meanwhile.

    The connection must commit by itself and not be in a transaction.

    Raises:
        IntrospectError: they changed every time.
        psycopg.Error: the server refused to be read, and not because something changed.
    """
    said = ""
    for _ in range(_ATTEMPTS):
        attempt = _try(connection, read)
        if _is_settled(connection, attempt):
            if attempt.refused is not None:
                raise attempt.refused
            return attempt.result  # type: ignore[return-value]  # not refused, so it is there
        said = f" ({attempt.refused.diag.message_primary})" if attempt.refused else ""
    raise IntrospectError(
        f"the schema changed while it was read, {_ATTEMPTS} times in a row{said}",
        hint="somebody is creating, altering or dropping objects: try again when that is done",
    )


def written(connection: Connection[Any]) -> str:
    """Return how far a server has written: as long as that is the same, nobody changed anything.

    Raises:
        psycopg.Error: the server refused to tell.
    """
    return _ask(connection, _WRITTEN)


def _try(connection: Connection[Any], read: Callable[[], T]) -> _Attempt[T]:
    before, over = written(connection), ""
    try:
        with _snapshot(connection):
            over = _ask(connection, _OVER)
            result = read()
            # Not part of the snapshot: it goes on while others write.
            quiet = written(connection) == before
            return _Attempt(result, over, "" if quiet else _state(connection))
    except psycopg.errors.InsufficientPrivilege:
        raise
    except psycopg.Error as error:
        if connection.closed or not over:
            raise
        return _Attempt(None, over, refused=error)


def _is_settled(connection: Connection[Any], attempt: _Attempt[Any]) -> bool:
    if _ask(connection, _OVER) == attempt.over:
        return True
    if not attempt.state:
        return False
    with _snapshot(connection):
        return _state(connection) == attempt.state


@contextmanager
def _snapshot(connection: Connection[Any]) -> Iterator[None]:
    """Hold the rows of the catalogs still, in a transaction that changes nothing."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _state(connection: Connection[Any]) -> str:
    """Return a text that is another one as soon as any row of the catalogs is."""
    text = files("schemagen.introspect").joinpath("sql/fingerprint.sql").read_text(encoding="utf-8")
    return _ask(connection, text.encode())


def _ask(connection: Connection[Any], query: bytes) -> str:
    return str(connection.execute(query).fetchone())
