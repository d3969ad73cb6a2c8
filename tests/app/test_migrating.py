"""Migrations of a small repository: written, applied and undone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from schemagen.app.migrating import Options, down, status, up
from schemagen.app.new_migration import new_migration
from schemagen.errors import MigrationError
from schemagen.migrate.situation import Standing
from tests.app.migrations import FIRST, SECOND
from tests.app.repository import edit

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.majors(16)


@pytest.fixture
def made(written: Path, repository: Path) -> tuple[str, str]:
    """The names of two migrations of the shop: its beginning, and a column."""
    shutil.copytree(written, repository, dirs_exist_ok=True)
    return FIRST, SECOND


def columns(database: str) -> list[str]:
    with psycopg.connect(database) as connection:
        rows = connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass('products')"
            " AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
        ).fetchall()
    return [str(name) for (name,) in rows]


@pytest.mark.usefixtures("made")
def test_a_migration_is_named_after_its_time_and_what_it_does(repository: Path) -> None:
    # The second is a second later, so that the order of their names is that of their making.
    found = sorted(path.name for path in (repository / "migrations/shop").iterdir())
    assert found == ["20261121093000_initial", "20261121093001_add_sku"]


def test_its_files_say_what_happens(made: tuple[str, str], repository: Path) -> None:
    folder = repository / "migrations/shop/20261121093001_add_sku"
    assert "ALTER TABLE public.products ADD COLUMN sku text;" in (folder / "up.sql").read_text()
    assert "ALTER TABLE public.products DROP COLUMN sku;" in (folder / "down.sql").read_text()


def test_without_a_change_there_is_nothing_to_migrate(
    made: tuple[str, str], repository: Path
) -> None:
    assert made
    assert new_migration(repository, "shop", major=16) is None


def test_up_and_down_lead_there_and_back(
    made: tuple[str, str], repository: Path, database: str
) -> None:
    ran = up(repository, "shop", database, Options())
    assert tuple(item.id for item in ran) == made
    assert columns(database) == ["id", "name", "sku"]
    assert status(repository, "shop", database).settled
    down(repository, "shop", database, Options(allow=frozenset({"DELETES_DATA"})))
    assert columns(database) == ["id", "name"]
    down(repository, "shop", database, Options(to="zero", allow=frozenset({"DELETES_DATA"})))
    assert columns(database) == []


def test_up_stops_where_it_is_told_to(
    made: tuple[str, str], repository: Path, database: str
) -> None:
    assert made
    up(repository, "shop", database, Options(to="20261121093000"))
    found = status(repository, "shop", database).entries
    assert [entry.standing for entry in found] == [Standing.APPLIED, Standing.PENDING]


def test_a_dry_run_says_everything_and_does_nothing(
    made: tuple[str, str], repository: Path, database: str
) -> None:
    assert made
    ran = up(repository, "shop", database, Options(dry_run=True))
    assert any("ADD COLUMN sku" in action.sql for item in ran for action in item.statements)
    assert columns(database) == []
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT to_regnamespace('schemagen')").fetchone() == (None,)


def test_what_would_be_lost_needs_a_word(
    made: tuple[str, str], repository: Path, database: str
) -> None:
    assert made
    up(repository, "shop", database, Options())
    with pytest.raises(MigrationError, match="add_sku") as caught:
        down(repository, "shop", database, Options())
    assert caught.value.message.splitlines() == [
        "1 of 1 statement needs your consent, so nothing was run",
        "  20261121093001_add_sku/down.sql: 1 of 1 statement",
        "    DELETES_DATA: all values of public.products.sku are lost",
        "      ALTER TABLE public.products DROP COLUMN sku",
    ]
    assert str(caught.value.hint).endswith("if they are meant, add: --allow DELETES_DATA")
    assert columns(database) == ["id", "name", "sku"]


def _edit_first(folder: Path) -> None:
    path = folder / "20261121093000_initial/up.sql"
    path.write_text(path.read_text() + "SELECT 1;\n")


def _remove_first(folder: Path) -> None:
    shutil.rmtree(folder / "20261121093000_initial")


def _copy_first(folder: Path) -> None:
    shutil.copytree(folder / "20261121093000_initial", folder / "20261121093000_another")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_edit_first, "20261121093000_initial: its up.sql is not the one that was run"),
        (_remove_first, "20261121093000_initial: it was run, and the repository does not have it"),
        (_copy_first, "20261121093000_another: it was not run, and a later one was"),
    ],
)
def test_a_past_that_does_not_fit_is_refused(
    made: tuple[str, str],
    repository: Path,
    database: str,
    change: Callable[[Path], Any],
    said: str,
) -> None:
    assert made
    up(repository, "shop", database, Options())
    change(repository / "migrations/shop")
    with pytest.raises(MigrationError) as caught:
        up(repository, "shop", database, Options())
    assert said in caught.value.message
    assert caught.value.hint


def test_two_branches_that_went_on_from_one_migration_are_told_apart(
    made: tuple[str, str], repository: Path, database: str
) -> None:
    assert made
    folder = repository / "migrations/shop"
    shutil.copytree(folder / "20261121093001_add_sku", folder / "20261121093002_add_price")
    with pytest.raises(
        MigrationError, match="2 migrations follow 20261121093000_initial"
    ) as caught:
        up(repository, "shop", database, Options())
    assert "schemagen migrate rebase shop" in caught.value.hint
    assert "20261121093002_add_price" in caught.value.hint


def test_an_index_on_a_table_that_is_in_use_is_built_beside_it(
    repository: Path, database: str
) -> None:
    spec = repository / "specs/shop.yaml"
    new_migration(repository, "shop", major=16, now=NOW)
    spec.write_text(spec.read_text() + "    indexes: [name]\n")
    made = new_migration(repository, "shop", major=16, now=NOW)
    assert made is not None
    text = (made.folder / "up.sql").read_text()
    assert "-- schemagen: no transaction\n-- Indexes\nCREATE INDEX CONCURRENTLY" in text
    up(repository, "shop", database, Options())
    assert status(repository, "shop", database).settled
    with psycopg.connect(database) as connection:
        query = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'products_name_idx'::regclass"
        assert connection.execute(query).fetchone() == (True,)


def test_what_its_undo_cannot_bring_back_is_said(made: tuple[str, str], repository: Path) -> None:
    plan = json.loads((repository / f"migrations/shop/{made[1]}/plan.json").read_text())
    assert plan["undo"]["grade"] == "exact"
    edit(repository / "specs/shop.yaml", "\n      sku: text", "")
    third = new_migration(repository, "shop", "drop sku", major=16, now=NOW, archive=False)
    assert third is not None
    assert third.grade == "data-lossy"
    assert (
        "-- It is data-lossy:\n-- all values of public.products.sku are lost"
        in (third.folder / "down.sql").read_text()
    )


def test_who_may_not_make_the_history_is_told_where_it_would_be(
    made: tuple[str, str], repository: Path, database: str
) -> None:
    assert made
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE ROLE reader LOGIN")
    url = f"{database}&user=reader"
    with pytest.raises(MigrationError, match="permission denied for database") as caught:
        up(repository, "shop", url, Options())
    assert "the schema `schemagen`" in caught.value.hint
