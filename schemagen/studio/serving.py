"""Serving a studio on this machine, for as long as it is wanted."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Final

import uvicorn

from schemagen.app.at_database import one_project
from schemagen.app.connecting import connect, find_target
from schemagen.app.settings import find_settings
from schemagen.errors import SettingsError, reason
from schemagen.spec.compile import compile_spec
from schemagen.studio.application import application
from schemagen.studio.database import Database
from schemagen.studio.guard import TOKEN, Secrets
from schemagen.studio.visit import Studio

HOST: Final = "127.0.0.1"
"""The loopback address: no other machine reaches it ("Special-Purpose Address Registry")."""


def studio_of(root: Path | None, project: str | None, url: str | None) -> Studio:
    """Return the studio of a project and a database, which is connected to once.

    Raises:
        SettingsError: there is no such project.
        SpecError: the spec has problems.
        ConnectError: the database cannot be reached.
    """
    settings = find_settings(root)
    name = one_project(settings, project)
    compiled = compile_spec(settings.spec(name), settings.root).project
    target = find_target(url)
    with connect(target) as connection:
        # What libpq chose where nobody said anything.
        info = connection.info
        target = replace(target, database=info.dbname, user=info.user)
    database = Database(target, compiled.facts.actors)
    return Studio(settings.root, compiled, url, database, Secrets(), 0)


@contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    """Listen on a port of this machine; 0 is any that is free.

    Raises:
        SettingsError: somebody else listens there.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as made:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((HOST, port))
            made.listen()
        except OSError as error:
            raise SettingsError(
                f"port {port} cannot be listened on: {reason(error)}",
                hint="name another one with --port, or none for one that is free",
            ) from None
        yield made


def address(studio: Studio) -> str:
    """Return the address to open, with the token in it."""
    return f"http://{HOST}:{studio.port}/?{TOKEN}={studio.secrets.token}"


def serve(studio: Studio, port: int, ready: Callable[[str], None]) -> None:
    """Serve a studio until it is interrupted; `ready` is told the address to open.

    Raises:
        SettingsError: the port is taken.
    """
    with listening(port) as made:
        placed = replace(studio, port=made.getsockname()[1])
        ready(address(placed))
        # The server ends in good order, and then says how it was told to.
        with suppress(KeyboardInterrupt):
            _server(placed).run(sockets=[made])


@contextmanager
def served(studio: Studio) -> Iterator[Studio]:
    """Serve a studio in a thread of this process, for tests and measurements."""
    with listening(0) as made:
        placed = replace(studio, port=made.getsockname()[1])
        server = _server(placed)
        thread = Thread(target=server.run, kwargs={"sockets": [made]}, daemon=True)
        thread.start()
        yield placed
        server.should_exit = True
        thread.join()


def _server(studio: Studio) -> uvicorn.Server:
    config = uvicorn.Config(
        application(studio),
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        proxy_headers=False,
        ws="none",
        # What is open is a page that somebody reads: nobody waits for it.
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)
