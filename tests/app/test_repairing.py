"""Histories that do not say what their databases are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from psycopg.errors import UniqueViolation

from schemagen.app.checking import check
from schemagen.app.empty_migration import new_empty
from schemagen.app.migrating import Options, down, status, up
from schemagen.app.repairing import By, Finding, repair
from schemagen.errors import ApplyError, MigrationError
from schemagen.migrate.situation import Standing
from schemagen.migrate.step import Direction
from tests.app.migrations import FIRST, NOW, SECOND, run

pytestmark = [pytest.mark.majors(16), pytest.mark.usefixtures("made")]
LOSING = Options(allow=frozenset({"DELETES_DATA"}))
SAME = "-- by ticket 12\nALTER TABLE public.products\n  ADD COLUMN sku text;\n"
STEPS = """\
ALTER TABLE products ADD price integer;
-- schemagen: new transaction
ALTER TABLE products ADD weight integer;
-- schemagen: new transaction
ALTER TABLE products ADD CONSTRAINT positive CHECK (price > 0);
"""


def found(
    repository: Path, database: str, by: By | None = None, *, dry_run: bool = False
) -> Finding:
    """Repair, and return the one thing that was found."""
    (finding,) = repair(repository, "shop", database, by or By(), dry_run=dry_run).findings
    return finding


def standing(repository: Path, database: str) -> Standing:
    return status(repository, "shop", database).entries[-1].standing


def begin_three_steps(repository: Path, database: str) -> None:
    """Have a migration of three steps fail at its third one."""
    made = new_empty(repository, "shop", "three steps", now=NOW)
    (made.folder / "up.sql").write_text(STEPS)
    (made.folder / "down.sql").write_text(
        "ALTER TABLE products DROP COLUMN weight, DROP COLUMN price;"
    )
    check(repository, "shop", major=16)
    up(repository, "shop", database, Options(to=SECOND))
    # The name that its check is to have is taken.
    run(database, "ALTER TABLE products ADD CONSTRAINT positive CHECK (id > 0)")
    with pytest.raises(ApplyError, match="already exists"):
        up(repository, "shop", database, Options())
    run(database, "ALTER TABLE products DROP CONSTRAINT positive")


def test_there_is_nothing_to_repair_in_what_fits(repository: Path, database: str) -> None:
    up(repository, "shop", database, Options())
    assert repair(repository, "shop", database).findings == ()


def test_a_file_that_was_only_laid_out_anew_is_what_was_run(
    repository: Path, database: str
) -> None:
    up(repository, "shop", database, Options())
    (repository / f"migrations/shop/{SECOND}/up.sql").write_text(SAME)
    assert standing(repository, database) is Standing.EDITED
    assert found(repository, database, dry_run=True).repaired
    assert standing(repository, database) is Standing.EDITED
    # Whether its plan is written anew before or after: other databases have the old checksum.
    check(repository, "shop", major=16)
    assert found(repository, database).what == (
        "has the statements that were run, in another layout"
    )
    assert status(repository, "shop", database).settled


def test_a_file_with_other_statements_is_not(repository: Path, database: str) -> None:
    up(repository, "shop", database, Options())
    (repository / f"migrations/shop/{SECOND}/up.sql").write_text(SAME.replace("text", "varchar"))
    finding = found(repository, database)
    assert not finding.repaired
    assert "other statements than those that were run" in finding.what


def test_what_was_applied_by_hand_is_noted_when_the_database_proves_it(
    repository: Path, database: str
) -> None:
    up(repository, "shop", database, Options(to=FIRST))
    finding = found(repository, database, By(applied=SECOND))
    assert (finding.repaired, finding.differences) == (
        False,
        ("+ public.products: column sku text",),
    )
    assert standing(repository, database) is Standing.PENDING
    run(database, "ALTER TABLE products ADD sku text")
    assert found(repository, database, By(applied=SECOND)).repaired
    assert status(repository, "shop", database).settled


def test_what_was_undone_by_hand_is_taken_out_when_the_database_proves_it(
    repository: Path, database: str
) -> None:
    up(repository, "shop", database, Options())
    with pytest.raises(MigrationError, match="is not the last migration"):
        repair(repository, "shop", database, By(reverted=FIRST))
    assert not found(repository, database, By(reverted=SECOND)).repaired
    run(database, "ALTER TABLE products DROP sku")
    assert found(repository, database, By(reverted=SECOND)).repaired
    assert standing(repository, database) is Standing.PENDING


def test_what_the_repository_does_not_have_can_be_undone_by_hand(
    repository: Path, database: str
) -> None:
    up(repository, "shop", database, Options())
    shutil.rmtree(repository / f"migrations/shop/{SECOND}")
    finding = found(repository, database)
    assert not finding.repaired
    assert "the repository does not have it" in finding.what
    # If it stands half-way, who does not want it any more is told how to be rid of it.
    run(database, f"UPDATE schemagen.migration SET finished = false WHERE id = '{SECOND}'")
    assert f"schemagen migrate repair shop --reverted {SECOND}" in found(repository, database).what
    with pytest.raises(MigrationError) as caught:
        up(repository, "shop", database, Options())
    assert f"schemagen migrate repair shop --reverted {SECOND}" in caught.value.hint
    run(database, "ALTER TABLE products DROP sku")
    assert found(repository, database, By(reverted=SECOND)).repaired
    assert status(repository, "shop", database).settled


def test_what_stands_before_has_to_be_there_first(repository: Path, database: str) -> None:
    with pytest.raises(MigrationError, match=f"{FIRST} stands before it and is pending"):
        repair(repository, "shop", database, By(applied=SECOND))


@pytest.mark.parametrize(
    ("by_hand", "said", "then"),
    [
        ("", "is as its history says, after 2 of 3 steps", Standing.APPLYING),
        (
            "ADD CONSTRAINT positive CHECK (price > 0)",
            "is there as a whole: noted as applied",
            Standing.APPLIED,
        ),
        ("DROP weight", "is after 1 of 3 steps: noted", Standing.APPLYING),
        (
            "DROP weight, DROP price",
            "is not there at all: taken out of the history",
            Standing.PENDING,
        ),
    ],
)
def test_how_far_it_is_tells_the_catalog(
    repository: Path, database: str, by_hand: str, said: str, then: Standing
) -> None:
    begin_three_steps(repository, database)
    if by_hand:
        run(database, f"ALTER TABLE products {by_hand}")
    finding = found(repository, database)
    assert finding.repaired
    assert finding.what.startswith(said)
    assert standing(repository, database) is then
    up(repository, "shop", database, Options())
    assert status(repository, "shop", database).settled
    # It is what it would be without all that, so that it goes back as well.
    down(repository, "shop", database, LOSING)


@pytest.mark.parametrize(
    ("by_hand", "said", "then"),
    [
        ("", "is as its history says, after 1 of 2 steps", Standing.REVERTING),
        ("DROP price", "is not there at all: taken out", Standing.PENDING),
        ("ADD weight integer", "is there as a whole: noted as applied", Standing.APPLIED),
    ],
)
def test_how_far_it_is_undone_tells_the_catalog(
    repository: Path, database: str, by_hand: str, said: str, then: Standing
) -> None:
    made = new_empty(repository, "shop", "two steps", now=NOW)
    (made.folder / "up.sql").write_text("ALTER TABLE products ADD price integer, ADD weight int;")
    (made.folder / "down.sql").write_text(
        "ALTER TABLE products DROP weight;\n-- schemagen: new transaction\n"
        "ALTER TABLE products DROP price;"
    )
    check(repository, "shop", major=16)
    up(repository, "shop", database, Options())
    run(database, "CREATE VIEW prices AS SELECT price FROM products")
    with pytest.raises(ApplyError, match="other objects depend on it"):
        down(repository, "shop", database, LOSING)
    run(database, "DROP VIEW prices")
    if by_hand:
        run(database, f"ALTER TABLE products {by_hand}")
    assert found(repository, database).what.startswith(said)
    assert standing(repository, database) is then


def test_what_no_step_leads_to_is_shown(repository: Path, database: str) -> None:
    begin_three_steps(repository, database)
    run(database, "ALTER TABLE products ADD colour text")
    finding = found(repository, database)
    assert not finding.repaired
    assert finding.what.endswith("the nearest is after 2 of 3 steps")
    assert finding.differences == ("- public.products: column colour text",)


def test_what_an_interrupted_build_left_is_removed_by_the_next_run(
    repository: Path, database: str
) -> None:
    made = new_empty(repository, "shop", "index", now=NOW)
    index = "CREATE UNIQUE INDEX CONCURRENTLY products_sku_key ON products (sku)"
    (made.folder / "up.sql").write_text(f"-- schemagen: no transaction\n{index};\n")
    (made.folder / "down.sql").write_text("DROP INDEX products_sku_key;")
    check(repository, "shop", major=16)
    up(repository, "shop", database, Options(to=SECOND))
    run(database, "INSERT INTO products (name, sku) VALUES ('a', 'x'), ('b', 'x')")
    with pytest.raises(ApplyError, match="could not create unique index"):
        up(repository, "shop", database, Options())
    assert standing(repository, database) is Standing.PENDING
    # As if the runner had been killed before it could clean up.
    checksum = made.checksum(Direction.UP)
    run(
        database,
        "INSERT INTO schemagen.migration"
        f" VALUES ('shop', '{made.id}', '{checksum}', 'up', false, now(), session_user, 0)",
    )
    run(database, f"INSERT INTO schemagen.step VALUES ('shop', '{made.id}', 0, false)")
    with pytest.raises(UniqueViolation):
        run(database, index)
    finding = found(repository, database)
    assert finding.what == (
        "was interrupted after 0 of 1 step: schemagen migrate up cleans up and goes on, if what is"
        " different is what it was at"
    )
    assert len(finding.differences) == 1
    run(database, "DELETE FROM products WHERE name = 'b'")
    up(repository, "shop", database, Options())
    assert status(repository, "shop", database).settled
    assert run(database, "SELECT bool_and(indisvalid) FROM pg_index") == [(True,)]
