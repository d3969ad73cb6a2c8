"""Databases on a scratch server: made, filled by psql, dumped by pg_dump, dropped."""

from __future__ import annotations

import re
import secrets
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from os import environ, getpid
from pathlib import Path
from typing import Final

import psycopg
from psycopg import conninfo, errors, sql

from schemagen.sandbox import Server, find, start
from schemagen.sqltext.quoting import quote_name

_NO_ROLE: Final = re.compile(r'role "(?P<name>(?:[^"]|"")*)" does not exist')
_KEY_OF_DUMP: Final = re.compile(r"^\\(?:un)?restrict .*\n", re.MULTILINE)
_MOST_ROLES: Final = 50
_LIMITS: Final = "-c statement_timeout=60s -c lock_timeout=20s -c client_min_messages=warning"


class ScriptError(Exception):
    """The server refused a statement of a script, or did not finish it in time."""


@dataclass(frozen=True, slots=True)
class Target:
    """A server on which a superuser may do what he likes, and the programs for it."""

    url: str
    psql: Path
    pg_dump: Path

    def url_of(self, database: str) -> str:
        """Return the connection string of a database."""
        return conninfo.make_conninfo(self.url, dbname=database)

    @contextmanager
    def databases(self, *names: str) -> Iterator[None]:
        """Make empty databases, and drop them in the end."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            how = "STRATEGY file_copy" if connection.info.server_version >= 150000 else ""
            made = sql.SQL("CREATE DATABASE {} TEMPLATE template0 " + how)
            for name in names:
                connection.execute(made.format(sql.Identifier(name)))
            try:
                yield
            finally:
                for name in names:
                    self._drop(connection, name)

    def _drop(self, connection: psycopg.Connection[tuple[object, ...]], name: str) -> None:
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        try:
            connection.execute(statement)
        except errors.ObjectInUse:
            self._forget_subscriptions(name)
            connection.execute(statement)

    def _forget_subscriptions(self, database: str) -> None:
        """Drop the subscriptions of a database, which does not go before they do."""
        with psycopg.connect(self.url_of(database), autocommit=True) as connection:
            for (name,) in connection.execute(
                "SELECT subname FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid"
                " WHERE d.datname = current_database()"
            ).fetchall():
                for statement in (
                    "ALTER SUBSCRIPTION {} DISABLE",
                    "ALTER SUBSCRIPTION {} SET (slot_name = NONE)",
                    "DROP SUBSCRIPTION {}",
                ):
                    connection.execute(sql.SQL(statement).format(sql.Identifier(name)))

    def run(self, database: str, script: str) -> None:
        """Run a script as `psql -f` does, each statement on its own.

        Directives of psql in it are refused: a script may be anybody's.

        Raises:
            ScriptError: with psql's message.
        """
        key = secrets.token_hex(8)
        guarded = f"\\restrict {key}\n{script}\n\\unrestrict {key}\n"
        quiet = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null"]
        self._call([self.psql, *quiet, "-d", self.url_of(database), "-f", "-"], guarded)

    def load(self, database: str, script: str) -> None:
        """Run a script in an empty database; roles that it speaks of are made.

        Raises:
            ScriptError: with psql's message.
        """
        for _ in range(_MOST_ROLES):
            try:
                self.run(database, script)
                return
            except ScriptError as error:
                missing = _NO_ROLE.search(str(error))
                if missing is None:
                    raise
                self.need_role(quote_name(missing["name"]))
            with psycopg.connect(self.url, autocommit=True) as connection:
                self._drop(connection, database)
                made = sql.SQL("CREATE DATABASE {} TEMPLATE template0")
                connection.execute(made.format(sql.Identifier(database)))
        raise ScriptError(f"needs more than {_MOST_ROLES} roles")

    def need_role(self, role: str) -> None:
        """Create a role unless it is there; it stays, for roles are the whole server's.

        `role` is what stands behind CREATE ROLE: an identifier, and attributes.
        """
        there = (errors.DuplicateObject, errors.UniqueViolation)
        with psycopg.connect(self.url, autocommit=True) as connection, suppress(*there):
            connection.execute(f"CREATE ROLE {role}".encode())

    def dump(self, database: str) -> str:
        """Return the schema of a database as pg_dump writes it, without owners.

        Raises:
            ScriptError: pg_dump failed; the message is its own.
        """
        options = ["--schema-only", "--no-owner", "--no-security-labels"]
        dumped = self._call([self.pg_dump, *options, "-d", self.url_of(database)])
        return _KEY_OF_DUMP.sub("", dumped)

    @staticmethod
    def _call(command: list[str | Path], text: str = "") -> str:
        done = subprocess.run(
            command,
            input=text,
            capture_output=True,
            text=True,
            check=False,
            env={**environ, "PGOPTIONS": _LIMITS},
        )
        if done.returncode != 0:
            raise ScriptError(done.stderr.strip())
        return done.stdout


def new_names() -> Callable[[], str]:
    """Return what gives names for databases that no other process gives."""
    mark, count = f"corpus_{getpid()}_{secrets.token_hex(3)}", iter(range(10**9))
    return lambda: f"{mark}_{next(count)}"


@contextmanager
def open_target(url: str | None, major: int | None) -> Iterator[Target]:
    """Give the server at a URL, or a disposable one of a major version."""
    if url is None:
        with start(major) as server:
            yield target_of(server)
        return
    with psycopg.connect(url) as connection:
        there = connection.info.server_version // 10000
    programs = find(there)
    yield Target(url, programs.program("psql"), programs.program("pg_dump"))


def target_of(server: Server) -> Target:
    """Return a disposable server as a target."""
    return Target(server.url(), server.psql, server.pg_dump)
