"""A database that was there before its migrations."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemagen.app.baseline import baseline
from schemagen.app.migrating import Options, status, up
from schemagen.errors import MigrationError
from tests.app.migrations import FIRST, SECOND, run, write_migration
from tests.app.repository import edit

pytestmark = [pytest.mark.majors(16), pytest.mark.usefixtures("made")]
TABLE = (
    "CREATE TABLE products (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL)"
)


def applied(repository: Path, database: str) -> list[str]:
    """Return the ids of what a database has of the shop's migrations."""
    found = status(repository, "shop", database).entries
    return [entry.id for entry in found if entry.record is not None]


def test_what_a_database_has_is_noted_and_not_run(repository: Path, database: str) -> None:
    run(database, TABLE)
    run(database, "ALTER TABLE products ADD sku text")
    done = baseline(repository, "shop", database)
    assert (done.migrations, done.differences) == ((FIRST, SECOND), ())
    assert status(repository, "shop", database).settled
    assert run(database, "SELECT direction FROM schemagen.run") == [("baseline",), ("baseline",)]


def test_a_database_that_is_behind_gets_the_rest_from_up(repository: Path, database: str) -> None:
    run(database, TABLE)
    assert baseline(repository, "shop", database, to=FIRST).migrations == (FIRST,)
    assert [each.id for each in up(repository, "shop", database, Options())] == [SECOND]
    assert status(repository, "shop", database).settled


def test_what_is_different_is_said_and_nothing_is_noted(repository: Path, database: str) -> None:
    run(database, TABLE)
    run(database, "ALTER TABLE products ADD price integer")
    run(database, "ALTER TABLE products ALTER name DROP NOT NULL")
    done = baseline(repository, "shop", database)
    assert [line for line in done.differences if "column" in line] == list(done.differences)
    assert {line[0] for line in done.differences} == {"+", "-", "~"}
    assert applied(repository, database) == []


@pytest.mark.majors(18)
def test_names_that_the_spec_leaves_to_the_database_are_no_difference(
    repository: Path, database: str
) -> None:
    """A column that is renamed leaves its not-null constraint the name that it has."""
    edit(
        repository / "specs/shop.yaml",
        "name: text not null",
        "title: {type: text not null, was: name}",
    )
    assert write_migration(repository, "title", minute=32)
    run(database, TABLE.replace("name", "title"))
    run(database, "ALTER TABLE products ADD sku text")
    done = baseline(repository, "shop", database)
    assert (len(done.migrations), done.differences) == (3, ())


def test_a_dry_run_compares_and_notes_nothing(repository: Path, database: str) -> None:
    run(database, TABLE)
    done = baseline(repository, "shop", database, to=FIRST, dry_run=True)
    assert (done.migrations, done.differences) == ((FIRST,), ())
    assert applied(repository, database) == []


def test_files_that_nobody_proved_are_no_baseline(repository: Path, database: str) -> None:
    path = repository / f"migrations/shop/{SECOND}/up.sql"
    path.write_text(path.read_text() + "SELECT 1;\n")
    run(database, TABLE)
    with pytest.raises(MigrationError, match=f"{SECOND}: up.sql"):
        baseline(repository, "shop", database)
