"""`schemagen migrate up --fleet` and `down --fleet`: one project's migrations in many databases.

What is done is in the databases alone: a run that comes after another one, whatever became of that,
finds there what is left to do.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from schemagen.app.at_database import one_project
from schemagen.app.connecting import redacted
from schemagen.app.fleet.members import Fleet, Member
from schemagen.app.fleet.pool import Stop, StoppedError, each
from schemagen.app.fleet.snapshot import read_once
from schemagen.app.migrating import Options, Ran, run_at
from schemagen.app.settings import find_settings
from schemagen.declare.nouns import counted
from schemagen.errors import ApplyError, SchemagenError, SettingsError
from schemagen.frozen import frozen
from schemagen.migrate.files import Migration
from schemagen.migrate.runner import Happening
from schemagen.migrate.step import Direction


class Outcome(StrEnum):
    """What became of a database.

    APPLIED, UNDONE: it went up, or down. SKIPPED: there was nothing to do. STOPPED: somebody asked
    for the end while it was migrated; the next run goes on there. WAITING: it was not begun.
    PENDING: what a dry run says of one.
    """

    APPLIED = "applied"
    UNDONE = "undone"
    PENDING = "pending"
    SKIPPED = "skipped"
    FAILED = "failed"
    STOPPED = "stopped"
    WAITING = "not begun"


@frozen
class Failure:
    """Why a database failed, without its password; `statement` is the one that was refused."""

    message: str
    where: str = ""
    hint: str = ""
    statement: str = ""


@frozen
class Result:
    """What became of one database; `seconds` is how long it took."""

    member: Member
    outcome: Outcome
    seconds: float = 0.0
    ran: tuple[Ran, ...] = ()
    failure: Failure | None = None


@frozen
class FleetReport:
    """What became of a fleet.

    Attributes:
        project: whose migrations were run.
        results: one for each database, in their order.
        seconds: how long it took, all together.
        ended: why some were not begun; empty if all were.
    """

    project: str
    results: tuple[Result, ...]
    seconds: float
    ended: str

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """How many databases had which outcome."""
        return Counter(result.outcome for result in self.results)


class Watcher(Protocol):
    """Hears of the work, from several threads."""

    def doing(self, member: Member, happening: Happening) -> None:
        """Hear what happens in a database."""

    def done(self, result: Result) -> None:
        """Hear what became of a database."""


def run_fleet(
    root: Path | None,
    project: str | None,
    fleet: Fleet,
    options: Options,
    stop: Stop,
    watcher: Watcher,
    way: Direction = Direction.UP,
) -> FleetReport:
    """Run migrations up or down in all databases of a fleet, its canary first.

    Raises:
        SettingsError: there is no such repository or project, or the way down has no end: the same
            run again would undo one migration more where the last one was through.
        MigrationError: the migrations cannot be read.
    """
    if way is Direction.DOWN and options.to is None:
        raise SettingsError(
            "a fleet goes down to a migration that is named, so that the same command can go on",
            hint="add --to MIGRATION, the one that stays; --to zero undoes all",
        )
    settings = find_settings(root)
    name = one_project(settings, project)
    migrations = read_once(settings.migrations_of(name))
    started = time.monotonic()
    work = _Work(name, migrations, options, stop, watcher, way)
    rollout = _Rollout(fleet, work.at, stop, watcher, options.dry_run)
    rollout.run()
    results = tuple(
        rollout.results.get(member.name, Result(member, Outcome.WAITING))
        for member in fleet.members
    )
    return FleetReport(name, results, time.monotonic() - started, rollout.ended)


def failure_of(error: SchemagenError, member: Member) -> Failure:
    """Return what is said of an error in a database, without its password."""
    statement = error.statement if isinstance(error, ApplyError) else ""
    texts = (error.message, error.where, error.hint, statement)
    return Failure(*(redacted(text, member.target) for text in texts))


@frozen(slots=False)
class _Work:
    """Migrates one database, in a thread."""

    project: str
    migrations: Sequence[Migration]
    options: Options
    stop: Stop
    watcher: Watcher
    way: Direction

    def at(self, member: Member) -> Result:
        started = time.monotonic()
        ran: tuple[Ran, ...] = ()
        failure = None
        try:
            options = self._options(member)
            ran = run_at(member.target, self.project, self.migrations, options, self.way)
            outcome = self._done if ran else Outcome.SKIPPED
        except StoppedError:
            outcome = Outcome.STOPPED
        except SchemagenError as error:
            outcome, failure = Outcome.FAILED, failure_of(error, member)
        return Result(member, outcome, time.monotonic() - started, ran, failure)

    @property
    def _done(self) -> Outcome:
        if self.options.dry_run:
            return Outcome.PENDING
        return Outcome.APPLIED if self.way is Direction.UP else Outcome.UNDONE

    def _options(self, member: Member) -> Options:
        def report(happening: Happening) -> None:
            self.watcher.doing(member, happening)

        return replace(self.options, report=report, pause=self.stop.pause)


@dataclass
class _Rollout:
    """Decides who comes next, and whether anybody does; a dry run looks at all of them."""

    fleet: Fleet
    work: Callable[[Member], Result]
    stop: Stop
    watcher: Watcher
    dry_run: bool
    results: dict[str, Result] = field(default_factory=dict)
    ended: str = ""

    def run(self) -> None:
        first = () if self.dry_run else self.fleet.canary
        self._wave(first, 1)
        canaries = {member.name for member in first}
        rest = tuple(member for member in self.fleet.members if member.name not in canaries)
        if self._failures and not self.dry_run:
            self._end("a canary failed")
        else:
            self._wave(rest, len(rest) if self.dry_run else self.fleet.max_failures)
            self._end(f"{counted(self._failures, 'database')} failed")

    def _wave(self, members: Sequence[Member], bearable: int) -> None:
        def goes_on() -> bool:
            return not self.stop.is_asked and self._failures < bearable

        for result in each(members, self.work, self.fleet.parallel, goes_on):
            self.results[result.member.name] = result
            self.watcher.done(result)

    def _end(self, why: str) -> None:
        finished = all(result.outcome is not Outcome.STOPPED for result in self.results.values())
        if not finished or len(self.results) < len(self.fleet.members):
            self.ended = "somebody stopped it" if self.stop.is_asked else why

    @property
    def _failures(self) -> int:
        return sum(result.outcome is Outcome.FAILED for result in self.results.values())
