"""What features made is removed again without a trace."""

from __future__ import annotations

from collections.abc import Callable

import psycopg

from schemagen.plan.whole import create_statements, drop_statements
from tests.features.test_sql import SPECS
from tests.projects.acting import run
from tests.specs import major_of, project_of


def test_nothing_is_left_of_any_feature(database: str, pg_dump: Callable[[str], str]) -> None:
    before = pg_dump(database)
    with psycopg.connect(database, autocommit=True) as connection:
        for name, text in SPECS.items():
            project = project_of(text)
            if project.postgres > major_of(connection):
                continue
            catalog = project.catalog
            for statements in (create_statements(catalog), drop_statements(catalog)):
                run(connection, ";\n".join(item.sql for item in statements))
            assert pg_dump(database) == before, name
            left = connection.execute("SELECT rolname FROM pg_roles WHERE rolname ~ '^notes_'")
            assert left.fetchall() == [], name
