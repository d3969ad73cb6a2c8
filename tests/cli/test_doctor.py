"""`schemagen doctor`: what is there, and what to do about what is not."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner, Result

from schemagen.app.at_database import VARIABLES
from schemagen.cli import app
from schemagen.sandbox import available
from schemagen.sandbox.address import variables_of_libpq


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*VARIABLES, *variables_of_libpq()):
        monkeypatch.delenv(name, raising=False)


def doctor(root: Path, *words: str) -> Result:
    return CliRunner().invoke(app(), ["doctor", "--root", str(root), *words])


def test_what_is_well_and_what_is_stale(repository: Path) -> None:
    CliRunner().invoke(app(), ["build", "--root", str(repository)])
    assert doctor(repository).exit_code == 0
    (repository / "generated/shop/models.py").write_text("")
    result = doctor(repository)
    assert result.exit_code == 3
    assert "  ✗ shop is stale: models.py\n      schemagen build shop\n" in result.stdout
    assert "  ✓ PostgreSQL 18 starts here\n" in result.stdout
    assert "  · none is named\n" in result.stdout


def test_variables_that_speak_of_a_database_are_named(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGPASSWORD", "secret")
    result = doctor(repository)
    assert "  · libpq takes from the environment: PGPASSWORD, PGPORT\n" in result.stdout
    assert "secret" not in result.stdout
    assert "  ✓ PostgreSQL 18 starts here\n" in result.stdout


def test_a_folder_that_should_have_a_server_and_has_none(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCHEMAGEN_POSTGRES", str(repository))
    available.cache_clear()
    result = doctor(repository)
    monkeypatch.undo()
    available.cache_clear()
    assert result.exit_code == 3
    assert f"  ✗ SCHEMAGEN_POSTGRES names {repository}, which has no PostgreSQL" in result.stdout


@pytest.mark.majors(18)
def test_what_a_role_may_not_do(repository: Path, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE ROLE doctors_guest LOGIN")
    url = psycopg.conninfo.make_conninfo(database, user="doctors_guest")
    found = json.loads(doctor(repository, "--json", "--url", url).stdout)["database"]
    assert [(each["health"], each["message"]) for each in found][1:] == [
        ("good", "doctors_guest connects, which is enough for diff and drift"),
        ("note", "doctors_guest may make no schema here"),
        ("note", "doctors_guest may make no roles, as actors are"),
        ("note", "doctors_guest may make no scratch databases"),
    ]


def test_a_database_that_does_not_answer(repository: Path) -> None:
    result = doctor(repository, "--url", "postgresql://ann:secret@127.0.0.1:1/shop")
    assert result.exit_code == 3
    assert "✗ 127.0.0.1:1/shop: no server answers there" in result.stdout
    assert "secret" not in result.stdout
