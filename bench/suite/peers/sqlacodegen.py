"""sqlacodegen, which writes SQLAlchemy's classes of a database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.suite.peers.installing import python_packages
from bench.suite.subject import Subject
from bench.suite.work import Work


class Sqlacodegen:
    """sqlacodegen."""

    name = "sqlacodegen"

    def install(self, home: Path) -> None:
        """Get it from PyPI."""
        python_packages(home / "sqlacodegen", "sqlacodegen", "psycopg[binary]")

    def works(self, subject: Subject, home: Path) -> Iterator[Work]:
        """Give the code of a database."""
        program = home / "sqlacodegen" / "bin" / "sqlacodegen"
        yield Work("introspect", (program, subject.plain), subject.folder)
