"""The database that migrations are run in: which one it is, and what is said when it fails."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import psycopg

from schemagen.app.connecting import Connection, Target, connect, find_target, redacted
from schemagen.app.settings import Settings, find_settings
from schemagen.errors import ConnectError, MigrationError, SettingsError
from schemagen.frozen import frozen
from schemagen.migrate.files import Migration, read_migrations
from schemagen.migrate.guard import only_runner
from schemagen.migrate.session import DIRECT

VARIABLES: Final = ("SCHEMAGEN_DATABASE_URL", "DATABASE_URL_UNPOOLED", "DATABASE_URL")
"""Where the database is looked for. What runs outside of transactions cannot be set up behind a
pooler (see `migrate/session.py`): so the direct URL comes first."""


def one_project(settings: Settings, name: str | None) -> str:
    """Return the project that is named, or the only one that there is.

    Raises:
        SettingsError: there is no such project, or none is named of several.
    """
    found = settings.chosen([name] if name else ())
    if len(found) > 1:
        raise SettingsError(
            "there are several projects, and this is done for one",
            hint=f"name it: {', '.join(found)}",
        )
    return found[0]


def target_of(url: str | None, environment: Mapping[str, str] = os.environ) -> Target:
    """Return the database that a person means.

    Raises:
        ConnectError: the URL cannot be read, or none is given and none is in the environment.
    """
    return find_target(url, variables=VARIABLES, environment=environment)


@frozen
class Place:
    """The migrations of a project, and a database that they are for."""

    settings: Settings
    project: str
    target: Target
    migrations: tuple[Migration, ...]

    @contextmanager
    def alone(self, wait: float, told: Callable[[str], None]) -> Iterator[Connection]:
        """Connect, and be the only one who migrates the database until the end of the block.

        Raises:
            MigrationError: another one does not end in time, or the history cannot be used.
            ConnectError: the database cannot be reached, or the connection is lost.
        """
        with (
            explaining(self.target),
            closing(connect(self.target)) as connection,
            alone(self.target, wait, told),
        ):
            yield connection


def find_place(root: Path | None, project: str | None, url: str | None) -> Place:
    """Return the migrations and the database that a person means.

    Raises:
        SettingsError: there is no such repository or project.
        MigrationError: a migration cannot be read.
        ConnectError: the URL cannot be read, or none is given and none is in the environment.
    """
    settings = find_settings(root)
    name = one_project(settings, project)
    target = target_of(url)
    return Place(settings, name, target, read_migrations(settings.migrations_of(name)))


@contextmanager
def explaining(target: Target) -> Iterator[None]:
    """Tell a person what the server says of the connection, or of the history."""
    try:
        yield
    except psycopg.OperationalError as error:
        full = "query_wait_timeout" in str(error)
        raise ConnectError(
            f"the connection was lost: {redacted(str(error).strip(), target)}",
            where=target.where,
            hint=f"a migration takes two sessions, and the pool has none to spare: {DIRECT}"
            if full
            else "run the same command again: it goes on where it stopped",
        ) from None
    except psycopg.Error as error:
        raise MigrationError(
            f"the history of migrations cannot be used: {redacted(str(error).strip(), target)}",
            where=target.where,
            hint="it is in the schema `schemagen`, which the role that migrates makes and owns",
        ) from None


@contextmanager
def alone(
    target: Target,
    wait: float,
    told: Callable[[str], None],
    pause: Callable[[float], None] = time.sleep,
) -> Iterator[None]:
    """Be the only one who migrates a database; `told` hears for whom we wait, `wait` seconds.

    Raises:
        MigrationError: another one does not end in time.
        ConnectError: the database cannot be reached.
    """
    with (
        closing(connect(target)) as connection,
        only_runner(connection, patience=wait, waiting=told, pause=pause),
    ):
        yield
