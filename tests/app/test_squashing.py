"""One migration in the place of several."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from schemagen.app.checking import check
from schemagen.app.empty_migration import new_empty
from schemagen.app.migrating import Options, down, status, up
from schemagen.app.new_migration import new_migration
from schemagen.app.squashing import squash
from schemagen.errors import MigrationError
from schemagen.migrate.situation import Standing
from tests.app.migrations import FIRST, NOW, SECOND, add_column, run, write_migration
from tests.app.repository import edit

pytestmark = [pytest.mark.majors(16), pytest.mark.usefixtures("made")]
ONE = "20261121093001_squashed"
THIRD = "20261121093500_add_price"
LOSING = frozenset({"DELETES_DATA"})


@pytest.fixture
def third(made: None, repository: Path) -> None:
    add_column(repository, "price: integer")
    write_migration(repository, "add price", 35)


def ids(repository: Path) -> list[str]:
    return sorted(path.name for path in (repository / "migrations/shop").iterdir())


def test_one_leads_to_the_same(repository: Path, database: str) -> None:
    done = squash(repository, "shop", major=16)
    assert done is not None
    assert (done.id, done.removed) == (ONE, (FIRST, SECOND))
    assert ids(repository) == [ONE]
    assert new_migration(repository, "shop", major=16) is None
    up(repository, "shop", database, Options())
    assert status(repository, "shop", database).settled
    down(repository, "shop", database, Options(allow=LOSING))
    assert run(database, "SELECT to_regclass('products')") == [(None,)]


@pytest.mark.usefixtures("third")
def test_a_database_that_has_all_goes_on(repository: Path, database: str) -> None:
    up(repository, "shop", database, Options(to=SECOND))
    assert squash(repository, "shop", SECOND, major=16) is not None
    assert ids(repository) == [ONE, THIRD]
    found = status(repository, "shop", database).entries
    assert [(entry.id, entry.standing) for entry in found] == [
        (ONE, Standing.APPLIED),
        (THIRD, Standing.PENDING),
    ]
    assert [each.id for each in up(repository, "shop", database, Options())] == [THIRD]
    noted = run(database, "SELECT id FROM schemagen.migration ORDER BY id")
    assert noted == [(ONE,), (THIRD,)]
    down(repository, "shop", database, Options(to="zero", allow=LOSING))
    assert run(database, "SELECT id FROM schemagen.migration") == []


@pytest.mark.usefixtures("third")
def test_a_database_in_the_middle_is_refused(repository: Path, database: str) -> None:
    up(repository, "shop", database, Options(to=FIRST))
    squash(repository, "shop", SECOND, major=16)
    assert status(repository, "shop", database).entries[0].standing is Standing.PARTLY
    with pytest.raises(MigrationError, match=f"{ONE}: the database has some of") as caught:
        up(repository, "shop", database, Options())
    assert "get the commit before it" in caught.value.hint
    assert run(database, "SELECT id FROM schemagen.migration") == [(FIRST,)]


@pytest.mark.usefixtures("third")
def test_what_was_squashed_twice_is_known_by_all_that_it_was(
    repository: Path, database: str
) -> None:
    up(repository, "shop", database, Options())
    squash(repository, "shop", SECOND, major=16)
    assert squash(repository, "shop", major=16) is not None
    assert status(repository, "shop", database).settled
    up(repository, "shop", database, Options())
    twice = "20261121093500_squashed"
    assert run(database, "SELECT id FROM schemagen.migration") == [(twice,)]


def test_what_was_archived_is_no_part_of_it(repository: Path, database: str) -> None:
    edit(repository / "specs/shop.yaml", "\n      sku: text", "")
    write_migration(repository, "drop sku", 35)
    up(repository, "shop", database, Options(allow=LOSING))
    assert squash(repository, "shop", major=16) is not None
    up(repository, "shop", database, Options())
    assert status(repository, "shop", database).settled
    assert (
        "archive" not in (repository / "migrations/shop/20261121093500_squashed/up.sql").read_text()
    )


def test_rows_are_not_squashed(repository: Path) -> None:
    made = new_empty(repository, "shop", "fill", now=NOW)
    (made.folder / "up.sql").write_text("INSERT INTO products (name) VALUES ('a');")
    (made.folder / "down.sql").write_text("DELETE FROM products;")
    check(repository, "shop", major=16)
    with pytest.raises(MigrationError, match=r"puts rows into public\.products") as caught:
        squash(repository, "shop", major=16)
    assert caught.value.where == made.id
    assert squash(repository, "shop", SECOND, major=16) is not None
    assert ids(repository) == [ONE, made.id]


def test_what_a_person_wrote_and_leaves_no_trace_is_told(repository: Path) -> None:
    made = new_empty(repository, "shop", "lower", now=NOW)
    (made.folder / "up.sql").write_text("UPDATE products SET name = lower(name);")
    check(repository, "shop", major=16)
    done = squash(repository, "shop", major=16)
    assert done is not None
    assert done.gone == ("UPDATE products SET name = lower(name)",)


def test_one_is_not_squashed(repository: Path) -> None:
    shutil.rmtree(repository / f"migrations/shop/{SECOND}")
    assert squash(repository, "shop", major=16) is None
