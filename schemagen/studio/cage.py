"""A transaction out of which a query cannot reach, whoever connected.

A superuser, and who may replicate or use programs and files of the server, can do by a function
what no transaction takes back (`COPY … TO PROGRAM`, dblink, `lo_export`), and SET ROLE is no fence:
RESET ROLE gives all rights back. For them a query runs inside of a SECURITY DEFINER function
that belongs to the actor's role: there PostgreSQL lets nobody change the role
(`SECURITY_LOCAL_USERID_CHANGE`). Without an actor it belongs to a role that reads everything, and
does nothing else. Neither is ever committed.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from psycopg.errors import InsufficientPrivilege

from schemagen.app.connecting import Connection
from schemagen.frozen import frozen
from schemagen.sqltext.quoting import Name, Raw, dollar_quote, join_sql, sql
from schemagen.studio.database import Database, StudioError, refused
from schemagen.studio.persona import Persona

# Inside of the function no other role can be become, so only what is inherited counts.
_MIGHTY: Final = """\
SELECT rolsuper, rolsuper OR rolreplication OR EXISTS (
    SELECT FROM pg_catalog.pg_roles AS g
    WHERE g.rolname IN ('pg_execute_server_program', 'pg_write_server_files')
        AND pg_catalog.pg_has_role(r.oid, g.oid, 'USAGE')
)
FROM pg_catalog.pg_roles AS r
WHERE rolname = %s"""
_READS_ONLY: Final = (
    "a query of yours is run as a role that reads all tables and may do nothing else; psql does"
    " what you do"
)
_FUNCTION: Final = """\
CREATE FUNCTION pg_temp.schemagen_studio(query text) RETURNS SETOF text[]
LANGUAGE plpgsql SECURITY DEFINER AS {}"""
_BODY: Final = """\
DECLARE
    line text[];
BEGIN
    FOR line IN EXECUTE query LOOP
        RETURN NEXT line;
    END LOOP;
END"""
_BODY_OF_LINES: Final = """\
DECLARE
    line text;
BEGIN
    FOR line IN EXECUTE query LOOP
        RETURN NEXT ARRAY[line];
    END LOOP;
END"""


@frozen(slots=False)
class Cage:
    """A connection on which a query is run; `is_locked` tells that a function is around it."""

    connection: Connection
    is_locked: bool

    def run(self, statement: str) -> list[tuple[str | None, ...]]:
        """Run one statement, and return its rows; inside of a function each is an array."""
        if self.is_locked:
            call = "SELECT * FROM pg_temp.schemagen_studio(%s)"
            return [tuple(row) for (row,) in self.connection.execute(call, [statement]).fetchall()]
        # A pipeline speaks the extended protocol, in which no second statement can hide.
        with self.connection.pipeline():
            return self.connection.execute(statement.encode()).fetchall()


@contextmanager
def caged(database: Database, persona: Persona, *, of_lines: bool = False) -> Iterator[Cage]:
    """Open a read-only transaction of a persona for a query that nobody has looked at.

    Where a function is around it, it takes statements that give arrays of text, or lines.

    Raises:
        StudioError: there is no role that it could be locked into, or the server refuses it.
        ConnectError: the server cannot be reached.
    """
    with database.opened("BEGIN ISOLATION LEVEL REPEATABLE READ") as connection:
        is_superuser, is_mighty = _might(connection, connection.info.user)
        if is_mighty:
            _check_takes_writes(connection)
            owner = _owner(connection, persona, is_superuser)
            body = _BODY_OF_LINES if of_lines else _BODY
            made = sql(_FUNCTION, Raw(dollar_quote(body)))
            owned = sql("ALTER FUNCTION pg_temp.schemagen_studio OWNER TO {}", Name(owner))
            connection.execute(join_sql((made, owned), "; ").encode())
        connection.execute("SET TRANSACTION READ ONLY")
        database.become(connection, persona)
        try:
            yield Cage(connection, is_mighty)
        except InsufficientPrivilege as error:
            if not is_mighty or persona.actor is not None:
                raise
            raise refused(error, database.target, _READS_ONLY) from None


def _check_takes_writes(connection: Connection) -> None:
    found = connection.execute("SELECT pg_catalog.current_setting('transaction_read_only')")
    if found.fetchone() == ("on",):
        raise StudioError(
            "this server takes no writes, so a query cannot be locked into a function",
            hint="connect as a role that is no superuser, and may not replicate",
        )


def _might(connection: Connection, role: str) -> tuple[bool, bool]:
    """Tell whether a role is a superuser, and whether it reaches beyond the database."""
    found = connection.execute(_MIGHTY.encode(), [role]).fetchone()
    return (bool(found[0]), bool(found[1])) if found else (False, False)


def _owner(connection: Connection, persona: Persona, is_superuser: bool) -> str:
    """Return the role that a query is locked into; make one where it is nobody's."""
    if persona.actor is not None:
        if _might(connection, persona.actor.role)[1]:
            raise StudioError(
                f'the role "{persona.actor.role}" may reach beyond the database',
                hint="no query that nobody has looked at is run with its rights",
            )
        return persona.actor.role
    if not is_superuser:
        raise StudioError(
            "whoever connects may use files or programs of the server, or replicate",
            hint="choose an actor, or connect as a role with fewer rights",
        )
    # Its name is new each time, so that nobody waits for somebody else's.
    name = f"schemagen_studio_{secrets.token_hex(8)}"
    made = sql("CREATE ROLE {} NOLOGIN BYPASSRLS", Name(name))
    granted = sql("GRANT pg_read_all_data TO {}", Name(name))
    connection.execute(join_sql((made, granted), "; ").encode())
    return name
