"""`schemagen lint` as a person, a program or a code review service meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from schemagen.cli import app
from schemagen.errors import SettingsError
from schemagen.lint.rule import Rule
from schemagen.lint.rules import ALL
from tests.app.repository import edit


@pytest.fixture
def shop(repository: Path) -> Path:
    """A project with one thing to find, and one that has its reason."""
    spec = repository / "specs/shop.yaml"
    edit(spec, "name: text", "until: timestamp\n      name: varchar(255)")
    edit(spec, "tables:", "lint: {varchar-length: The labels are that wide.}\ntables:")
    return repository


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(app(), ["lint", *words, "--root", str(root)])


def test_findings_are_shown_at_their_lines_and_fail_the_command(shop: Path) -> None:
    done = run(shop, "shop")
    assert done.exit_code == 3
    assert "specs/shop.yaml:8:7: warning:" in done.stdout
    assert "[timestamp-without-time-zone]" in done.stdout
    assert "    8 |       until: timestamp\n" in done.stdout
    assert "1 finding in 1 project, 1 suppressed with a reason" in done.stdout
    assert "schemagen lint --explain timestamp-without-time-zone" in done.stdout


def test_without_a_finding_all_is_well(repository: Path) -> None:
    done = run(repository)
    assert done.exit_code == 0
    assert done.stdout == "no findings in 2 projects\n"


@pytest.mark.parametrize("words", [("--format", "json"), ("--json",)])
def test_a_program_gets_findings_and_reasons(shop: Path, words: tuple[str, ...]) -> None:
    done = run(shop, "shop", *words)
    report = json.loads(done.stdout)
    assert done.exit_code == 3
    [finding], [suppressed] = report["findings"], report["suppressed"]
    assert finding["rule"] == "timestamp-without-time-zone"
    assert (finding["file"], finding["line"], finding["column"]) == ("specs/shop.yaml", 8, 7)
    assert finding["object"] == "column public.products.until"
    assert suppressed["reason"] == "The labels are that wide."


def test_a_code_review_service_gets_sarif(shop: Path) -> None:
    log = json.loads(run(shop, "shop", "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    [made] = log["runs"]
    found, suppressed = made["results"]
    region = found["locations"][0]["physicalLocation"]
    assert region["artifactLocation"]["uri"] == "specs/shop.yaml"
    assert region["region"] == {"startLine": 8, "startColumn": 7}
    assert "suppressions" not in found
    [reason] = suppressed["suppressions"]
    assert reason == {"kind": "inSource", "justification": "The labels are that wide."}
    known = {rule["id"] for rule in made["tool"]["driver"]["rules"]}
    assert {found["ruleId"], suppressed["ruleId"]} <= known


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_a_rule_is_explained_with_its_examples(rule: Rule, repository: Path) -> None:
    done = run(repository, "--explain", rule.code)
    assert done.exit_code == 0
    assert rule.why in done.stdout
    for line in (*rule.bad.splitlines(), *rule.good.splitlines()):
        assert f"    {line}\n" in done.stdout


def test_a_rule_that_is_not_there_is_named_with_the_nearest(repository: Path) -> None:
    done = run(repository, "--explain", "serial-colum")
    assert isinstance(done.exception, SettingsError)
    assert "serial-column" in done.exception.hint
