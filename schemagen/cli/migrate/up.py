"""`schemagen migrate up`."""

from __future__ import annotations

from typing import Annotated

import typer

from schemagen.cli.migrate.fleet_options import FleetFile, MaxFailures, Parallel
from schemagen.cli.migrate.options import Allow, DatabaseUrl, DryRun, LockTimeout, Wait, options_of
from schemagen.cli.migrate.running import Members, migrate
from schemagen.cli.options import Json, NoColor, Project, Root
from schemagen.migrate.step import Direction


def up(
    project: Project = None,
    url: DatabaseUrl = None,
    to: Annotated[
        str | None,
        typer.Option(metavar="MIGRATION", help="The last migration to apply; all by default."),
    ] = None,
    allow: Allow = None,
    dry_run: DryRun = False,
    lock_timeout: LockTimeout = 50,
    wait: Wait = 600.0,
    fleet: FleetFile = None,
    parallel: Parallel = None,
    max_failures: MaxFailures = None,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Apply what is not applied yet.

    One runner works on a database at a time. A lock is waited for briefly and tried again, so that
    nobody queues behind it. What was interrupted goes on where it stopped.

    A fleet is many databases, with a canary before the others. Ctrl-C lets those at work end their
    statement and begins no other; a second one leaves them as they are. The same command goes on.

    \b
    Examples:
      schemagen migrate up shop --url postgresql://…/shop
      schemagen migrate up shop --dry-run
      schemagen migrate up shop --fleet fleet.yaml --parallel 16 --max-failures 5

    \b
    Exit status:
      0  done
      1  a statement is refused, a hazard is not allowed, or the past does not fit
      2  there is no such project, repository or hazard, or the file of a fleet cannot be used
      3  databases of a fleet failed, or were not begun for that
    130  somebody stopped it
    """
    options = options_of(to, allow, dry_run, lock_timeout, wait)
    members = Members(fleet, parallel, max_failures)
    migrate(root, project, url, members, options, Direction.UP, as_json=as_json)
