"""The access matrix as a test file for pgTAP: the same each time, true, and hard to please."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from schemagen.cli import app
from schemagen.prove.pgtap.script import pgtap_file
from tests.conftest import Servers
from tests.pgtap import MISSING, failures, major_with_pgtap
from tests.prove.test_access import NOTES, UNUSED, job_of
from tests.prove.test_access_views import SPEC

WEAKER = (
    "",
    "ALTER POLICY notes_member_select ON notes USING (true)",
    "GRANT UPDATE ON notes TO notes_guest",
    "ALTER VIEW titles SET (security_invoker = false)",
)


def test_the_file_is_the_same_each_time(tmp_path: Path) -> None:
    job_of(tmp_path, UNUSED)
    file = tmp_path / "access.sql"
    words = ["prove", "notes", "--pgtap", str(file), "--postgres", "18", "--root", str(tmp_path)]
    first, second = (CliRunner().invoke(app(), words) for _ in range(2))
    assert (first.exit_code, first.stdout) == (0, f"{file}: new\n")
    assert (second.exit_code, second.stdout) == (0, f"{file}: unchanged\n")
    text = file.read_text(encoding="utf-8")
    assert text.count("\nSELECT ") == int(text.partition("plan(")[2].partition(")")[0]) + 2


def test_a_file_is_about_one_project_with_actors(tmp_path: Path) -> None:
    job_of(tmp_path, NOTES.partition("actors:")[0] + "tables: {}\n")
    words = ["prove", "--pgtap", str(tmp_path / "access.sql"), "--root", str(tmp_path)]
    result = CliRunner().invoke(app(), words)
    assert "has no actors" in str(result.exception)


def test_all_is_ok_until_something_is_weakened(tmp_path: Path, servers: Servers) -> None:
    major = major_with_pgtap(servers)
    if major is None:
        pytest.skip(MISSING)
    job = job_of(tmp_path, SPEC, major)
    as_it_is, policy, grant, view = failures(job, pgtap_file(job), WEAKER)
    assert as_it_is == []
    assert "member with its claims sees" in policy[0]
    assert any("guest: privileges on public.notes" in line for line in grant)
    assert any("public.titles" in line for line in view)
