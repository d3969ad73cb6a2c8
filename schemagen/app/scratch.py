"""A database to try a spec in, of the same major version as the one that it is compared with.

There are several places where one can be had. They are tried in this order:

1. the server of `--scratch-url` or SCHEMAGEN_SCRATCH_URL, and then no other;
2. the server that is looked at, where its role may create databases;
3. server programs of this major version on this machine, those of the Python package included.

A database on somebody's server is temporary, is called `schemagen_scratch_…`, and is dropped
whatever happens.
"""

from __future__ import annotations

import os
import re
import secrets
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any, Final

import psycopg
from psycopg import sql

from schemagen import sandbox
from schemagen.app.connecting import (
    Connection,
    Target,
    connect,
    find_target,
    parse_target,
    redacted,
    with_database,
)
from schemagen.errors import SandboxError, SchemagenError
from schemagen.frozen import frozen
from schemagen.sandbox.subscriptions import drop_subscriptions

VARIABLE: Final = "SCHEMAGEN_SCRATCH_URL"
PREFIX: Final = "schemagen_scratch_"
OWNER: Final = "schemagen_scratch"
"""Who owns everything on a server of our own: a name that no spec gives privileges to."""
_NAME: Final = re.compile(PREFIX + r"([0-9a-f]{8})_[0-9a-f]{8}\Z")
_BARE: Final = "template0"
_PLAIN: Final = frozenset({"postgres", "template0", "template1"})
_STALE: Final = 24 * 60 * 60
"""Seconds after which a scratch database that nobody uses was left by a process that was killed."""


@frozen
class Scratch:
    """A database, ready to be filled.

    Attributes:
        connection: to the database, in autocommit mode.
        disposable: whether the whole server is thrown away, so that roles may be made in it.
        prepared: whether somebody has put into it what a spec relies on.
        server: the one that is thrown away.
    """

    connection: Connection
    disposable: bool = False
    prepared: bool = False
    server: sandbox.Server | None = None


@frozen
class Choice:
    """A place where a scratch database may be had.

    `open` makes one and removes it; it raises a SandboxError where there is none to be had.
    """

    words: str
    open: Callable[[], AbstractContextManager[Scratch]]


def scratch_choices(
    major: int,
    live: Target | None = None,
    scratch_url: str | None = None,
    environment: Mapping[str, str] = os.environ,
) -> tuple[Choice, ...]:
    """Return the places for a scratch database of a major version, the best first.

    Raises:
        SettingsError: the settings of the scratch server cannot be read.
    """
    if scratch_url is not None or environment.get(VARIABLE):
        target = find_target(
            scratch_url, option="--scratch-url", variables=(VARIABLE,), environment=environment
        )
        template = _BARE if target.database in _PLAIN else target.database
        return (
            Choice(
                f"the scratch server {target.where}",
                lambda: _on_server(with_database(target, "postgres"), major, template),
            ),
        )
    found = []
    if live is not None:
        found.append(
            Choice(f"a temporary database on {live.server}", lambda: _on_server(live, major, _BARE))
        )
    return (
        *found,
        *(_on_this_machine(item) for item in sandbox.available() if item.major == major),
    )


def _on_this_machine(item: sandbox.Installation) -> Choice:
    words = f"PostgreSQL {item.version} of this machine ({item.origin})"
    return Choice(words, lambda: _of_our_own(item, words))


@contextmanager
def _of_our_own(item: sandbox.Installation, words: str) -> Iterator[Scratch]:
    with (
        sandbox.Server(item) as server,
        closing(connect(parse_target(server.create_database(), words), pooled=False)) as connection,
    ):
        connection.execute(sql.SQL("CREATE ROLE {} SUPERUSER").format(sql.Identifier(OWNER)))
        become_owner(connection)
        yield Scratch(connection, disposable=True, server=server)


def become_owner(connection: Connection) -> None:
    """Let a session be who owns everything on a server of our own."""
    connection.execute(sql.SQL("SET SESSION AUTHORIZATION {}").format(sql.Identifier(OWNER)))


@contextmanager
def _on_server(target: Target, major: int, template: str) -> Iterator[Scratch]:
    """Make a temporary database, as a copy of another one, and drop it in the end."""
    name = f"{PREFIX}{int(time.time()):08x}_{secrets.token_hex(4)}"
    with _termination_as_interrupt():
        try:
            _create(target, name, template, major)
            with closing(connect(with_database(target, name))) as connection:
                yield Scratch(connection, prepared=template != _BARE)
        finally:
            _drop(target, name)


def _create(target: Target, name: str, template: str, major: int) -> None:
    with closing(connect(target)) as connection:
        there = connection.info.server_version // 10000
        if there != major:
            raise SandboxError(f"it is PostgreSQL {there}, and {major} is needed")
        _drop_stale(connection)
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        try:
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        except psycopg.errors.InsufficientPrivilege:
            user = connection.info.user
            raise SandboxError(f"the role {user} may not create databases there") from None
        except psycopg.errors.ReadOnlySqlTransaction:
            raise SandboxError("the server is a standby, which takes no changes") from None
        except psycopg.Error as error:
            raise SandboxError(redacted(str(error), target)) from None


def _drop_stale(connection: Connection) -> None:
    """Drop what processes that were killed left behind, as far as we may."""
    query = """
        SELECT d.datname
        FROM pg_database AS d
        WHERE starts_with(d.datname, %s)
            AND d.datdba = (SELECT oid FROM pg_roles WHERE rolname = current_user)
            AND NOT EXISTS (SELECT FROM pg_stat_activity AS a WHERE a.datid = d.oid)
    """
    for (name,) in connection.execute(query, [PREFIX]).fetchall():
        made = _NAME.match(name)
        if made is not None and int(made[1], 16) < time.time() - _STALE:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _drop(target: Target, name: str) -> None:
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    failed = sys.exception() is not None
    with _undisturbed():
        try:
            with closing(connect(target)) as connection:
                try:
                    connection.execute(statement)
                except psycopg.errors.ObjectInUse:
                    with closing(connect(with_database(target, name))) as inside:
                        drop_subscriptions(inside)
                    connection.execute(statement)
        except (psycopg.Error, SchemagenError) as error:
            if not failed:
                raise SandboxError(
                    f"the temporary database {name} could not be dropped: {error}",
                    where=target.server,
                    hint=f"drop it: dropdb --force {name}",
                ) from None


@contextmanager
def _termination_as_interrupt() -> Iterator[None]:
    """Let SIGTERM and a closed terminal end what is going on as Ctrl-C does, tidying up."""

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    with _handling({signal.SIGTERM: interrupt, signal.SIGHUP: interrupt}):
        yield


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let an impatient second Ctrl-C wait."""
    ignored = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    with _handling(dict.fromkeys(ignored, signal.SIG_IGN)):
        yield


@contextmanager
def _handling(handlers: Mapping[signal.Signals, Any]) -> Iterator[None]:
    # Python takes handlers of signals in its main thread alone.
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
