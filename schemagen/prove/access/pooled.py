"""A connection that is used again, as those of a pool are: what one transaction said of itself is
over with it.

This is tried on a real connection of a login role, statement by statement, as an application does
it: the transactions before it are committed, and one is rolled back.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg

from schemagen.catalog.object import ObjectId
from schemagen.prove.access.collecting import Collected
from schemagen.prove.access.expecting import Expecting
from schemagen.prove.access.ground import Ground
from schemagen.prove.access.personas import Persona, State
from schemagen.prove.access.server import LOGIN
from schemagen.seeding.reading import Connection
from schemagen.sqltext.quoting import Name, QualifiedName, join_sql, sql


def pooled_findings(ground: Ground, collected: Collected) -> tuple[int, list[str]]:
    """Let actors use one connection after each other; return how many tries, and what was wrong."""
    count, findings = 0, []
    with ground.another(LOGIN) as connection:
        for persona in collected.personas:
            if persona.who.is_actor and persona.state is State.OWN:
                for tried, words in _of_actor(ground, collected, persona, connection):
                    count += tried
                    findings += words
    return count, findings


def _of_actor(
    ground: Ground, collected: Collected, persona: Persona, connection: Connection
) -> Iterator[tuple[int, list[str]]]:
    silent = Persona(persona.who, State.NONE)
    expecting = Expecting(ground.connection, ground.rules)
    for key in collected.rows:
        table = next(each for each in ground.rules.tables if each.id == key)
        granted = ground.rules.columns(persona.who, table, "select")
        if granted == frozenset() or not collected.rows[key].values:
            continue
        column = min(granted) if granted else collected.rows[key].columns[0]
        for commits in (True, False):
            _leave(connection, persona, commits=commits)
            wanted = sum(each.select for each in expecting.allowed(silent, table).values())
            seen = _count(connection, persona, key, column)
            wrong = seen != wanted
            said = (
                f"{persona.who.name} without claims, on a connection where a transaction that had"
            )
            ending = (
                f"them is over, gets {seen} rows of {key.schema}.{key.name} instead of {wanted}"
            )
            yield 1, [f"{said} {ending}"] if wrong else []


def _leave(connection: Connection, persona: Persona, *, commits: bool) -> None:
    """Have a transaction with claims, and be over with it."""
    with connection.transaction(force_rollback=not commits):
        role = sql("SET LOCAL ROLE {}", Name(persona.who.role))
        connection.execute(join_sql([role, persona.say], "; ").encode())


def _count(connection: Connection, persona: Persona, key: ObjectId, column: str) -> object:
    table = QualifiedName(key.schema, key.name)
    try:
        with connection.transaction():
            connection.execute(sql("SET LOCAL ROLE {}", Name(persona.who.role)).encode())
            query = sql("SELECT {} FROM {}", Name(column), table)
            return len(connection.execute(query.encode()).fetchall())
    except psycopg.Error as error:
        return f"an error ({error.diag.message_primary}) in the place of the"
