"""`diff` and `drift` against a database, as a script meets them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from schemagen.app.build import build
from schemagen.app.scratch import PREFIX
from schemagen.sandbox import Server
from tests.app.repository import edit

Run = Callable[..., subprocess.CompletedProcess[str]]
pytestmark = pytest.mark.majors(18)


def environment(**variables: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    return {**kept, "PYTHONPATH": str(Path(__file__).parents[2]), **variables}


@pytest.fixture
def schemagen(repository: Path) -> Run:
    """Run a command in the repository, which is built."""
    build(repository)

    def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "schemagen", *words],
            cwd=repository,
            env=environment(**variables),
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def shop(repository: Path, schemagen: Run, database: str, psql: Callable[[str, str], str]) -> str:
    """The URL of a database that was made of the project shop."""
    psql(database, (repository / "generated/shop/schema.sql").read_text())
    return database


def test_drift_is_quiet_where_there_is_none(schemagen: Run, shop: str) -> None:
    done = schemagen("drift", "shop", "--url", shop)
    assert (done.returncode, done.stdout, done.stderr) == (0, "no difference in 1 project\n", "")


def test_drift_takes_the_database_from_the_environment(schemagen: Run, shop: str) -> None:
    assert schemagen("drift", "shop", DATABASE_URL=shop).returncode == 0


def test_drift_exits_with_3_and_says_what_differs(schemagen: Run, shop: str) -> None:
    with psycopg.connect(shop, autocommit=True) as connection:
        connection.execute("ALTER TABLE products DROP COLUMN name, ADD COLUMN extra text")
    done = schemagen("drift", "shop", "--url", shop)
    assert done.returncode == 3
    assert "    - column extra text\n    + column name text NOT NULL\n" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("+ only the spec has it, - only the database")
    report = json.loads(schemagen("drift", "shop", "--url", shop, "--json").stdout)
    [project] = report["projects"]
    assert {"group": "public.products", "mark": "-", "text": "column extra text"} in project[
        "changes"
    ]
    assert project["against"].endswith("(PostgreSQL 18)")


def test_what_diff_prints_as_sql_can_be_run_there_and_back(
    schemagen: Run, repository: Path, shop: str, psql: Callable[[str, str], str]
) -> None:
    spec = repository / "specs/shop.yaml"
    edit(spec, "name: text not null", "name: text\n      note: varchar(20)")
    up = schemagen("diff", "shop", "--live", "--format", "sql", SCHEMAGEN_DATABASE_URL=shop)
    undo = schemagen("diff", "shop", "--url", shop, "--format", "sql", "--undo")
    assert (up.returncode, undo.returncode) == (3, 3)
    psql(shop, up.stdout)
    assert schemagen("diff", "shop", "--url", shop).returncode == 0
    psql(shop, undo.stdout)
    assert schemagen("diff", "shop", "--url", shop, "--format", "sql").stdout == up.stdout


def test_the_sql_of_the_spec_alone_can_be_run(
    schemagen: Run, repository: Path, shop: str, psql: Callable[[str, str], str]
) -> None:
    edit(repository / "specs/shop.yaml", "name: text", "price: integer\n      name: text")
    psql(shop, schemagen("diff", "shop", "--format", "sql").stdout)
    assert schemagen("drift", "shop", "--url", shop).returncode == 0


def test_the_text_of_a_live_difference_has_the_statements(
    schemagen: Run, repository: Path, shop: str
) -> None:
    edit(repository / "specs/shop.yaml", "name: text", "price: integer\n      name: text")
    done = schemagen("diff", "shop", "--url", shop)
    assert done.stdout.startswith("shop (against ")
    assert "    + column price integer\n" in done.stdout
    assert "\nALTER TABLE public.products ADD COLUMN price integer;\n" in done.stdout
    assert "\n-- ALTER TABLE public.products DROP COLUMN price;\n" in done.stdout


def test_markdown_is_for_a_pull_request(schemagen: Run, repository: Path) -> None:
    edit(repository / "specs/shop.yaml", "name: text", "price: integer\n      name: text")
    lines = schemagen("diff", "--format", "markdown").stdout.splitlines()
    assert lines[0] == "### depot: no change against `generated/depot/snapshot.json`"
    assert "### shop: 1 change against `generated/shop/snapshot.json`" in lines
    assert "| added | `public.products` | column price integer |" in lines
    start = lines.index("```sql")
    assert lines[start - 2 : start + 5] == [
        "<details><summary>SQL (1 statement)</summary>",
        "",
        "```sql",
        "BEGIN;",
        "ALTER TABLE public.products ADD COLUMN price integer;",
        "COMMIT;",
        "```",
    ]


def test_an_unreachable_server_is_an_error_without_a_password(schemagen: Run) -> None:
    done = schemagen("drift", "shop", "--url", "postgresql://u:s3cret@127.0.0.1:1/shop")
    assert done.returncode == 1
    assert done.stderr.startswith("error: 127.0.0.1:1/shop: no server answers there: ")
    assert "  hint: is it running" in done.stderr
    assert "s3cret" not in done.stdout + done.stderr


def test_one_thing_at_a_time_is_compared(schemagen: Run) -> None:
    done = schemagen("diff", "shop", "--from", "HEAD", "--live")
    assert (done.returncode, done.stdout) == (2, "")
    assert "one thing at a time" in done.stderr
    assert schemagen("diff", "--undo").returncode == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_trial_leaves_no_database(
    repository: Path, schemagen: Run, shop: str, server: Server, number: signal.Signals
) -> None:
    tables = "".join(
        f"  t{n}:\n    columns: {{id: bigint primary key}}\n    indexes: [id]\n" for n in range(400)
    )
    edit(repository / "specs/shop.yaml", "tables:\n", f"tables:\n{tables}")
    process = subprocess.Popen(
        [sys.executable, "-m", "schemagen", "drift", "shop", "--url", shop],
        cwd=repository,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    wait_for(lambda: scratches(server) != [])
    process.send_signal(number)
    process.communicate(timeout=30)
    assert process.returncode not in (0, 3)
    assert scratches(server) == []


def scratches(server: Server) -> list[str]:
    with psycopg.connect(server.url()) as connection:
        rows = connection.execute("SELECT datname FROM pg_database").fetchall()
        return [name for (name,) in rows if name.startswith(PREFIX)]


def wait_for(happens: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.01)
