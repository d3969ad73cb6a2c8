"""Templates of a repository: they win, a build notices them, and mistakes in them are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from schemagen.app.build import build
from schemagen.app.new_migration import new_migration
from schemagen.cli import app
from schemagen.errors import RenderError
from tests.app.repository import write

SCRIPT = "templates/sql/script.sql.jinja"
OURS = '-- {{ source }}, as our lawyers want it.\n{% include "packaged/sql/script.sql.jinja" %}'


def stale(root: Path) -> set[str]:
    return {change.path.name for change in build(root, check=True).changes}


def test_a_template_of_the_repository_wins_and_a_build_notices(repository: Path) -> None:
    build(repository)
    plain = (repository / "generated/shop/schema.sql").read_text()
    write(repository, {SCRIPT: OURS})
    assert stale(repository) == {"schema.sql", "rollback.sql", "rls.sql"}
    build(repository)
    written = (repository / "generated/shop/schema.sql").read_text()
    assert written == f"-- specs/shop.yaml, as our lawyers want it.\n{plain}"
    assert not stale(repository)
    write(repository, {SCRIPT: OURS.replace("lawyers", "auditors")})
    assert stale(repository) == {"schema.sql", "rollback.sql", "rls.sql"}
    (repository / SCRIPT).unlink()
    build(repository)
    assert (repository / "generated/shop/schema.sql").read_text() == plain


def test_migrations_are_written_by_it_as_well(repository: Path) -> None:
    ours = '-- Ask Ann before.\n{% include "packaged/migrations/migration.sql.jinja" %}'
    write(repository, {"templates/migrations/migration.sql.jinja": ours})
    made = new_migration(repository, "shop", "initial")
    assert made is not None
    assert (made.folder / "up.sql").read_text().startswith("-- Ask Ann before.\n")


def test_a_name_that_stands_for_nothing_is_told_with_the_nearest(repository: Path) -> None:
    write(repository, {"templates/sql/skript.sql.jinja": OURS})
    with pytest.raises(RenderError) as caught:
        build(repository)
    assert 'no template "sql/skript.sql.jinja"' in caught.value.message
    assert caught.value.where.endswith("templates/sql/skript.sql.jinja")
    assert caught.value.hint == 'did you mean "sql/script.sql.jinja"?'


def test_what_else_is_in_the_folder_is_nobodys_business(repository: Path) -> None:
    part = '{% include "sql/_motto.jinja" %}{% include "packaged/sql/script.sql.jinja" %}'
    pages = {"templates/shop/index.html": "<p>", "templates/.DS_Store": ""}
    write(repository, {**pages, SCRIPT: part, "templates/sql/_motto.jinja": "-- Ave\n"})
    build(repository)
    assert (repository / "generated/shop/rls.sql").read_text().startswith("-- Ave\n--")


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("-- one\n{{ sauce }}", "'sauce' is undefined", 2),
        ("-- one\n{% if %}", "Expected an expression", 2),
        ("{{ groups.nothing.more() }}", "has no attribute", 1),
        ("{{ 1 / 0 }}", "division by zero", 1),
        ("{{ source.__class__.__mro__ }}", "unsafe", 1),
    ],
)
def test_a_mistake_is_told_with_its_line(repository: Path, text: str, said: str, line: int) -> None:
    write(repository, {SCRIPT: text})
    with pytest.raises(RenderError) as caught:
        build(repository)
    assert said in caught.value.message
    assert caught.value.where.endswith(f"{SCRIPT}:{line}")
    assert not (repository / "generated").exists()


def test_doctor_tells_which_are_overridden(repository: Path) -> None:
    write(repository, {SCRIPT: OURS})
    said = CliRunner().invoke(app(), ["doctor", "--root", str(repository)]).stdout
    assert f"✓ {SCRIPT} is filled instead of the one that comes along" in said
