"""Comparing specs with the snapshots of their last build."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemagen.app.build import build
from schemagen.app.diff import diff
from schemagen.app.difference import ProjectDiff, as_if_large
from schemagen.diff.words import describe
from schemagen.errors import RenderError
from tests.app.repository import SHOP, edit


def words(project: ProjectDiff) -> list[str]:
    return [
        f"{line.mark} {line.text}" for group in describe(project.changes) for line in group.lines
    ]


def test_what_was_built_is_not_different(repository: Path) -> None:
    build(repository)
    assert not diff(repository).different


def test_a_change_is_told_with_the_files_that_it_makes_stale(repository: Path) -> None:
    build(repository)
    edit(repository / "specs/shop.yaml", "name: text not null", "{was: name, type: text}")
    edit(repository / "specs/shop.yaml", "{was", "title: {was")
    [project] = diff(repository, ["shop"]).projects
    assert words(project) == [
        "~ column name renamed to title",
        "~ column title: not null yes → no",
    ]
    assert {"schema.sql", "snapshot.json"} <= {item.path.name for item in project.stale}


def test_statements_for_large_tables_are_asked_for(repository: Path) -> None:
    build(repository)
    edit(repository / "specs/shop.yaml", "name: text not null", "name: text not null unique")
    report = diff(repository, ["shop"])
    plain, online = report.projects[0], as_if_large(report).projects[0]
    assert len(plain.way.up) == 1
    assert [item.transaction for item in online.way.up] == ["none", "shared"]
    assert [undo.grade for undo in online.way.undo_of_each] == ["exact", "exact"]


def test_before_the_first_build_everything_is_new(repository: Path) -> None:
    [project] = diff(repository, ["shop"]).projects
    assert not project.built
    assert any(line.startswith("+ table products") for line in words(project))


def test_a_stale_file_is_a_difference_even_if_the_catalog_is_the_same(repository: Path) -> None:
    build(repository)
    (repository / "generated/shop/schema.sql").write_text("-- mine\n")
    report = diff(repository, ["shop"])
    [project] = report.projects
    assert report.different
    assert project.changes == ()
    assert [item.path.name for item in project.stale] == ["schema.sql"]


def test_a_snapshot_that_cannot_be_read_is_named(repository: Path) -> None:
    build(repository)
    (repository / "generated/shop/snapshot.json").write_text("{")
    with pytest.raises(RenderError, match="this snapshot cannot be read") as caught:
        diff(repository)
    assert caught.value.where == "generated/shop/snapshot.json"


def test_a_large_snapshot_is_compared_as_a_small_one(repository: Path) -> None:
    spec = repository / "specs/shop.yaml"
    table = "  {0}:\n    columns: {{id: bigint primary key, name: text}}\n    indexes: [name]\n"
    spec.write_text(SHOP + "".join(table.format(f"t{number}") for number in range(9)))
    build(repository, ["shop"])
    edit(spec, "  t4:\n    columns: {id: bigint", "  t4:\n    columns: {id: integer")
    edit(spec, table.format("t7"), "")
    [project] = diff(repository, ["shop"]).projects
    assert words(project) == [
        "~ column id: type bigint \u2192 integer",
        "- table t7 (2 columns, 1 primary key, 1 index)",
    ]


def test_what_follows_a_rename_is_no_change_of_its_own(repository: Path) -> None:
    spec = repository / "specs/shop.yaml"
    index = "    indexes: [{{columns: [{0}], name: by_name}}]\n"
    edit(spec, "      name: text not null\n", "      name: text not null\n" + index.format("name"))
    build(repository, ["shop"])
    edit(spec, "name: text not null", "title: {type: text not null, was: name}")
    edit(spec, index.format("name"), index.format("title"))
    [project] = diff(repository, ["shop"]).projects
    assert words(project) == ["~ column name renamed to title"]
