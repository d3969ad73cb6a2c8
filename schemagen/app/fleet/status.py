"""`schemagen migrate status --fleet`: where each database of a fleet stands."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from schemagen.app.at_database import one_project
from schemagen.app.fleet.members import Fleet, Member
from schemagen.app.fleet.pool import Stop, each
from schemagen.app.fleet.snapshot import read_once
from schemagen.app.fleet.up import Failure, failure_of
from schemagen.app.migrating import StatusReport, status_at
from schemagen.app.settings import find_settings
from schemagen.errors import SchemagenError
from schemagen.frozen import frozen
from schemagen.migrate.files import Migration


@frozen
class Look:
    """What was seen of a database: its report, or why there is none."""

    member: Member
    seconds: float
    report: StatusReport | None = None
    failure: Failure | None = None

    @property
    def settled(self) -> bool:
        """Whether there is nothing to run and nothing wrong."""
        return bool(self.report and self.report.settled)


@frozen
class FleetStatus:
    """Where the databases of a fleet stand, in their order; of a stopped run only some."""

    project: str
    looks: tuple[Look, ...]
    seconds: float


def status_fleet(
    root: Path | None,
    project: str | None,
    fleet: Fleet,
    stop: Stop,
    told: Callable[[Look], None],
) -> FleetStatus:
    """Compare the migrations of a project with what each database has of them; changes nothing.

    `told` hears of each database when it was looked at.

    Raises:
        SettingsError: there is no such repository or project.
        MigrationError: the migrations cannot be read.
    """
    settings = find_settings(root)
    name = one_project(settings, project)
    migrations = read_once(settings.migrations_of(name))
    started = time.monotonic()
    looks: dict[str, Look] = {}
    work = partial(_look, project=name, migrations=migrations)
    for look in each(fleet.members, work, fleet.parallel, lambda: not stop.is_asked):
        looks[look.member.name] = look
        told(look)
    found = tuple(looks[member.name] for member in fleet.members if member.name in looks)
    return FleetStatus(name, found, time.monotonic() - started)


def _look(member: Member, project: str, migrations: Sequence[Migration]) -> Look:
    started = time.monotonic()
    try:
        report = status_at(member.target, project, migrations)
    except SchemagenError as error:
        failure = failure_of(error, member)
        return Look(member, time.monotonic() - started, failure=failure)
    return Look(member, time.monotonic() - started, report)
