"""`schemagen migrate down`."""

from __future__ import annotations

from typing import Annotated

import typer

from schemagen.app.migrating import down as run_down
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
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Undo the last migration, or all after one.

    Runs down.sql of each, the latest first. What the migration took away comes back out of its
    archive; what was purged has to be allowed to be missing: --allow DELETES_DATA.

    \b
    Examples:
      schemagen migrate down shop
      schemagen migrate down shop --to 20261121093000_add_orders

    \b
    Exit status:
      0  done
      1  a statement is refused, a hazard is not allowed, or the past does not fit
      2  there is no such project or repository
    """
    options = options_of(to, allow, dry_run, lock_timeout, wait)
    print_ran(run_down(root, project, url, options), dry_run=dry_run, as_json=as_json)
