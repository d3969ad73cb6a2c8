"""The migrations of the five projects lead to their specs, on every version that is here."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from schemagen.app.new_migration import new_migration
from schemagen.migrate.files import read_migrations
from schemagen.sandbox import Server
from tests.specs import project_named, skip_on_older

REPOSITORY = Path(__file__).parents[2]
# A variant is what its project is, but for what tests of its own are about.
PROJECTS = sorted(
    path.stem
    for path in (REPOSITORY / "specs").glob("*.yaml")
    if "\noverlay:" not in path.read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with the same specs and migrations, where nothing can be spoilt."""
    folder = tmp_path_factory.mktemp("repository")
    for name in ("specs", "migrations"):
        shutil.copytree(REPOSITORY / name, folder / name)
    return folder


@pytest.mark.majors(14, 16, 18)
@pytest.mark.parametrize("project", PROJECTS)
def test_the_migrations_lead_to_the_spec(copy: Path, project: str, server: Server) -> None:
    skip_on_older(server.major, project_named(project))
    before = read_migrations(copy / "migrations" / project)
    assert len(before) >= 4
    assert new_migration(copy, project, "unexpected", major=server.major) is None
    assert read_migrations(copy / "migrations" / project) == before
