"""Being an actor of a project: its role, and the claims by which a session says who it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import psycopg
from psycopg.rows import tuple_row

from schemagen.declare.facts import Actor
from schemagen.declare.suggest import did_you_mean
from schemagen.errors import SettingsError
from schemagen.sqltext.quoting import Literal, join_sql, sql

_ROLE: Final = "role"
_NO_CLAIMS: Final[Mapping[str, object]] = MappingProxyType({})


@dataclass(frozen=True)
class AsActor:
    """Lets a connection be one of some actors for a while.

    with as_actor(connection, "member", {"user_id": user_id}):
        connection.execute("SELECT …")
    """

    actors: Mapping[str, Actor]

    @contextmanager
    def __call__(
        self,
        connection: psycopg.Connection[Any],
        actor: str,
        claims: Mapping[str, object] = _NO_CLAIMS,
    ) -> Iterator[psycopg.Connection[Any]]:
        """Be an actor with these claims until the block ends, as in a transaction of its own.

        Other claims are empty. In a transaction that is under way the block is a savepoint, and
        role and claims are as before after it.

        Raises:
            SettingsError: there is no such actor, or it has no such claim.
        """
        with acting(connection, self._settings(actor, claims)):
            yield connection

    def _settings(self, actor: str, claims: Mapping[str, object]) -> dict[str, str]:
        """Return what the session sets to be an actor: of all claims, so that none is left."""
        known = self.actors.get(actor)
        if known is None:
            hint = did_you_mean(actor, self.actors) or f"there are: {', '.join(self.actors)}"
            raise _mistake(f'there is no actor "{actor}"', hint)
        empty = {name: "" for each in self.actors.values() for name in each.settings.values()}
        said = {_setting(known, name): _text(value) for name, value in claims.items()}
        return {_ROLE: known.role, **empty, **said}


@contextmanager
def acting(connection: psycopg.Connection[Any], settings: Mapping[str, str]) -> Iterator[None]:
    """Have a role and claims until the block ends, as in a transaction of its own."""
    with connection.transaction():
        before = _read(connection, settings)
        _set(connection, settings)
        yield
        _set(connection, before)


def _setting(actor: Actor, claim: str) -> str:
    if claim in actor.settings:
        return actor.settings[claim]
    if claim in actor.claims:
        raise _mistake(
            f'the claim "{claim}" of "{actor.name}" is read by {actor.readers[claim]}()',
            "set what that function reads in the test itself",
        )
    hint = did_you_mean(claim, actor.claims)
    raise _mistake(f'actor "{actor.name}" has no claim "{claim}"', hint)


def _mistake(message: str, hint: str) -> SettingsError:
    error = SettingsError(message, hint=hint)
    # A test shows notes below the message, and hints not.
    error.add_note(hint)
    return error


def _text(value: object) -> str:
    """Return a value as the setting of a claim has it; None is an empty claim."""
    if isinstance(value, dict):
        return json.dumps(value)
    if isinstance(value, list | tuple | set | frozenset):
        return "{" + ",".join(_element(each) for each in value) + "}"
    return "" if value is None else str(value)


def _element(value: object) -> str:
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return "NULL" if value is None else f'"{escaped}"'


def _read(connection: psycopg.Connection[Any], settings: Mapping[str, str]) -> dict[str, str]:
    query = """
        SELECT name, coalesce(pg_catalog.current_setting(name, true), '')
        FROM pg_catalog.unnest(%s::text[]) AS given (name)
    """
    with connection.cursor(row_factory=tuple_row) as cursor:
        return dict(cursor.execute(query, [list(settings)]).fetchall())


def _set(connection: psycopg.Connection[Any], settings: Mapping[str, str]) -> None:
    """Set settings until the end of the transaction, in one round trip."""
    connection.execute(
        join_sql(
            (
                sql("SELECT pg_catalog.set_config({}, {}, true)", Literal(name), Literal(value))
                for name, value in settings.items()
            ),
            "; ",
        ).encode()
    )
