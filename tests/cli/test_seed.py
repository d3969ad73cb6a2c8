"""`schemagen seed`, as a person meets it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from bench.seeding import digests, violations
from schemagen.app.seeding import Order
from schemagen.app.seeding import seed as seed_project
from schemagen.app.stubs import stub_statements
from schemagen.errors import SettingsError
from schemagen.spec.compile import compile_spec

REPOSITORY = Path(__file__).parents[2]
pytestmark = pytest.mark.majors(18)


def build(project: str, url: str) -> str:
    """Make the tables of a reference project in a database."""
    declared = compile_spec(REPOSITORY / f"specs/{project}.yaml", REPOSITORY).project
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in stub_statements(declared):
            connection.execute(statement.sql.encode())
        connection.execute((REPOSITORY / f"generated/{project}/schema.sql").read_bytes())
    return url


@pytest.mark.parametrize("project", ["gym", "trust"])
def test_the_same_rows_twice_and_all_of_them_satisfy_every_constraint(
    project: str, new_database: Callable[[], str]
) -> None:
    found = []
    for _ in range(2):
        url = build(project, new_database())
        seeded = seed_project(REPOSITORY, project, url, Order(1000))
        assert 900 < sum(each.rows for each in seeded.tables) < 1100
        assert not [each for each in seeded.tables if each.note]
        with psycopg.connect(url, autocommit=True) as connection:
            assert list(violations(connection)) == []
            found.append(digests(connection))
    assert found[0] == found[1]


def test_rows_are_counted_by_table_and_those_that_are_there_stay(
    new_database: Callable[[], str],
) -> None:
    url = build("tenant", new_database())
    words = ["seed", "tenant", "--url", url, "--rows", "70"]
    done = subprocess.run(
        [sys.executable, "-m", "schemagen", *words],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    first, *_, last = done.stdout.splitlines()
    assert first == "   1  public.communities"
    assert last.startswith("63 rows in 5 tables of ")
    with pytest.raises(SettingsError, match=r"rows already, in .*badges"):
        seed_project(REPOSITORY, "tenant", url, Order(70))
    with psycopg.connect(url) as connection:
        connection.execute("TRUNCATE badges")
    seeded = seed_project(REPOSITORY, "tenant", url, Order(70, seed=7, anyway=True))
    assert {each.table: each.rows for each in seeded.tables} == {
        "public.badges": 70,
        "public.communities": 1,
        "public.manifests": 1,
        "public.profiles": 5,
        "public.shadow_states": 28,
    }
