"""The schema, loaded by psql: the floor of what makes it on a server to see what it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psycopg
from psycopg.conninfo import make_conninfo

from bench.suite.subject import Subject
from bench.suite.work import Work

_NAME: Final = "loaded_by_psql"


class Psql:
    """PostgreSQL's own client, of the server that is measured on."""

    name = "psql"

    def install(self, _home: Path) -> None:
        """Do nothing: it came with the server."""

    def works(self, subject: Subject, _home: Path) -> Iterator[Work]:
        """Give the loading of all that was built, into an empty database each time."""
        script = subject.generated() / "schema.sql"
        url = make_conninfo(subject.plain, dbname=_NAME)
        command = (subject.server.psql, "-X", "-q", "-d", url, "-f", script)
        yield Work("load the schema", command, subject.folder, lambda: _emptied(subject.plain))
        _run(subject.plain, "DROP DATABASE IF EXISTS loaded_by_psql")


def _emptied(url: str) -> None:
    _run(url, "DROP DATABASE IF EXISTS loaded_by_psql", "CREATE DATABASE loaded_by_psql")


def _run(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())
