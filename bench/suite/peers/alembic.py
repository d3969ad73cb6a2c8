"""Alembic's autogenerate, with the tables that schemagen writes for SQLAlchemy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.suite.peers.installing import python_packages
from bench.suite.subject import Subject
from bench.suite.work import Work

_COMPARE: Final = """
import sys
import psycopg, sqlalchemy
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.runtime.migration import MigrationContext
from {package}.tables import Base
engine = sqlalchemy.create_engine(
    "postgresql+psycopg://", creator=lambda: psycopg.connect(sys.argv[1])
)
options = {"compare_type": True, "compare_server_default": True}
with engine.connect() as connection:
    context = MigrationContext.configure(connection, opts=options)
    render_python_code(produce_migrations(context, Base.metadata).upgrade_ops)
"""


class Alembic:
    """Alembic; it compares no policies, triggers and functions."""

    name = "alembic"

    def install(self, home: Path) -> None:
        """Get it from PyPI."""
        python_packages(home / "alembic", "alembic", "sqlalchemy", "psycopg[binary]", "pydantic")

    def works(self, subject: Subject, home: Path) -> Iterator[Work]:
        """Give the comparison of a database with the same tables, and with changed ones."""
        python = home / "alembic" / "bin" / "python"
        code = _COMPARE.replace("{package}", subject.name)
        command = (python, "-c", code, subject.plain)
        here = {"PYTHONPATH": "."}
        yield Work("live diff, read anew", command, subject.generated().parent, extra=here)
        if subject.changed is not None:
            command = (python, "-c", code, subject.changed)
            yield Work("live diff, 1 % changed", command, subject.generated().parent, extra=here)
