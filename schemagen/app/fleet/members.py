"""The databases of a fleet, with their names and their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import psycopg

from schemagen.app.connecting import (
    Connection,
    Target,
    connect,
    parse_target,
    redacted,
    with_database,
)
from schemagen.app.fleet.file import SCHEMAS_HINT, FleetFile, Query, read_fleet_file
from schemagen.declare.suggest import did_you_mean
from schemagen.errors import MigrationError, SettingsError
from schemagen.frozen import frozen

_SCHEMAS: Final = """\
SELECT nspname FROM pg_catalog.pg_namespace
WHERE nspname = ANY (%s) AND nspname NOT IN (SELECT datname FROM pg_catalog.pg_database)
ORDER BY nspname"""


@frozen
class Member:
    """A database of a fleet; its name is short where that is clear."""

    name: str
    target: Target


@frozen
class Fleet:
    """Databases that get the same migrations.

    Attributes:
        name: the file that says so.
        members: all databases, in the order of the file or of its query.
        canary: those that come before all others.
        parallel: how many are migrated at a time.
        max_failures: with how many failures no other database is begun.
    """

    name: str
    members: tuple[Member, ...]
    canary: tuple[Member, ...]
    parallel: int
    max_failures: int


def find_fleet(
    path: Path, *, parallel: int | None = None, max_failures: int | None = None
) -> Fleet:
    """Return the fleet of a file; what is given here goes before what the file says.

    Raises:
        SettingsError: the file cannot be used, or its query returns what is no database.
        ConnectError: the database that its query asks cannot be reached.
        MigrationError: the query is refused.
    """
    file = read_fleet_file(path)
    targets = _asked(file.databases) if isinstance(file.databases, Query) else file.databases
    members = _named(targets, file.name)
    return Fleet(
        file.name,
        members,
        _canary(file, members),
        parallel or file.parallel,
        max_failures or file.max_failures,
    )


def _named(targets: Sequence[Target], file: str) -> tuple[Member, ...]:
    for where, count in Counter(target.where for target in targets).items():
        if count > 1:
            raise SettingsError(
                f"{where} is in this fleet {count} times",
                where=file,
                hint="leave it there once: two runs of one database would wait for each other",
            )
    names = Counter(target.database for target in targets)
    return tuple(
        Member(target.database if names[target.database] == 1 else target.where, target)
        for target in targets
    )


def _canary(file: FleetFile, members: Sequence[Member]) -> tuple[Member, ...]:
    if isinstance(file.canary, int):
        return tuple(members[: file.canary])
    known = {name: each for each in members for name in (each.target.where, each.name)}
    for name in file.canary:
        if name not in known:
            raise SettingsError(
                f'the canary "{name}" is no database of this fleet',
                where=file.name,
                hint=did_you_mean(name, known),
            )
    return tuple(known[name] for name in dict.fromkeys(file.canary))


def _asked(query: Query) -> tuple[Target, ...]:
    """Ask for the databases, in a transaction that can change nothing."""
    target = query.target
    with closing(connect(target)) as connection:
        try:
            with connection.transaction():
                connection.execute("SET TRANSACTION READ ONLY")
                done = connection.execute(query.text.encode())
                rows = done.fetchall() if done.description else []
        except psycopg.Error as error:
            said = redacted(error.diag.message_primary or str(error), target)
            raise MigrationError(
                f"the query of the fleet is refused: {said}",
                where=query.where,
                hint=f"it is run in {target.where}, read only",
            ) from None
        texts = [_value(row, query) for row in rows]
        if not texts:
            raise SettingsError(
                "the query returns no database", where=query.where, hint=f"it asks {target.where}"
            )
        _refuse_schemas(connection, [text for text in texts if "://" not in text], query)
    return tuple(_target(text, query) for text in texts)


def _value(row: Sequence[Any], query: Query) -> str:
    if len(row) == 1 and isinstance(row[0], str) and row[0]:
        return row[0]
    raise SettingsError(
        "the query has to return one column of texts, none of them null",
        where=query.where,
        hint="names of databases of that server, or URLs",
    )


def _target(text: str, query: Query) -> Target:
    returned = f"what the query at {query.where} returns"
    if "://" in text:
        return replace(parse_target(text, query.where), source=returned)
    return with_database(query.target, text, named=returned)


def _refuse_schemas(connection: Connection, names: Iterable[str], query: Query) -> None:
    found = connection.execute(_SCHEMAS.encode(), [list(names)]).fetchall()
    if found:
        raise SettingsError(
            f"{found[0][0]} is a schema of {query.target.where}, and no database",
            where=query.where,
            hint=SCHEMAS_HINT,
        )
