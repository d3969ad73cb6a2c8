"""`import` of a database and of SQL, as a script meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
pytestmark = pytest.mark.majors(18)

TABLE = "CREATE TABLE parcels (id integer PRIMARY KEY, weight numeric NOT NULL);\n"


@pytest.fixture
def schemagen(repository: Path) -> Run:
    """Run a command in the repository."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}

    def run(*words: str, folder: Path = repository) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "schemagen", *words],
            cwd=folder,
            env={**kept, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_a_database_is_imported_and_nothing_is_left_to_do(
    schemagen: Run, repository: Path, database: str, psql: Callable[[str, str], str]
) -> None:
    psql(database, TABLE)
    done = schemagen("import", "post", "--url", database)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("proven equal: the spec makes what was read\n")
    assert "  parcels:\n" in (repository / "specs/post.yaml").read_text()
    assert schemagen("drift", "post", "--url", database).returncode == 0


def test_a_repository_may_begin_with_an_import(
    schemagen: Run,
    tmp_path_factory: pytest.TempPathFactory,
    database: str,
    psql: Callable[[str, str], str],
) -> None:
    psql(database, TABLE)
    empty = tmp_path_factory.mktemp("empty")
    assert schemagen("import", "post", "--url", database, folder=empty).returncode == 0
    assert "  parcels:\n" in (empty / "specs/post.yaml").read_text()


def test_what_no_spec_can_say_is_named_and_exits_with_3(
    schemagen: Run, database: str, psql: Callable[[str, str], str]
) -> None:
    psql(database, f"{TABLE}CREATE TYPE announced;")
    done = schemagen("import", "post", "--url", database, "--json")
    assert done.returncode == 3
    report = json.loads(done.stdout)
    assert (report["equal"], report["undeclared"]) == (False, ["type public.announced"])


def test_sql_is_imported_and_a_dry_run_writes_nothing(schemagen: Run, repository: Path) -> None:
    (repository / "dump.sql").write_text(TABLE)
    words = ("import", "post", "--sql", "dump.sql", "--postgres", "18")
    done = schemagen(*words, "--dry-run")
    assert done.returncode == 0
    assert "\ntables:\n  parcels:\n" in done.stdout
    assert not (repository / "specs/post.yaml").exists()
    assert schemagen(*words).returncode == 0
    again = schemagen(*words)
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr.startswith("error: specs/post.yaml: there is such a spec")
    assert schemagen(*words, "--force").returncode == 0


def test_a_dump_that_does_not_load_is_shown_at_its_line(schemagen: Run, repository: Path) -> None:
    (repository / "dump.sql").write_text(
        f"{TABLE}\nALTER TABLE parcels\n  ADD sort no_such_type;\n"
    )
    done = schemagen("import", "post", "--sql", "dump.sql", "--postgres", "18")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: dump.sql:4: ")
    assert 'type "no_such_type" does not exist' in done.stderr
    assert not (repository / "specs/post.yaml").exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--url", "postgresql://u:s3cret@127.0.0.1:1/post"), 1, "127.0.0.1:1/post: no server"),
        (("--sql", "nowhere.sql"), 2, "nowhere.sql"),
        (("--sql", "empty"), 2, "empty"),
        (("--url", "postgresql:///post", "--sql", "dump.sql"), 2, "--url and --sql"),
    ],
    ids=["unreachable", "no file", "no SQL in the folder", "two sources"],
)
def test_a_source_that_cannot_be_read_is_said(
    schemagen: Run, repository: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    (repository / "empty").mkdir()
    done = schemagen("import", "post", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("error: ")
    assert said in done.stderr
    assert "s3cret" not in done.stderr
    assert "Traceback" not in done.stderr
    assert not (repository / "specs/post.yaml").exists()
