"""What a shell offers when somebody presses the tab key."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from schemagen.cli import app


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("schemagen mi", ["migrate"]),
        ("schemagen migrate re", ["rebase", "repair"]),
        ("schemagen diff --format m", ["markdown"]),
        ("schemagen build s", ["shop"]),
        ("schemagen migrate up d", ["depot"]),
        ("schemagen nonsense x", []),
    ],
)
def test_a_shell_offers(
    typed: str, offered: list[str], repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    assert complete(typed) == offered


def test_outside_of_a_repository_no_project_is_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert complete("schemagen build s") == []


def complete(typed: str) -> list[str]:
    told = {
        "_SCHEMAGEN_COMPLETE": "complete_bash",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(typed.split(" ")) - 1),
    }
    result = CliRunner().invoke(app(), [], env=told, prog_name="schemagen")
    assert result.exit_code == 0
    return result.stdout.split()
