"""`schemagen migrate down`."""

from __future__ import annotations

from typing import Annotated

import typer

from schemagen.cli.migrate.fleet_options import FleetFile, MaxFailures, Parallel
from schemagen.cli.migrate.options import Allow, DatabaseUrl, DryRun, LockTimeout, Wait, options_of
from schemagen.cli.migrate.running import Members, migrate
from schemagen.cli.options import Json, NoColor, Project, Root
from schemagen.migrate.step import Direction


def down(
    project: Project = None,
    url: DatabaseUrl = None,
    to: Annotated[
        str | None,
        typer.Option(metavar="MIGRATION", help="The migration that stays; `zero` undoes all."),
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
    """Undo the last migration, or all after one.

    Runs down.sql of each, the latest first. What the migration took away comes back out of its
    archive. What is lost has to be allowed (--allow DELETES_DATA): values of a column that the
    migration added, rows of a table that it made, what was purged from an archive.

    A fleet goes down as it goes up, its canary first; --to says where to, and the same command goes
    on where one was stopped.

    \b
    Examples:
      schemagen migrate down shop
      schemagen migrate down shop --to 20261121093000_add_orders
      schemagen migrate down shop --fleet fleet.yaml --to 20261121093000_add_orders

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
    migrate(root, project, url, members, options, Direction.DOWN, as_json=as_json)
