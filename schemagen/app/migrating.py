"""`schemagen migrate up`, `down` and `status`: a database among its migrations."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import field
from pathlib import Path

from schemagen.app.at_database import alone, explaining, find_place
from schemagen.app.connecting import Connection, Target, connect
from schemagen.app.consent import check_allowed
from schemagen.app.progress import telling
from schemagen.app.purging import check_archives
from schemagen.errors import MigrationError
from schemagen.frozen import frozen
from schemagen.migrate.advice import half_way
from schemagen.migrate.files import Migration
from schemagen.migrate.history import Failure, History
from schemagen.migrate.line import check_line, check_proven
from schemagen.migrate.patience import Patience
from schemagen.migrate.runner import Around, Happening, Pause, Report, Runner
from schemagen.migrate.script import described
from schemagen.migrate.situation import (
    Entry,
    Situation,
    Standing,
    find_situation,
    next_down,
    next_up,
)
from schemagen.migrate.step import Action, Direction
from schemagen.plan.undo import Grade


@frozen
class Options:
    """How to run migrations.

    Attributes:
        to: the migration to stop at; None for all of them, or for one when going down.
        allow: names of hazards that may happen.
        dry_run: say what would be run, and run nothing.
        wait: seconds to wait for another runner.
        patience: how long to wait for locks.
        report: is told what happens.
        pause: waits where a run may be left; what it raises ends the run there.
    """

    to: str | None = None
    allow: frozenset[str] = frozenset()
    dry_run: bool = False
    wait: float = 60.0
    patience: Patience = field(default_factory=Patience)
    report: Report = lambda _: None
    pause: Pause = time.sleep


@frozen
class Ran:
    """What one migration did, or would do.

    Attributes:
        id: its name.
        direction: which way.
        statements: all that it consists of.
    """

    id: str
    direction: Direction
    statements: tuple[Action, ...]


@frozen
class StatusReport:
    """Where a database stands.

    Attributes:
        project: whose migrations these are.
        where: the database.
        entries: the migrations in their order.
        problem: why they do not follow each other.
        failure: how the last run went wrong; None if it did not.
    """

    project: str
    where: str
    entries: tuple[Entry, ...]
    problem: MigrationError | None = None
    failure: Failure | None = None

    @property
    def settled(self) -> bool:
        """Whether there is nothing to run and nothing wrong."""
        return not self.problem and not self.unsettled

    @property
    def unsettled(self) -> tuple[Entry, ...]:
        """What is not applied, or not as it was proven."""
        return tuple(
            entry
            for entry in self.entries
            if entry.standing is not Standing.APPLIED or entry.unproven
        )

    @property
    def is_wrong(self) -> bool:
        """Whether something keeps migrations from being run."""
        return self.problem is not None or bool(Situation(self.entries).wrong)


def status(root: Path | None, project: str | None, url: str | None) -> StatusReport:
    """Compare the migrations of a project with what a database has of them; changes nothing.

    Raises:
        SettingsError: there is no such repository or project.
        MigrationError: a migration cannot be read.
        ConnectError: the database cannot be reached.
    """
    place = find_place(root, project, url)
    return status_at(place.target, place.project, place.migrations)


def status_at(target: Target, project: str, migrations: Sequence[Migration]) -> StatusReport:
    """Compare migrations of a project with what a database has of them; changes nothing.

    Raises:
        MigrationError: a migration cannot be read.
        ConnectError: the database cannot be reached.
    """
    with explaining(target), closing(connect(target)) as connection:
        history = History(connection, project)
        found = find_situation(migrations, history.records())
        failure = history.failure()
    return StatusReport(project, target.where, found.entries, _problem(migrations), failure)


def _problem(migrations: Sequence[Migration]) -> MigrationError | None:
    try:
        check_line(migrations)
    except MigrationError as error:
        return error
    return None


def up(
    root: Path | None, project: str | None, url: str | None, options: Options
) -> tuple[Ran, ...]:
    """Apply what is not applied yet; returns what was run.

    Raises:
        SettingsError: there is no such repository or project.
        MigrationError: the past does not fit, a hazard is not allowed, or locks are not to be had.
        ApplyError: the server refuses a statement.
        ConnectError: the database cannot be reached.
    """
    return _run(root, project, url, options, Direction.UP)


def down(
    root: Path | None, project: str | None, url: str | None, options: Options
) -> tuple[Ran, ...]:
    """Undo the last migration, or all after `options.to`; returns what was run.

    Raises:
        SettingsError: there is no such repository or project.
        MigrationError: the past does not fit, a hazard is not allowed, or locks are not to be had.
        ApplyError: the server refuses a statement.
        ConnectError: the database cannot be reached.
    """
    return _run(root, project, url, options, Direction.DOWN)


def _run(
    root: Path | None, project: str | None, url: str | None, options: Options, way: Direction
) -> tuple[Ran, ...]:
    place = find_place(root, project, url)
    return run_at(place.target, place.project, place.migrations, options, way)


def run_at(
    target: Target,
    project: str,
    migrations: Sequence[Migration],
    options: Options,
    way: Direction = Direction.UP,
) -> tuple[Ran, ...]:
    """Run migrations of a project in a database, up or down; returns what was run.

    Raises:
        MigrationError: the past does not fit, a hazard is not allowed, or locks are not to be had.
        ApplyError: the server refuses a statement.
        ConnectError: the database cannot be reached.
    """
    with explaining(target), closing(connect(target)) as connection:
        found = find_situation(migrations, History(connection, project).records())
        # Whoever is up to date has to wait for nobody.
        if options.dry_run or (way is Direction.UP and found.is_applied):
            return tuple(_described(each, way) for each in _chosen(found, way, options))
        with alone(target, options.wait, _told(options.report), options.pause):
            found = find_situation(migrations, History(connection, project).records())
            chosen = _chosen(found, way, options)
            check_allowed(chosen, way, options.allow)
            if way is Direction.DOWN:
                check_archives(connection, _not_begun(found, chosen), options.allow)
            _take_over(History(connection, project), found, options)
            around = telling(target, options.report)
            return tuple(_run_each(connection, project, chosen, way, options, around))


def _told(report: Report) -> Callable[[str], None]:
    return lambda text: report(Happening("", text))


def _take_over(history: History, found: Situation, options: Options) -> None:
    """Note what was squashed as the one migration that it is now."""
    if found.replaced:
        first = found.entries[0].migration
        if first is not None:
            words = f"stands for {len(found.replaced)} migrations that were applied"
            options.report(Happening(first.id, words))
            history.prepare()
            history.replace(found.replaced, first.id, first.checksum(Direction.UP))


def _run_each(
    connection: Connection,
    project: str,
    chosen: Sequence[Migration],
    way: Direction,
    options: Options,
    around: Around,
) -> Iterator[Ran]:
    if not chosen:
        return
    runner = Runner(
        connection,
        project,
        patience=options.patience,
        report=options.report,
        around=around,
        pause=options.pause,
    )
    for migration in chosen:
        options.pause(0)
        runner.run(migration.id, migration.checksum(Direction.UP), way, migration.steps(way))
        yield _described(migration, way)


def _chosen(found: Situation, way: Direction, options: Options) -> tuple[Migration, ...]:
    found.check()
    for entry in found.entries:
        # What was begun is ended first, in the direction in which it goes.
        begun = entry.under_way
        if begun is not None and begun is not way and entry.migration:
            done = "applied" if begun is Direction.UP else "undone"
            raise MigrationError(
                f"this migration is half {done}",
                where=entry.id,
                hint=half_way(entry.migration.plan.project, entry.id, begun),
            )
    chosen = next_up(found, options.to) if way is Direction.UP else next_down(found, options.to)
    check_proven(chosen)
    if way is Direction.DOWN:
        _check_way_back(chosen)
    return chosen


def _not_begun(found: Situation, chosen: Sequence[Migration]) -> list[Migration]:
    """Return what is to be undone and was not begun to: else its archive may be empty by now."""
    begun = {entry.id for entry in found.entries if entry.standing is Standing.REVERTING}
    return [each for each in chosen if each.id not in begun]


def _check_way_back(migrations: Sequence[Migration]) -> None:
    for migration in migrations:
        if migration.plan.grade == Grade.IRREVERSIBLE and not migration.steps(Direction.DOWN):
            raise MigrationError(
                "this migration has no way back: its down.sql has no statements",
                where=migration.id,
                hint="undo in another migration what it did",
            )


def _described(migration: Migration, way: Direction) -> Ran:
    steps = migration.steps(way)
    return Ran(migration.id, way, tuple(action for step in steps for action in described(step)))
