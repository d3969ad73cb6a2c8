"""Transactions for visits: each on a connection of its own, as the persona of the visit.

Nothing outlives a visit, so nothing of one persona can get into the view of another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Final

import psycopg
from psycopg import errors

from schemagen.app.connecting import Connection, Target, connect, redacted
from schemagen.declare.facts import Actor
from schemagen.errors import SchemagenError
from schemagen.frozen import frozen
from schemagen.sqltext.quoting import Literal, Name, sql
from schemagen.studio.persona import Persona

PATIENCE: Final = 10
"""Seconds that a statement may take."""
_LOCK_PATIENCE: Final = 3


class StudioError(SchemagenError):
    """What a person asked for was refused, by the database or by the studio."""

    code = "studio"


@frozen(slots=False)
class Database:
    """The database that is looked at, and the actors that it can be looked at as."""

    target: Target
    actors: Mapping[str, Actor]

    @contextmanager
    def reading(self, persona: Persona) -> Iterator[Connection]:
        """Open a read-only transaction of a persona, which is rolled back in the end.

        Raises:
            ConnectError: the server cannot be reached.
            StudioError: a statement, or to be this persona, is refused.
        """
        with self.opened("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") as connection:
            self.become(connection, persona)
            yield connection

    @contextmanager
    def writing(self, persona: Persona, *, keep: bool = True) -> Iterator[Connection]:
        """Open a transaction of a persona that is committed in the end, or not where `keep` is not.

        Raises:
            ConnectError: the server cannot be reached.
            StudioError: a statement, or to be this persona, is refused.
        """
        with self.opened("BEGIN") as connection:
            self.become(connection, persona)
            yield connection
            connection.execute("COMMIT" if keep else "ROLLBACK")

    @contextmanager
    def opened(self, begin: str) -> Iterator[Connection]:
        """Open a transaction of whoever connects; without a COMMIT nothing of it is kept.

        Raises:
            ConnectError: the server cannot be reached.
            StudioError: a statement is refused.
        """
        with closing(connect(self.target)) as connection:
            try:
                connection.execute(begin.encode())
                connection.execute(_limits().encode())
                yield connection
            except psycopg.Error as error:
                raise refused(error, self.target) from None

    def become(self, connection: Connection, persona: Persona) -> None:
        """Set role and claims until the end of the transaction.

        Raises:
            StudioError: whoever connects may not have this role, or there is none.
        """
        if persona.actor is None:
            return
        try:
            connection.execute(persona.become(self.actors).encode())
        except (errors.InsufficientPrivilege, errors.InvalidParameterValue) as error:
            user, role = connection.info.user, persona.actor.role
            raise StudioError(
                f'"{user}" cannot look as {persona.actor.name}: {error.diag.message_primary}',
                hint=sql("a superuser lets it: GRANT {} TO {}", Name(role), Name(user)),
            ) from None

    def role(self, connection: Connection, persona: Persona) -> str:
        """Return the role that a persona has."""
        return persona.actor.role if persona.actor else connection.info.user


def _limits() -> str:
    return sql(
        "SELECT pg_catalog.set_config('statement_timeout', {}, true),"
        " pg_catalog.set_config('lock_timeout', {}, true)",
        Literal(f"{PATIENCE}s"),
        Literal(f"{_LOCK_PATIENCE}s"),
    )


def refused(error: psycopg.Error, target: Target, advice: str = "") -> StudioError:
    """Say what the server said: its message, its detail and its hint, without a password.

    `advice` is what to do where the server does not say it.
    """
    found = error.diag
    said = found.message_primary or str(error).strip()
    parts = filter(None, (said, found.message_detail))
    hint = found.message_hint or advice or _HINTS.get(found.sqlstate or "", "")
    return StudioError(
        redacted("; ".join(parts), target),
        where=f"SQLSTATE {found.sqlstate}" if found.sqlstate else "",
        hint=redacted(hint, target),
    )


_HINTS: Final = {
    "57014": f"a statement may take {PATIENCE} seconds here: narrow it with a filter that an"
    " index helps",
    "55P03": "somebody else holds a lock on it; try again later",
    "25006": "nothing is written here: change rows on their own pages",
    "42501": "this actor lacks the privilege, or no policy lets it; look as another actor",
}
