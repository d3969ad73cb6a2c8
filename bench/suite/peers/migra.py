"""migra, which compares two databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.suite.peers.installing import python_packages
from bench.suite.subject import Subject
from bench.suite.work import Work


class Migra:
    """migra; what a schema is to be must be in a database already."""

    name = "migra"

    def install(self, home: Path) -> None:
        """Get it from PyPI, with what it takes of older setuptools."""
        python_packages(
            home / "migra", "migra", "psycopg2-binary", "setuptools<81", "sqlalchemy<2.1"
        )

    def works(self, subject: Subject, home: Path) -> Iterator[Work]:
        """Give the comparison of a database with itself, and with the changed one."""
        migra = (home / "migra" / "bin" / "migra", "--unsafe", "--with-privileges")
        yield Work("live diff, read anew", (*migra, subject.plain, subject.plain), subject.folder)
        if subject.changed is not None:
            command = (*migra, subject.plain, subject.changed)
            yield Work("live diff, 1 % changed", command, subject.folder, accept=(2,))
