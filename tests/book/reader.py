"""Whoever reads a page: their programs and environment, and a server that lets them in."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from schemagen.sandbox import Server


def environment_of(
    server: Server, programs: Path, kept: Mapping[str, str], commands: Mapping[str, str]
) -> dict[str, str]:
    """Make the programs of a reader in a folder, and return the reader's environment.

    `commands` are those besides PostgreSQL's own, each with what it runs.
    """
    programs.mkdir()
    own = {name: str(server.installation.program(name)) for name in ("psql", "createdb")}
    for name, command in {**own, **commands}.items():
        path = programs / name
        path.write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
        path.chmod(0o755)
    told = psycopg.conninfo.conninfo_to_dict(server.url())
    return {
        **{name: value for name, value in kept.items() if not name.startswith("PG")},
        "PATH": f"{programs}{os.pathsep}{kept['PATH']}",
        "PGHOST": str(told["host"]),
        "PGUSER": str(told["user"]),
        "GIT_AUTHOR_NAME": "Ann",
        "GIT_AUTHOR_EMAIL": "ann@example.com",
        "GIT_COMMITTER_NAME": "Ann",
        "GIT_COMMITTER_EMAIL": "ann@example.com",
        "NO_COLOR": "1",
    }


@contextmanager
def left_as_it_was(server: Server) -> Iterator[Server]:
    """Drop the databases and the roles that were made meanwhile."""
    databases, roles = _names(server)
    yield server
    new_databases, new_roles = _names(server)
    for name in sorted(new_databases - databases):
        server.drop_database(name)
    with psycopg.connect(server.url(), autocommit=True) as connection:
        for name in sorted(new_roles - roles):
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


def _names(server: Server) -> tuple[set[str], set[str]]:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        databases = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        return databases, {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
