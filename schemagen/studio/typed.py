"""What people type, as values of a type: PostgreSQL says which of them is none, and we say where.

Input functions name the type and the text, and not what the text was typed for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import psycopg

from schemagen.app.connecting import Connection
from schemagen.frozen import frozen
from schemagen.sqltext.quoting import Raw, sql
from schemagen.studio.database import StudioError
from schemagen.studio.filters import literal


@frozen
class Typed:
    """A text for what has a name (`column "id"`) and a type as SQL has it (`uuid`)."""

    about: str
    type: str
    text: str


def check(connection: Connection, given: Iterable[Typed]) -> None:
    """Let PostgreSQL read texts as values of their types, in the transaction that is open.

    A type that is not there takes any text: what lacks is found where it is needed.

    Raises:
        StudioError: one of them is no value of its type.
    """
    for each in given:
        text = sql("SELECT {}::{}", literal(each.text), Raw(each.type))
        try:
            with connection.transaction():
                connection.execute(text.encode())
        except (psycopg.DataError, psycopg.errors.CheckViolation) as error:
            raise StudioError(
                f"{each.about}: {error.diag.message_primary}",
                where=f"SQLSTATE {error.sqlstate}",
                hint=error.diag.message_hint or "",
            ) from None
        except (psycopg.errors.UndefinedObject, psycopg.errors.InvalidSchemaName):
            continue


@contextmanager
def named(connection: Connection, given: Iterable[Typed]) -> Iterator[None]:
    """Run what writes values; if one is refused for its type, say which.

    Raises:
        StudioError: one of them is no value of its type.
    """
    try:
        with connection.transaction():
            yield
    except psycopg.DataError:
        check(connection, given)
        raise
