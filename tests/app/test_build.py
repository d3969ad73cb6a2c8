"""Building: what is written, what is removed, what is left alone, and that it is all or nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from schemagen.app.build import BuildReport, build
from schemagen.app.files import Status
from schemagen.errors import RenderError, SettingsError, SpecError
from tests.app.repository import SHOP, edit, tree, write

REPOSITORY = Path(__file__).parents[2]


def statuses(report: BuildReport) -> dict[str, Status]:
    return {item.path.relative_to(report.root).as_posix(): item.status for item in report.changes}


def test_a_first_build_writes_every_output_of_every_project(repository: Path) -> None:
    report = build(repository)
    assert set(statuses(report).values()) == {Status.NEW}
    written = set(tree(repository / "generated"))
    assert {"shop/schema.sql", "shop/snapshot.json", "depot/schema.sql"} <= written
    assert len(written) == len(report.changes)


def test_a_second_build_changes_nothing(repository: Path) -> None:
    build(repository)
    before = {path: path.stat().st_mtime_ns for path in (repository / "generated").rglob("*")}
    assert build(repository).changes == ()
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_a_changed_spec_changes_the_files_of_its_project_alone(repository: Path) -> None:
    build(repository)
    edit(repository / "specs/shop.yaml", "name: text", "title: text")
    changed = statuses(build(repository))
    assert changed["generated/shop/schema.sql"] is Status.CHANGED
    assert not [name for name in changed if "/depot/" in name]
    assert b"title text" in (repository / "generated/shop/schema.sql").read_bytes()


def test_lines_that_come_and_go_are_counted(repository: Path) -> None:
    build(repository)
    edit(repository / "specs/shop.yaml", "name: text not null", "name: text\n      sku: text")
    [schema] = [item for item in build(repository).changes if item.path.name == "schema.sql"]
    assert schema.lines == (2, 1)


def test_only_the_named_projects_are_built(repository: Path) -> None:
    build(repository, ["shop"])
    assert {name.partition("/")[0] for name in tree(repository / "generated")} == {"shop"}


def test_specs_that_begin_with_an_underscore_are_no_projects(repository: Path) -> None:
    write(repository, {"specs/_common.yaml": "enums: {mood: [good]}\n"})
    edit(repository / "specs/shop.yaml", "tables:", "include: [_common.yaml]\ntables:")
    build(repository)
    assert not (repository / "generated/_common").exists()
    assert b"mood" in (repository / "generated/shop/schema.sql").read_bytes()


def test_a_change_of_an_included_file_is_noticed(repository: Path) -> None:
    write(repository, {"specs/_common.yaml": "enums: {mood: [good]}\n"})
    edit(repository / "specs/shop.yaml", "tables:", "include: [_common.yaml]\ntables:")
    build(repository)
    edit(repository / "specs/_common.yaml", "good", "splendid")
    build(repository)
    assert b"splendid" in (repository / "generated/shop/schema.sql").read_bytes()


def test_a_change_of_a_body_file_is_noticed(repository: Path) -> None:
    write(
        repository,
        {
            "specs/shop/one.sql": "SELECT 1\n",
            "specs/shop.yaml": SHOP + "functions:\n  one:\n    returns: integer\n"
            "    language: sql\n    body_file: shop/one.sql\n",
        },
    )
    build(repository)
    edit(repository / "specs/shop/one.sql", "SELECT 1", "SELECT 42")
    build(repository)
    assert b"SELECT 42" in (repository / "generated/shop/schema.sql").read_bytes()


def test_a_mistake_in_one_spec_keeps_all_projects_as_they_were(repository: Path) -> None:
    build(repository)
    edit(repository / "specs/depot.yaml", "name: text", "title: text")
    edit(repository / "specs/shop.yaml", "tables:", "tabels:")
    before = tree(repository)
    with pytest.raises(SpecError):
        build(repository)
    assert tree(repository) == before


def test_mistakes_of_all_projects_are_shown_together(repository: Path) -> None:
    edit(repository / "specs/depot.yaml", "tables:", "tabels:")
    edit(repository / "specs/shop.yaml", "tables:", "tabels:")
    with pytest.raises(SpecError) as caught:
        build(repository)
    assert {item.place.file for item in caught.value.problems} == {
        "specs/depot.yaml",
        "specs/shop.yaml",
    }


def test_a_file_that_cannot_be_written_keeps_everything_as_it_was(repository: Path) -> None:
    build(repository)
    edit(repository / "specs/depot.yaml", "name: text", "title: text")
    edit(repository / "specs/shop.yaml", "name: text", "title: text")
    in_the_way = repository / "generated/shop/schema.sql"
    in_the_way.unlink()
    in_the_way.mkdir()
    before = tree(repository)
    with pytest.raises(RenderError, match="cannot be"):
        build(repository)
    assert tree(repository) == before


def test_a_failure_between_two_files_puts_the_first_back(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(repository)
    edit(repository / "specs/depot.yaml", "name: text", "title: text")
    edit(repository / "specs/shop.yaml", "name: text", "title: text")
    before = tree(repository)
    replace, seen = Path.replace, []

    def fail_at_the_third(self: Path, target: Path) -> Path:
        if target.is_relative_to(repository / "generated"):
            seen.append(target)
            if len(seen) == 3:
                raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail_at_the_third)
    with pytest.raises(RenderError, match="no space left on device"):
        build(repository)
    assert len(seen) == 3
    assert tree(repository) == before


def test_a_failed_first_build_leaves_no_folder(repository: Path) -> None:
    (repository / "generated").write_text("in the way")
    with pytest.raises(RenderError):
        build(repository)
    assert sorted(path.name for path in repository.iterdir()) == ["generated", "specs"]


def test_what_is_no_longer_made_is_removed(repository: Path) -> None:
    build(repository)
    old = repository / "generated/shop/types.ts"
    old.write_text("// Made by schemagen from specs/shop.yaml. Do not edit.\n")
    assert statuses(build(repository)) == {"generated/shop/types.ts": Status.REMOVED}
    assert not old.exists()


def test_a_project_can_be_without_an_output_and_ask_for_another(repository: Path) -> None:
    build(repository, ["shop"])
    write(repository, {"specs/shop.yaml": SHOP + "targets: {tables: false, drizzle: true}\n"})
    changed = statuses(build(repository, ["shop"]))
    assert changed.pop("generated/shop/tables.py") is Status.REMOVED
    assert changed.pop("generated/shop/schema.ts") is Status.NEW
    assert not changed.keys() - {"generated/shop/snapshot.json"}


def test_what_others_made_stays_and_is_named(repository: Path) -> None:
    build(repository)
    notes = repository / "generated/shop/notes.md"
    notes.write_text("Ours.\n")
    report = build(repository)
    assert notes.read_text() == "Ours.\n"
    assert [path for item in report.projects for path in item.foreign] == [notes]


def test_migrations_are_never_touched(repository: Path) -> None:
    build(repository)
    migration = repository / "generated/shop/migrations/20260101000000_first/up.sql"
    write(
        repository,
        {
            str(migration.relative_to(repository)): "-- Made by schemagen from "
            "specs/shop.yaml. Do not edit.\n"
        },
    )
    report = build(repository)
    assert migration.exists()
    assert report.changes == ()
    assert [item.foreign for item in report.projects] == [(), ()]


def test_the_files_of_a_spec_that_is_gone_are_removed(repository: Path) -> None:
    build(repository)
    write(repository, {"generated/depot/notes.md": "Ours.\n", "generated/other/x": "Theirs.\n"})
    (repository / "specs/depot.yaml").unlink()
    build(repository, ["shop"])
    assert (repository / "generated/depot/schema.sql").exists()
    build(repository)
    assert [name for name in tree(repository / "generated") if "shop" not in name] == [
        "depot/notes.md",
        "other/x",
    ]


def test_a_folder_that_becomes_empty_goes(repository: Path) -> None:
    build(repository)
    (repository / "specs/depot.yaml").unlink()
    build(repository)
    assert not (repository / "generated/depot").exists()


def test_check_writes_nothing(repository: Path) -> None:
    files = sorted(repository.rglob("*"))
    report = build(repository, check=True)
    assert set(statuses(report).values()) == {Status.NEW}
    assert sorted(repository.rglob("*")) == files


def test_a_generated_file_that_was_edited_is_made_anew(repository: Path) -> None:
    build(repository)
    schema = repository / "generated/shop/schema.sql"
    right = schema.read_bytes()
    schema.write_text("-- mine now\n")
    assert statuses(build(repository, check=True)) == {"generated/shop/schema.sql": Status.CHANGED}
    build(repository)
    assert schema.read_bytes() == right


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"check": "0", "content": {}}', b"\xff\xfe", None]
)
def test_a_damaged_memory_of_the_last_build_changes_nothing(
    repository: Path, content: bytes | None
) -> None:
    build(repository)
    before = tree(repository)
    for path in (repository / ".schemagen/cache").iterdir():
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
    assert build(repository).changes == ()
    assert tree(repository) == before


def test_a_forged_memory_of_the_last_build_is_not_believed(repository: Path) -> None:
    build(repository)
    schema = repository / "generated/shop/schema.sql"
    right = schema.read_bytes()
    schema.write_bytes(b"-- forged\n")
    stamp = repository / ".schemagen/cache/shop.json"
    stored = json.loads(stamp.read_text())
    stored["content"]["outputs"]["schema.sql"] = hashlib.sha256(b"-- forged\n").hexdigest()
    stamp.write_text(json.dumps(stored))
    build(repository)
    assert schema.read_bytes() == right


def test_an_unchanged_build_loads_nothing_that_compiles(repository: Path) -> None:
    build(repository)
    code = (
        "import sys; from pathlib import Path; from schemagen.app.build import build;"
        "report = build(Path(sys.argv[1])); assert not report.changes;"
        "print(sorted({'pydantic', 'sqlglot', 'jinja2', 'yaml', 'psycopg'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(repository)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_the_same_specs_give_the_same_bytes_everywhere(tmp_path: Path) -> None:
    trees = []
    for seed, folder in (("1", tmp_path / "one"), ("2", tmp_path / "further/away")):
        shutil.copytree(REPOSITORY / "specs", folder / "specs")
        subprocess.run(
            [sys.executable, "-m", "schemagen", "build", "--root", str(folder)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        )
        trees.append(tree(folder))
    assert {name.partition("/")[0] for name in trees[0]} == {"specs", "generated"}
    assert trees[0] == trees[1]


def test_an_unknown_project_is_refused_with_the_one_that_was_meant(repository: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        build(repository, ["shp"])
    assert caught.value.message == 'there is no project "shp"'
    assert caught.value.hint == 'did you mean "shop"?'
