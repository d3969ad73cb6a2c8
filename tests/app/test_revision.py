"""Comparing specs with what they were in a revision."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from schemagen.app.build import build
from schemagen.app.diff import diff, diff_revision
from schemagen.app.difference import ProjectDiff
from schemagen.app.selection import Selection
from schemagen.catalog.hazard import HazardType
from schemagen.diff.words import describe
from schemagen.errors import SettingsError
from tests.app.repository import SHOP, edit

CLERK = """\
    access: {clerk: {select: all}}
actors:
  clerk: {role: mint_clerk, comment: At the counter.}
"""


def git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def committed(repository: Path) -> Path:
    """A repository under version control, built and committed."""
    build(repository)
    git(repository, "init", "--quiet", "--initial-branch", "main")
    git(repository, "add", "specs", "generated")
    git(repository, "commit", "--quiet", "--message", "first")
    return repository


def words(project: ProjectDiff) -> list[str]:
    return [
        f"{line.mark} {line.text}" for group in describe(project.changes) for line in group.lines
    ]


def test_nothing_is_different_from_what_was_committed(committed: Path) -> None:
    report = diff_revision(committed, (), "HEAD")
    assert not report.different
    assert [project.name for project in report.projects] == ["depot", "shop"]


def test_a_change_since_a_revision_is_told_with_its_statements(committed: Path) -> None:
    edit(committed / "specs/shop.yaml", "name: text", "note: text\n      name: text")
    build(committed)
    git(committed, "commit", "--quiet", "--all", "--message", "second")
    [project] = diff_revision(committed, ["shop"], "HEAD~1").projects
    assert words(project) == ["+ column note text"]
    assert [item.sql for item in project.way.up] == [
        "ALTER TABLE public.products ADD COLUMN note text"
    ]
    assert not diff_revision(committed, ["shop"], "main").different


def test_without_a_snapshot_the_spec_of_then_is_compiled(committed: Path) -> None:
    git(committed, "rm", "--quiet", "--cached", "generated/shop/snapshot.json")
    git(committed, "commit", "--quiet", "--message", "no snapshot")
    edit(committed / "specs/shop.yaml", "name: text", "note: text\n      name: text")
    [project] = diff_revision(committed, ["shop"], "HEAD").projects
    assert words(project) == ["+ column note text"]


def test_a_project_that_was_not_there_is_new(committed: Path) -> None:
    (committed / "specs/mint.yaml").write_text(SHOP.replace("shop", "mint"))
    [project] = diff_revision(committed, ["mint"], "main").projects
    assert not project.built
    assert words(project)[-1].startswith("+ table products (2 columns, ")


def test_who_is_new_gets_into_a_schema_that_is_there_before_the_project(committed: Path) -> None:
    (committed / "specs/mint.yaml").write_text(SHOP.replace("shop", "mint") + CLERK)
    [project] = diff_revision(committed, ["mint"], "main").projects
    assert "~ schema public: grants + USAGE to mint_clerk" in words(project)
    usage = "GRANT USAGE ON SCHEMA public TO mint_clerk"
    [hazards] = [item.hazards for item in project.way.up if item.sql == usage]
    assert [each.type for each in hazards] == [HazardType.AUTHZ_UPDATE]
    back = [item.sql for item in project.way.undo]
    assert "REVOKE USAGE ON SCHEMA public FROM mint_clerk" in back


def test_what_is_said_of_a_role_is_no_difference(committed: Path) -> None:
    spec = committed / "specs/mint.yaml"
    spec.write_text(SHOP.replace("shop", "mint") + CLERK)
    git(committed, "add", "specs")
    git(committed, "commit", "--quiet", "--message", "mint")
    edit(spec, ", comment: At the counter.", "")
    assert not diff_revision(committed, ["mint"], "HEAD").different


def test_an_unknown_revision_is_named(committed: Path) -> None:
    with pytest.raises(SettingsError, match='there is no revision "mian"'):
        diff_revision(committed, (), "mian")


def test_an_option_is_no_revision(committed: Path) -> None:
    with pytest.raises(SettingsError, match="there is no revision"):
        diff_revision(committed, (), "--output=x")


def test_outside_of_version_control_there_are_no_revisions(repository: Path) -> None:
    with pytest.raises(SettingsError, match="this is no Git repository"):
        diff_revision(repository, (), "HEAD")


def test_objects_can_be_left_out_without_a_database_too(repository: Path) -> None:
    build(repository)
    edit(repository / "specs/shop.yaml", "name: text", "note: text\n      name: varchar")
    selection = Selection(exclude=("public.products.note",))
    [project] = diff(repository, ["shop"], selection=selection).projects
    assert words(project) == ["~ column name: type text → character varying"]
    assert len(project.way.up) == 1
