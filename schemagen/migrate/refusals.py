"""What a server says of a statement that it does not run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from psycopg import errors as pg

from schemagen.errors import ApplyError, MigrationError
from schemagen.migrate.step import Action

PASSING: Final = (
    pg.LockNotAvailable,
    pg.DeadlockDetected,
    pg.SerializationFailure,
)
"""What another session's work can do to a statement; trying again is all that it takes."""

THERE: Final = (pg.DuplicateObject, pg.DuplicateTable, pg.DuplicateFunction, pg.DuplicateSchema)
"""What a server says of a statement that makes what it has."""

_OF_ROWS: Final = frozenset({"22", "23"})
"""Classes of errors that are about values: data exceptions, and violations of constraints."""


@contextmanager
def explaining(migration: str, action: Action, applied: int) -> Iterator[None]:
    """Turn what a server refuses into an error that names the statement.

    Raises:
        ApplyError: the server refuses it.
        MigrationError: the connection was lost.
        psycopg.Error: one of PASSING, as it is.
    """
    try:
        yield
    except PASSING:
        raise
    except (pg.InternalError_, pg.UniqueViolation) as error:
        if _is_collision(error):
            raise pg.SerializationFailure(str(error)) from error
        raise _refused(migration, action, applied, error) from error
    except psycopg.OperationalError as error:
        raise MigrationError(
            f"the connection was lost: {str(error).strip()}",
            where=migration,
            hint="run the same command again: it goes on where it stopped",
        ) from error
    except psycopg.Error as error:
        raise _refused(migration, action, applied, error) from error


def _is_collision(error: psycopg.Error) -> bool:
    """Tell whether another database's runner wrote the same row of a catalog that both share.

    PostgreSQL has no code of its own for that: the second one is told of an internal error, or that
    the row is there.
    """
    found = error.diag
    if isinstance(error, pg.UniqueViolation):
        return found.schema_name == "pg_catalog"
    return "tuple concurrently" in (found.message_primary or "")


def _refused(migration: str, action: Action, applied: int, error: psycopg.Error) -> ApplyError:
    found = error.diag
    of_rows = (found.sqlstate or "")[:2] in _OF_ROWS
    hints = [found.message_hint, f"it {action.failure}" if of_rows and action.failure else ""]
    details = [found.message_primary or str(error), found.message_detail, found.context]
    return ApplyError(
        "\n  ".join(part for part in details if part),
        statement=action.sql,
        applied=applied,
        where=f"{migration} ({action.target})" if action.target else migration,
        hint="\n  hint: ".join(filter(None, hints)),
    )
