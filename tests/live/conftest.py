"""Small specs on a live server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from schemagen.plan.whole import create_statements
from tests.projects.acting import Connection, run
from tests.specs import major_of, project_of, skip_on_older


@pytest.fixture
def live(database: str) -> Iterator[Callable[[str], Connection]]:
    """Apply a spec, given without its first two lines, and return a superuser's connection."""
    opened: list[psycopg.Connection[Any]] = []

    def apply(text: str) -> Connection:
        connection: Connection = psycopg.connect(database, autocommit=True)
        opened.append(connection)
        project = project_of(text)
        skip_on_older(major_of(connection), project)
        statements = create_statements(project.catalog)
        run(connection, ";\n".join(item.sql for item in statements))
        return connection

    yield apply
    for connection in opened:
        connection.close()
