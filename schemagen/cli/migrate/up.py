"""`schemagen migrate up`."""

from __future__ import annotations

from typing import Annotated

import typer

from schemagen.app.migrating import up as run_up
from schemagen.cli.migrate.options import (
    Allow,
    DatabaseUrl,
    DryRun,
    LockTimeout,
    Project,
    Wait,
    options_of,
    print_ran,
)
from schemagen.cli.options import Json, NoColor, Root


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
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Apply what is not applied yet.

    One runner works on a database at a time. A lock is waited for briefly and tried again, so that
    nobody queues behind it. What was interrupted goes on where it stopped.

    \b
    Examples:
      schemagen migrate up shop --url postgresql://…/shop
      schemagen migrate up shop --dry-run

    \b
    Exit status:
      0  done
      1  a statement is refused, a hazard is not allowed, or the past does not fit
      2  there is no such project or repository
    """
    options = options_of(to, allow, dry_run, lock_timeout, wait)
    print_ran(run_up(root, project, url, options), dry_run=dry_run, as_json=as_json)
