"""What is shown to other linters, and how their findings are told from what is right here.

The linters themselves come from the package index and run with `make peers`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.peers.__main__ import REASONS, ROOT, projects
from tests.peers.finding import Finding, Reason, read_reasons, sift
from tests.peers.scripts import as_run, write_all


def test_a_finding_without_a_reason_is_left_and_a_reason_without_a_finding_is_told() -> None:
    known = Finding("squawk", "ban-drop-table", "gym/migrations/gym/1/down.sql", "DROP TABLE a")
    new = Finding("squawk", "ban-drop-table", "gym/migrations/gym/1/up.sql", "DROP TABLE a")
    used = Reason("squawk", "ban-drop-table", ("*/down.sql",), "It takes back what came.")
    of_another = Reason("pgrls", "ban-drop-table", ("*",), "Nothing has this name there.")
    assert sift([known, new], [used, of_another]) == ([new], [of_another])


def test_every_finding_that_may_stay_says_why() -> None:
    assert all(len(each.reason.split()) > 3 and each.where for each in read_reasons(REASONS))


def test_an_empty_reason_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "reasons.yaml"
    file.write_text('squawk: {ban-drop-table: [{where: ["*"], reason: " "}]}', encoding="utf-8")
    with pytest.raises(ValueError, match="no reason is given"):
        read_reasons(file)


def test_transactions_are_those_of_the_runner() -> None:
    text = "CREATE TABLE a ();\n\n-- schemagen: no transaction\nDROP INDEX CONCURRENTLY b;\n"
    assert as_run(text, "up.sql").splitlines()[1:] == [
        "BEGIN;",
        "CREATE TABLE a ();",
        "COMMIT;",
        "DROP INDEX CONCURRENTLY b;",
    ]


@pytest.mark.parametrize("project", projects())
def test_all_migrations_of_a_project_are_shown(project: str, tmp_path: Path) -> None:
    files = write_all(ROOT, project, tmp_path)
    migrations = [file for file in files if file.parts[0] == "migrations"]
    assert len(migrations) == 2 * len(list((ROOT / "migrations" / project).iterdir()))
    assert all((tmp_path / file).stat().st_size for file in files)
