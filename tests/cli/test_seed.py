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
from schemagen.plan.whole import create_statements
from schemagen.spec.compile import compile_spec

REPOSITORY = Path(__file__).parents[2]
pytestmark = pytest.mark.majors(18)


_ESTIMATED = """
SELECT sum(reltuples)::bigint FROM pg_class
WHERE relkind = 'r' AND reltuples > 0 AND relnamespace = 'public'::regnamespace
"""


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
        # The rows that a spec lists come on top.
        assert 950 < sum(each.rows for each in seeded.tables) < 1010
        assert not [each for each in seeded.tables if each.note]
        with psycopg.connect(url, autocommit=True) as connection:
            assert list(violations(connection)) == []
            estimated = connection.execute(_ESTIMATED.encode()).fetchone()
            assert estimated == (sum(each.rows for each in seeded.tables),)
            # Events bear the time at which they were written.
            found.append({**digests(connection), "public.realtime_outbox": ""})
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
    assert first == "   2  public.communities"
    assert last.startswith("66 rows in 5 tables of ")
    with pytest.raises(SettingsError, match=r"rows already, in .*badges"):
        seed_project(REPOSITORY, "tenant", url, Order(70))
    with psycopg.connect(url) as connection:
        connection.execute("TRUNCATE badges")
    seeded = seed_project(REPOSITORY, "tenant", url, Order(70, seed=7, anyway=True))
    assert {each.table: each.rows for each in seeded.tables} == {
        "public.badges": 70,
        "public.communities": 2,
        "public.manifests": 2,
        "public.profiles": 6,
        "public.shadow_states": 28,
    }


LISTED = """\
schemagen: 1
project: shop
tables:
  kinds:
    columns:
      id: bigint generated always as identity primary key
      name: text not null
      tags: text[] not null default '{}'
      settings: jsonb
    seeds:
      - {id: 1, name: first, tags: [a, "b, c"], settings: {deep: [1, null]}}
      - {id: 7, name: "it's 100 %"}
  parts:
    columns:
      code: text primary key
      kind_id: bigint not null references kinds
    seeds: [{code: bolt, kind_id: 7}]
"""


def test_listed_rows_are_there_once_as_they_are_listed(
    tmp_path: Path, new_database: Callable[[], str]
) -> None:
    spec = tmp_path / "specs/shop.yaml"
    spec.parent.mkdir()
    spec.write_text(LISTED)
    url = new_database()
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in create_statements(compile_spec(spec, tmp_path).project.catalog):
            connection.execute(statement.sql.encode())

        def listed() -> dict[str, int]:
            return dict(seed_project(tmp_path, "shop", url, Order(0)).listed)

        assert listed() == {"public.kinds": 2, "public.parts": 1}
        assert listed() == {"public.kinds": 0, "public.parts": 0}
        assert connection.execute("SELECT * FROM kinds ORDER BY id").fetchall() == [
            (1, "first", ["a", "b, c"], {"deep": [1, None]}),
            (7, "it's 100 %", [], None),
        ]
        connection.execute("UPDATE kinds SET name = 'x', tags = '{kept}' WHERE id = 7")
        assert listed() == {"public.kinds": 1, "public.parts": 0}
        new = "INSERT INTO kinds (name) VALUES ('new') RETURNING id"
        assert connection.execute(new).fetchall() == [(8,)]
        query = "SELECT name, tags FROM kinds WHERE id = 7"
        assert connection.execute(query).fetchall() == [("it's 100 %", ["kept"])]
