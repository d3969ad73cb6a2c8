"""`pg_dump --schema-only`: the floor of everything that reads a database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.suite.subject import Subject
from bench.suite.work import Work


class PgDump:
    """PostgreSQL's own dump, of the server that is measured on."""

    name = "pg_dump"

    def install(self, _home: Path) -> None:
        """Do nothing: it came with the server."""

    def works(self, subject: Subject, _home: Path) -> Iterator[Work]:
        """Give the dump."""
        command = (subject.server.pg_dump, "--schema-only", "-d", subject.plain)
        yield Work("introspect", command, subject.folder)
