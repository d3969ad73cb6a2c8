"""Migrations of two branches that met."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from schemagen.app.migrating import Options, down, status, up
from schemagen.app.new_migration import new_migration
from schemagen.app.rebasing import Rebased, rebase
from schemagen.errors import MigrationError
from tests.app.migrations import FIRST, NOW, SECOND, add_column, run, write_migration
from tests.app.repository import edit

pytestmark = [pytest.mark.majors(16), pytest.mark.usefixtures("made")]
OTHER = "20261121094000_theirs"
MOVED = "20261121100000_theirs"

NAME = "name: text not null"

Branch = Callable[..., None]


@pytest.fixture
def branch(repository: Path) -> Branch:
    """Write a migration as another branch does that does not have the second one.

    The spec says afterwards what both branches say, as after a merge.
    """

    def write(change: Callable[[], None], after: str = NAME) -> None:
        aside = repository / "aside"
        folder = repository / f"migrations/shop/{SECOND}"
        edit(repository / "specs/shop.yaml", "\n      sku: text", "")
        shutil.move(folder, aside)
        change()
        write_migration(repository, "theirs", 40)
        shutil.move(aside, folder)
        if "sku: text" not in (repository / "specs/shop.yaml").read_text():
            edit(repository / "specs/shop.yaml", after, f"{after}\n      sku: text")

    return write


def rebased(repository: Path, name: str | None = None, url: str | None = None) -> Rebased:
    done = rebase(repository, "shop", name, url, major=16, now=NOW.replace(hour=10, minute=0))
    assert done is not None
    return done


def runs(repository: Path, database: str) -> bool:
    """Tell whether all migrations run."""
    up(repository, "shop", database, Options(allow=frozenset({"DELETES_DATA"})))
    return status(repository, "shop", database).settled


def test_a_fork_is_told_with_what_to_do(repository: Path, branch: Branch, database: str) -> None:
    branch(lambda: add_column(repository, "price: integer"))
    found = status(repository, "shop", database)
    assert not found.settled
    with pytest.raises(MigrationError, match=f"2 migrations follow {FIRST}") as caught:
        up(repository, "shop", database, Options())
    assert f"schemagen migrate rebase shop {OTHER}" in caught.value.hint
    assert found.problem is not None
    assert found.problem.message == caught.value.message


def test_what_still_runs_keeps_its_statements(
    repository: Path, branch: Branch, database: str
) -> None:
    branch(lambda: add_column(repository, "price: integer"))
    before = (repository / f"migrations/shop/{OTHER}/up.sql").read_text()
    done = rebased(repository)
    assert (done.follows, done.removed, done.written, done.kept, done.beyond) == (
        SECOND,
        (OTHER,),
        (MOVED,),
        True,
        (),
    )
    after = (repository / f"migrations/shop/{MOVED}/up.sql").read_text()
    assert after == before.replace(OTHER, MOVED)
    assert not (repository / f"migrations/shop/{OTHER}").exists()
    assert runs(repository, database)


def test_what_does_not_run_any_more_is_generated_anew(
    repository: Path, branch: Branch, database: str
) -> None:
    def both() -> None:
        add_column(repository, "sku: text")
        add_column(repository, "price: integer")

    branch(both)
    done = rebased(repository)
    assert (done.written, done.kept) == ((MOVED,), False)
    text = (repository / f"migrations/shop/{MOVED}/up.sql").read_text()
    assert "price" in text
    assert "sku" not in text
    assert new_migration(repository, "shop", major=16) is None
    assert runs(repository, database)


def test_what_both_branches_made_is_made_once(repository: Path, branch: Branch) -> None:
    branch(lambda: add_column(repository, "sku: text"))
    done = rebased(repository)
    assert (done.removed, done.written) == ((OTHER,), ())
    assert not (repository / f"migrations/shop/{OTHER}").exists()


def test_what_a_person_wrote_moves_along(repository: Path, branch: Branch, database: str) -> None:
    branch(lambda: add_column(repository, "price: integer"))
    path = repository / f"migrations/shop/{OTHER}/up.sql"
    path.write_text(path.read_text() + "UPDATE products SET price = 1;\n")
    assert rebased(repository).kept
    up(repository, "shop", database, Options())
    assert run(database, "SELECT count(*) FROM products WHERE price = 1") == [(0,)]
    assert "SET price = 1" in (repository / f"migrations/shop/{MOVED}/up.sql").read_text()


def test_what_a_person_wrote_is_not_thrown_away(repository: Path, branch: Branch) -> None:
    branch(lambda: add_column(repository, "sku: text"))
    path = repository / f"migrations/shop/{OTHER}/up.sql"
    path.write_text(path.read_text() + "UPDATE products SET sku = name;\n")
    with pytest.raises(MigrationError, match='column "sku" of relation') as caught:
        rebased(repository)
    assert "statements that a person wrote" in caught.value.hint
    assert path.exists()


def test_what_is_applied_does_not_move_and_the_other_does(
    repository: Path, branch: Branch, database: str
) -> None:
    branch(lambda: add_column(repository, "price: integer"))
    shutil.move(repository / f"migrations/shop/{SECOND}", repository / "aside")
    up(repository, "shop", database, Options())
    shutil.move(repository / "aside", repository / f"migrations/shop/{SECOND}")
    with pytest.raises(MigrationError, match="has it already"):
        rebased(repository, url=database)
    done = rebased(repository, SECOND, database)
    assert (done.follows, done.written) == (OTHER, ("20261121100000_add_sku",))
    assert runs(repository, database)


def test_what_it_keeps_for_its_way_back_has_its_new_name(
    repository: Path, branch: Branch, database: str
) -> None:
    title = "title: text not null default ''"
    branch(lambda: edit(repository / "specs/shop.yaml", NAME, title), title)
    assert rebased(repository).kept
    plan = json.loads((repository / f"migrations/shop/{MOVED}/plan.json").read_text())
    assert list(plan["archives"]) == ["schemagen_archive_20261121100000_public"]
    hazards = [set(each.get("hazards", ())) for each in plan["up"]["statements"]]
    assert not any("IS_USER_GENERATED" in each for each in hazards)
    up(repository, "shop", database, Options(to=SECOND))
    run(database, "INSERT INTO products (name) VALUES ('a')")
    assert runs(repository, database)
    down(repository, "shop", database, Options(allow=frozenset({"DELETES_DATA"})))
    assert run(database, "SELECT name FROM products") == [("a",)]


def test_a_line_moves_as_a_whole(repository: Path, branch: Branch, database: str) -> None:
    def two() -> None:
        add_column(repository, "price: integer")
        write_migration(repository, "price", 35)
        add_column(repository, "weight: integer")

    branch(two)
    done = rebased(repository)
    assert done.written == ("20261121100000_price", "20261121100001_theirs")
    assert runs(repository, database)


def test_what_followed_one_that_moved_since_follows_the_last(
    repository: Path, branch: Branch
) -> None:
    branch(lambda: add_column(repository, "price: integer"))
    edit(repository / f"migrations/shop/{OTHER}/plan.json", FIRST, "20261121093500_moved")
    with pytest.raises(MigrationError, match="follows 20261121093500_moved") as caught:
        new_migration(repository, "shop", major=16)
    assert f"schemagen migrate rebase shop {OTHER}" in caught.value.hint
    done = rebased(repository)
    assert (done.follows, done.written, done.kept) == (SECOND, (MOVED,), True)


def test_without_a_fork_there_is_nothing_to_do(repository: Path) -> None:
    assert rebase(repository, "shop") is None
