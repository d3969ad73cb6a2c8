"""`schemagen migrate baseline`: migrations that a database has without having run them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from schemagen.app.at_database import find_place
from schemagen.app.leading import differences_of
from schemagen.app.live import read_live
from schemagen.errors import MigrationError
from schemagen.frozen import frozen
from schemagen.migrate.history import History
from schemagen.migrate.situation import Situation, Standing, find_situation, next_up
from schemagen.migrate.step import Direction


@frozen
class Baseline:
    """What was noted, or why it was not.

    Attributes:
        where: the database.
        migrations: those that it has, if there are no differences.
        differences: what it lacks (+), has beyond them (-), or has otherwise (~), a line each.
    """

    where: str
    migrations: tuple[str, ...]
    differences: tuple[str, ...] = ()


def baseline(
    root: Path | None,
    project: str | None,
    url: str | None,
    *,
    to: str | None = None,
    dry_run: bool = False,
    wait: float = 60.0,
    told: Callable[[str], None] = lambda _: None,
) -> Baseline:
    """Note migrations as applied, all or up to `to`, in a database that is what they lead to.

    They are run on a disposable server of the same version, and what comes out is compared with the
    database. Where anything is different, nothing is noted.

    Raises:
        SettingsError: there is no such repository or project.
        MigrationError: the past does not fit, or a migration was edited since it was proven.
        ConnectError: the database cannot be reached.
        IntrospectError: it cannot be read.
        SpecError: the spec has problems.
        SandboxError: there is no server of this version to run them on.
        ApplyError: a statement is refused there.
    """
    place = find_place(root, project, url)
    with place.alone(wait, told) as connection:
        history = History(connection, place.project)
        found = find_situation(place.migrations, history.records())
        _check(found)
        chosen = next_up(found, to)
        if not chosen:
            return Baseline(place.target.where, ())
        first = place.migrations[: place.migrations.index(chosen[-1]) + 1]
        lines = differences_of(place.settings, place.project, read_live(place.target), first)
        ids = tuple(each.id for each in chosen)
        if not lines and not dry_run:
            history.prepare()
            with connection.transaction():
                for each in chosen:
                    history.adopt(each.id, each.checksum(Direction.UP), "baseline")
    return Baseline(place.target.where, ids, lines)


def _check(found: Situation) -> None:
    found.check()
    for entry in found.entries:
        if entry.standing in (Standing.APPLYING, Standing.REVERTING):
            raise MigrationError(
                "this migration is under way",
                where=entry.id,
                hint="end it with schemagen migrate up or down, or see what"
                " schemagen migrate repair finds",
            )
