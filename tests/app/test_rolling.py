"""Two versions of an application beside each other: what the models of each can do is told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from schemagen.app.migrating import Options, down, status, up
from schemagen.app.new_migration import NewMigration, new_migration
from schemagen.app.splitting import split_migration
from schemagen.cli.migrate.new import new as migrate_new
from schemagen.cli.migrate.rolling import print_rolling
from schemagen.cli.printing import Printer
from schemagen.errors import ApplyError, MigrationError
from schemagen.migrate.files import read_migrations
from schemagen.migrate.plan_file import Rolling
from tests.app.migrations import FIRST, NOW, run, write_migration
from tests.app.repository import edit, write

pytestmark = pytest.mark.majors(16)

BEFORE = """\
schemagen: 1
project: shop
tables:
  members:
    columns:
      id: uuid primary key default gen_random_uuid()
      name: text not null
      phone: text
      age: integer not null
      state: mood not null
      wishes: jsonb<Wishes> not null
  visits:
    columns:
      id: bigint generated always as identity primary key
      member: uuid not null references members
enums:
  mood: [glad, sad]
shapes:
  Wishes: {colour: red | blue}
"""


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the first migration of the shop, which is made but once."""
    root = tmp_path_factory.mktemp("rolling")
    write(root, {"specs/shop.yaml": BEFORE})
    write_migration(root, "initial")
    return root


@pytest.fixture(autouse=True)
def first(begun: Path, repository: Path) -> None:
    """Have it in the repository of a test."""
    shutil.copytree(begun, repository, dirs_exist_ok=True)


def rolled(repository: Path, old: str, new: str) -> Rolling:
    """Return what is told of a change of the members."""
    edit(repository / "specs/shop.yaml", old, new)
    made = write_migration(repository, "change")
    assert made is not None
    assert made.rolling is not None
    plan = json.loads((made.folder / "plan.json").read_text())
    assert plan["rolling"]["old_models"] == list(made.rolling.old_models)
    return made.rolling


MEMBERS = "public.members"
ALL = "select, insert and update fail"


@pytest.mark.parametrize(
    ("old", "new", "old_models", "new_models"),
    [
        pytest.param(
            "phone: text",
            "phone: text\n      email: text not null",
            f'{MEMBERS}: insert fails: null value in column "email" violates not-null constraint',
            f'{MEMBERS}: {ALL}: column "email" does not exist',
            id="a column that old models do not fill",
        ),
        pytest.param(
            "      phone: text\n",
            "",
            f'{MEMBERS}: {ALL}: column "phone" does not exist',
            None,
            id="a column that new models leave alone",
        ),
        pytest.param(
            "[glad, sad]",
            "[glad, mad, sad]",
            None,
            f'{MEMBERS}: insert and update fail: invalid input value for enum mood: "mad"',
            id="a label that the old type has not",
        ),
        pytest.param("integer not null", "bigint not null", None, None, id="a wider type"),
    ],
)
def test_what_fails_is_told(
    repository: Path, old: str, new: str, old_models: str | None, new_models: str | None
) -> None:
    told = rolled(repository, old, new)
    assert told.old_models == ((old_models,) if old_models else ())
    assert told.new_models == ((new_models,) if new_models else ())
    assert not told.untried


def test_what_cannot_be_split_is_not_advised_to_be(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = rolled(repository, "phone: text", "telephone: {type: text, was: phone}")
    assert told.whole == (
        f"column {MEMBERS}.telephone: running versions call it phone, and it has one name at a"
        " time",
    )
    print_rolling(told, Printer())
    printed = capsys.readouterr().out
    assert "--split cannot part it:\n    column public.members.telephone" in printed
    assert "instead, add what is new under another name" in printed
    assert "--split writes it in two" not in printed


def split(repository: Path, *edits: tuple[str, str]) -> tuple[NewMigration, ...]:
    """Return the migrations that a change of the members is split into."""
    for old, new in edits:
        edit(repository / "specs/shop.yaml", old, new)
    return split_migration(repository, "shop", "change", major=16, now=NOW)


def test_both_versions_work_between_the_halves_of_a_change(repository: Path) -> None:
    expand, contract = split(
        repository,
        ("phone: text", "email: text not null unique"),
        ("age: integer not null", "age: bigint not null check (age > 0)"),
        ("[glad, sad]", "[glad, mad]"),
        ("visits:", "stays:"),
    )
    assert expand.rolling is not None
    assert expand.rolling.old_models == ()
    assert contract.rolling is not None
    assert contract.rolling.new_models == ()
    # Each half is needed: neither version could do without it.
    assert expand.rolling.new_models
    assert contract.rolling.old_models
    first, second = read_migrations(repository / "migrations/shop")[1:]
    assert (first.id[15:], second.id[15:]) == ("change_expand", "change_contract")
    assert second.plan.follows == first.id
    assert new_migration(repository, "shop", major=16) is None


def test_what_rows_refuse_leaves_nothing_behind(
    repository: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(repository / "specs/shop.yaml", "phone: text", "email: text not null unique")
    edit(
        repository / "specs/shop.yaml",
        "age: integer not null",
        "age: integer not null check (age > 0)",
    )
    migrate_new("shop", "change", postgres=16, split=True, root=repository)
    expand, contract = (each.id for each in read_migrations(repository / "migrations/shop")[1:])
    assert capsys.readouterr().out.splitlines()[-8:] == [
        "in this order:",
        f"  schemagen migrate up shop --to {expand}",
        "  deploy the new version everywhere",
        "  see to the rows: what comes next",
        "    fails if a row of public.members has no email: give it a `backfill:`",
        "    fails if a row of public.members breaks members_age_check",
        "    fails if a row of public.members breaks members_email_key",
        f"  schemagen migrate up shop --to {contract}",
    ]
    old = (
        "INSERT INTO members SELECT gen_random_uuid(), 'a', '1', 1, 'glad', '{\"colour\": \"red\"}'"
    )
    up(repository, "shop", database, Options(to=FIRST))
    run(database, old)
    refusals = (
        ("is_not_null", "UPDATE members SET email = 'x', age = 0"),
        ("age_check", "UPDATE members SET age = 1"),
        ("email_key", "UPDATE members SET email = id::text"),
    )
    for refused, mended in refusals:
        with pytest.raises(ApplyError, match=refused):
            up(repository, "shop", database, Options())
        if refused == "is_not_null":
            run(database, old)
        assert find_standings(repository, database) == ["applied", "applied", "pending"]
        run(database, mended)
    # Back from between the halves, and there again.
    down(repository, "shop", database, Options(allow=frozenset({"DELETES_DATA"})))
    assert find_standings(repository, database) == ["applied", "pending", "pending"]
    with pytest.raises(ApplyError, match="is_not_null"):
        up(repository, "shop", database, Options())
    run(database, "UPDATE members SET email = id::text")
    up(repository, "shop", database, Options())
    down(repository, "shop", database, Options(to=FIRST, allow=frozenset({"DELETES_DATA"})))
    assert run(database, "SELECT phone FROM members") == [("1",), ("1",)]


def find_standings(repository: Path, database: str) -> list[str]:
    return [str(each.standing) for each in status(repository, "shop", database).entries]


def test_what_only_gives_stays_one(repository: Path) -> None:
    (only,) = split(repository, ("phone: text", "phone: text\n      email: text"))
    assert only.id[15:] == "change"


def test_what_cannot_be_split_is_named(repository: Path) -> None:
    with pytest.raises(MigrationError) as caught:
        split(
            repository,
            ("phone: text", "telephone: {type: text, was: phone}"),
            ("age: integer not null", "age: text not null"),
            ("[glad, sad]", "[glad, {label: bad, was: sad}]"),
        )
    assert caught.value.message.splitlines() == [
        "this change cannot be split",
        "  column public.members.telephone: running versions call it phone, and it has one name at"
        " a time",
        "  enum public.mood: running versions write sad, and it becomes bad",
        "  column public.members.age: its type changes from integer to text, and none of them holds"
        " what both versions write",
    ]
    assert [each.name for each in (repository / "migrations/shop").iterdir()] == [FIRST]
