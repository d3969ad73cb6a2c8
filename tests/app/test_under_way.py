"""A migration that was interrupted, and a command that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemagen.app.migrating import Options, down, status, up
from schemagen.errors import MigrationError
from tests.app.migrations import FIRST, SECOND, run

pytestmark = [pytest.mark.majors(16), pytest.mark.usefixtures("made")]


def interrupt(database: str, direction: str) -> None:
    """Let the history look as if the second migration had been interrupted at its end."""
    run(
        database,
        f"UPDATE schemagen.migration SET finished = false, direction = '{direction}'"
        f" WHERE id = '{SECOND}'",
    )
    run(database, f"INSERT INTO schemagen.step VALUES ('shop', '{SECOND}', 0, true)")


def test_up_to_a_migration_that_is_half_applied_completes_it(
    repository: Path, database: str
) -> None:
    up(repository, "shop", database, Options())
    interrupt(database, "up")
    (ran,) = up(repository, "shop", database, Options(to=SECOND))
    assert ran.id == SECOND
    assert status(repository, "shop", database).settled


def test_a_migration_that_is_half_undone_cannot_be_the_one_that_stays(
    repository: Path, database: str
) -> None:
    up(repository, "shop", database, Options())
    interrupt(database, "down")
    with pytest.raises(MigrationError, match="half undone and cannot stay"):
        down(repository, "shop", database, Options(to=SECOND))
    down(repository, "shop", database, Options(to=FIRST, allow=frozenset({"DELETES_DATA"})))
    assert run(database, "SELECT id FROM schemagen.migration") == [(FIRST,)]
