"""Migrations that a person edited or wrote."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from schemagen.app.checking import check
from schemagen.app.empty_migration import new_empty
from schemagen.app.migrating import Options, down, status, up
from schemagen.app.new_migration import new_migration
from schemagen.errors import ApplyError, MigrationError, SettingsError
from schemagen.migrate.step import Direction
from tests.app.migrations import NOW, SECOND, run

pytestmark = [pytest.mark.majors(16), pytest.mark.usefixtures("made")]
INDEX = "CREATE INDEX products_sku_idx ON products (sku)"


def append(repository: Path, file: str, text: str) -> None:
    path = repository / f"migrations/shop/{SECOND}/{file}"
    path.write_text(path.read_text() + text)


def plan_of(repository: Path, key: str = SECOND) -> dict[str, Any]:
    plan: dict[str, Any] = json.loads((repository / f"migrations/shop/{key}/plan.json").read_text())
    return plan


def with_index(repository: Path) -> None:
    """Edit the second migration as a person does: an index of one's own, and its way back."""
    append(repository, "up.sql", f"\n-- schemagen: new transaction\n{INDEX};\n")
    path = repository / f"migrations/shop/{SECOND}/down.sql"
    path.write_text("DROP INDEX products_sku_idx;\n" + path.read_text())


@pytest.mark.parametrize(
    "command",
    [
        lambda root, url: up(root, "shop", url, Options()),
        lambda root, _: new_migration(root, "shop", major=16),
        lambda root, _: new_empty(root, "shop", "more"),
    ],
    ids=["up", "new", "new --empty"],
)
def test_what_was_edited_has_to_be_proven_first(
    repository: Path, database: str, command: Callable[[Path, str], Any]
) -> None:
    append(repository, "up.sql", "SELECT 1;\n")
    with pytest.raises(MigrationError, match=f"{SECOND}: up.sql") as caught:
        command(repository, database)
    assert "schemagen migrate check" in caught.value.hint
    assert [each.unproven for each in status(repository, "shop", database).entries] == [
        (),
        ("up",),
    ]


def test_a_way_back_that_was_edited_is_not_gone(repository: Path, database: str) -> None:
    up(repository, "shop", database, Options())
    append(repository, "down.sql", "SELECT 1;\n")
    assert not status(repository, "shop", database).settled
    with pytest.raises(MigrationError, match=f"{SECOND}: down.sql"):
        down(repository, "shop", database, Options(allow=frozenset({"DELETES_DATA"})))


def test_an_edit_is_proven_and_its_statements_are_read(repository: Path, database: str) -> None:
    before = plan_of(repository)
    with_index(repository)
    done = check(repository, "shop", major=16)
    assert [each.id for each in done.migrations] == [SECOND]
    assert [line for line in done.beyond if line.startswith("-")] == list(done.beyond) != []
    first, own = plan_of(repository)["up"]["statements"]
    assert first == before["up"]["statements"][0]
    assert (own["sql"], own["target"], own["lock"]) == (INDEX, "index products_sku_idx", "SHARE")
    # The lock and the work were seen while it ran on the table that was there before.
    assert {"IS_USER_GENERATED", "ACQUIRES_SHARE_LOCK", "INDEX_BUILD"} == set(own["hazards"])
    up(repository, "shop", database, Options())
    assert status(repository, "shop", database).settled


def test_a_way_back_that_does_not_lead_back_is_refused(repository: Path) -> None:
    append(repository, "up.sql", "CREATE TABLE notes (id integer);\n")
    before = plan_of(repository)
    with pytest.raises(MigrationError, match="does not lead back") as caught:
        check(repository, "shop", major=16)
    assert "- public.notes: table notes" in caught.value.message
    assert plan_of(repository) == before


def test_a_statement_that_is_refused_is_named(repository: Path) -> None:
    append(repository, "up.sql", "ALTER TABLE product ADD price integer;\n")
    with pytest.raises(ApplyError, match='relation "product" does not exist') as caught:
        check(repository, "shop", major=16)
    assert caught.value.statement == "ALTER TABLE product ADD price integer"
    # It was only tried: there is no run of it to go on with.
    assert caught.value.hint == ""


def test_another_layout_changes_nothing_that_is_known(repository: Path) -> None:
    path = repository / f"migrations/shop/{SECOND}/up.sql"
    before = plan_of(repository)
    path.write_text("-- by ticket 12\nALTER TABLE public.products\n  ADD COLUMN sku text;\n")
    assert check(repository, "shop", major=16).migrations[0].handwritten[Direction.UP] == ()
    after = plan_of(repository)
    (known,) = after["up"]["statements"]
    assert known.pop("sql") != before["up"]["statements"][0].pop("sql")
    assert [known] == before["up"]["statements"]
    assert after["up"]["former"] == [before["up"]["checksum"]]


def test_rows_are_changed_in_batches_by_a_migration_of_ones_own(
    repository: Path, database: str
) -> None:
    made = new_empty(repository, "shop", "lower names", now=NOW)
    assert made.id == "20261121093002_lower_names"
    script = made.folder / "up.sql"
    assert check(repository, "shop", major=16).migrations == ()
    script.write_text(
        "-- schemagen: batches of 2\n"
        "UPDATE products SET name = lower(name) WHERE name <> lower(name);\n"
    )
    check(repository, "shop", major=16)
    plan = plan_of(repository, made.id)
    assert plan["undo"]["grade"] == "data-lossy"
    (own,) = plan["up"]["statements"]
    assert (own["target"], own["lock"]) == ("rows of products", "ROW EXCLUSIVE")
    up(repository, "shop", database, Options(to=SECOND))
    run(database, "INSERT INTO products (name) VALUES ('A'), ('b'), ('C'), ('D')")
    up(repository, "shop", database, Options())
    assert run(database, "SELECT string_agg(name, '' ORDER BY id) FROM products") == [("abcd",)]


def test_without_a_way_back_nobody_goes_back(repository: Path, database: str) -> None:
    made = new_empty(repository, "shop", "drop name", now=NOW)
    (made.folder / "up.sql").write_text("ALTER TABLE products DROP COLUMN name;")
    check(repository, "shop", major=16)
    assert plan_of(repository, made.id)["undo"]["grade"] == "irreversible"
    with pytest.raises(MigrationError, match="DELETES_DATA"):
        up(repository, "shop", database, Options())
    up(repository, "shop", database, Options(allow=frozenset({"DELETES_DATA"})))
    with pytest.raises(MigrationError, match=r"its down\.sql has no statements"):
        down(repository, "shop", database, Options())


def test_a_migration_of_ones_own_needs_a_name(repository: Path) -> None:
    with pytest.raises(SettingsError, match="needs a name"):
        new_empty(repository, "shop", None)


def test_the_second_time_up_runs_in_a_session_of_its_own(repository: Path) -> None:
    """Libraries of extensions keep oids that are others once the extension has come back."""
    append(
        repository,
        "up.sql",
        """
DO $$
BEGIN
    IF current_setting('ours.seen', true) = 'yes' THEN
        RAISE EXCEPTION 'this session has run it before';
    END IF;
    PERFORM set_config('ours.seen', 'yes', false);
END
$$;
""",
    )
    check(repository, "shop")
    assert not plan_of(repository)["down"].get("former")
