"""`schemagen init` and `schemagen new`: a repository from nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from schemagen.cli import app
from schemagen.errors import SandboxError, SettingsError
from schemagen.migrate.history_tables import TABLES

ARCHIVED = """\
CREATE SCHEMA schemagen_archive_20261121093000_public;
CREATE TABLE schemagen_archive_20261121093000_public.parcels (weight numeric)"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder in which a repository was begun."""
    folder = tmp_path / "databases"
    assert run("init", str(folder)).exit_code == 0
    return folder


def run(*words: str) -> Result:
    return CliRunner().invoke(app(), list(words))


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_dry_run_says_what_init_writes(tmp_path: Path) -> None:
    told = run("init", str(tmp_path / "dry"), "--dry-run").stdout.splitlines()
    assert not (tmp_path / "dry").exists()
    run("init", str(tmp_path / "wet"))
    assert [line.split()[-1] for line in told] == sorted(files(tmp_path / "wet"))


def test_what_is_there_is_never_written_over(home: Path) -> None:
    (home / "README.md").write_text("ours", encoding="utf-8")
    (home / "Makefile").unlink()
    (home / "specs/shop.yaml").write_text("", encoding="utf-8")
    before = files(home)
    result = run("init", str(home))
    assert result.stdout.splitlines()[0] == "new  Makefile"
    assert result.stdout.splitlines()[-1] == "next: schemagen build"
    assert {name: text for name, text in files(home).items() if name != "Makefile"} == before


def test_files_of_other_programs_can_be_read_by_them(home: Path) -> None:
    workflow = yaml.safe_load((home / ".github/workflows/schemagen.yml").read_text("utf-8"))
    steps = [step.get("run", "") for step in workflow["jobs"]["check"]["steps"]]
    assert "schemagen build --check" in steps
    assert "${{ github.token }}" in (home / ".github/workflows/schemagen.yml").read_text("utf-8")
    compose = yaml.safe_load((home / "compose.yaml").read_text("utf-8"))
    assert set(compose["services"]) == {"pgbouncer", "postgres", "redis"}
    assert all("healthcheck" in service for service in compose["services"].values())
    assert yaml.safe_load((home / ".gitlab-ci.yml").read_text("utf-8"))["schemagen"]["script"]
    schemas = json.loads((home / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]
    assert all((home / name).is_file() for name in schemas)


def test_projects_live_beside_each_other(home: Path) -> None:
    shop = run("new", "shop", "--root", str(home))
    assert shop.exit_code == 0, shop.exception
    made = len(list((home / "generated/shop").iterdir()))
    assert shop.stdout.splitlines()[:3] == [
        "new  specs/shop.yaml",
        "new  tests/test_shop_database.py",
        f"new  generated/shop/ ({made} files)",
    ]
    dojo = run("new", "council", "--like", "trust", "--root", str(home))
    assert dojo.exit_code == 0, dojo.exception
    checked = run("build", "--check", "--root", str(home))
    assert (checked.exit_code, checked.stdout) == (0, "2 projects up to date\n")
    assert run("lint", "--root", str(home)).exit_code == 0
    sql = (home / "generated/council/schema.sql").read_text("utf-8")
    assert set(re.findall(r"CREATE ROLE (\w+?)_", sql)) == {"council"}
    assert run("prove", "shop", "--proof", "rollback", "--root", str(home)).exit_code == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("Shop",), '"Shop" cannot be the name of a project'),
        (("shop", "--like", "gim"), 'there is no project "gim" to begin like'),
        ((), "which project?"),
    ],
)
def test_what_cannot_be_added(home: Path, words: tuple[str, ...], message: str) -> None:
    before = files(home)
    error = run("new", *words, "--root", str(home)).exception
    assert isinstance(error, SettingsError)
    assert error.message == message
    assert files(home) == before


def test_nothing_is_left_where_the_first_migration_cannot_be_tried(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(home)
    monkeypatch.setattr("schemagen.sandbox.server._SETTINGS", {"shared_buffers": "many"})
    assert isinstance(run("new", "shop", "--root", str(home)).exception, SandboxError)
    assert {name for name in files(home) if not name.startswith(".schemagen/")} == set(before)


@pytest.mark.majors(18)
def test_a_project_is_begun_from_a_database(
    home: Path, database: str, psql: Callable[[str, str], str]
) -> None:
    made = "CREATE TABLE parcels (id integer PRIMARY KEY)"
    psql(database, ";\n".join([*TABLES, ARCHIVED, made]))
    done = run("new", "post", "--from-db", database, "--root", str(home))
    assert done.exit_code == 0, done.exception
    assert "new  specs/post.yaml" in done.stdout.splitlines()
    assert "proven equal: the spec makes what was read" in done.stdout
    script = (home / "generated/post/schema.sql").read_text("utf-8")
    assert "CREATE TABLE public.parcels" in script
    # What schemagen keeps there for itself is nobody's.
    assert not re.search("schemagen(_archive_|[.]migration)", script)
    assert "no finding" in run("lint", "--url", database).stdout
