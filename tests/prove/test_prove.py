"""`schemagen prove` as a person meets it, and on the history of a project of this repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from schemagen.cli import app
from schemagen.errors import MigrationError
from schemagen.prove.run import prove
from tests.app.repository import edit
from tests.prove.shop import change_plan

REPOSITORY = Path(__file__).parents[2]


def test_a_verdict_is_printed_for_each_migration_and_findings_fail_the_command(shop: Path) -> None:
    words = ["prove", "shop", "--proof", "locks", "--rows", "3", "--postgres", "18"]
    good = CliRunner().invoke(app(), [*words, "--root", str(shop)])
    assert good.exit_code == 0
    assert good.stdout.splitlines()[0] == "shop: locks (PostgreSQL 18)"
    assert good.stdout.splitlines()[-1] == "6 verdicts, and no finding"

    change_plan(shop, "widen_price", lambda plan: plan["up"]["statements"][1].pop("locks"))
    change_plan(shop, "widen_price", lambda plan: plan["up"]["statements"][1].pop("lock"))
    bad = CliRunner().invoke(app(), [*words, "--json", "--root", str(shop)])
    assert bad.exit_code == 3
    found = [each for each in json.loads(bad.stdout)["verdicts"] if each["findings"]]
    assert [each["artefact"].lstrip("0123456789_") for each in found] == ["widen_price"]


def test_a_project_without_migrations_and_actors_has_nothing_to_prove(repository: Path) -> None:
    result = CliRunner().invoke(app(), ["prove", "--proof", "access", "--root", str(repository)])
    assert result.exit_code == 0
    words = "nothing to prove: the projects have nothing that these proofs are about\n"
    assert result.stdout == words


def test_what_is_no_proof_is_refused_with_a_list_of_those_there_are(repository: Path) -> None:
    result = CliRunner().invoke(app(), ["prove", "--proof", "rollbak", "--root", str(repository)])
    assert str(result.exception) == 'there is no proof "rollbak"'
    known = "there are: rollback, locks, access, mutants, functions, models"
    assert getattr(result.exception, "hint", "") == known


def test_a_migration_that_was_edited_is_not_proven(shop: Path) -> None:
    [script] = (shop / "migrations/shop").glob("*_add_note/up.sql")
    edit(script, "note text", "remark text")
    with pytest.raises(MigrationError, match="add_note"):
        list(prove(shop, major=18))


def test_the_history_of_a_project_is_as_it_was_declared() -> None:
    found = list(prove(REPOSITORY, ["forms"], rows=5, major=18))
    known = {"rollback", "locks", "access", "mutants", "functions", "models"}
    assert {each.proof for each in found} == known
    assert [each.verdict.findings for each in found] == [()] * len(found)
