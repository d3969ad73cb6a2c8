"""Seeing all rows of a table that one owns, whatever its policies say.

Forced row-level security binds owners, too: a query would quietly leave rows out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from psycopg import Connection

from schemagen.sqltext.quoting import QualifiedName, sql

_BOUND: Final = "SELECT pg_catalog.row_security_active(%s::bigint::oid)"


@contextmanager
def whole_sight(connection: Connection[Any], table: QualifiedName, oid: int) -> Iterator[None]:
    """Lift forced row-level security for a part of a transaction, where it binds who we are.

    Nobody else comes to see it lifted: the lock that this takes lasts as long as the transaction.
    """
    row = connection.execute(_BOUND, [oid]).fetchone()
    if not (row and row[0]):
        yield
        return
    connection.execute(sql("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY", table).encode())
    yield
    connection.execute(sql("ALTER TABLE {} FORCE ROW LEVEL SECURITY", table).encode())
