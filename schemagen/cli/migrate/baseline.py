"""`schemagen migrate baseline`."""

from __future__ import annotations

from typing import Annotated

import typer

from schemagen.app.baseline import baseline as find_baseline
from schemagen.cli.migrate.options import DatabaseUrl, DryRun, print_differences, tell_waiting
from schemagen.cli.options import Json, NoColor, Project, Root
from schemagen.cli.printing import Printer, print_json
from schemagen.errors import ExitCode


def baseline(
    project: Project = None,
    url: DatabaseUrl = None,
    to: Annotated[
        str | None,
        typer.Option(metavar="MIGRATION", help="The last one that it has; all by default."),
    ] = None,
    dry_run: DryRun = False,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Note migrations as applied in a database that has what they make.

    For a database that was there before its migrations. They are run on a disposable server of the
    same version, and what comes out is compared with the database: missing there (+), there beyond
    them (-), different (~). Only if nothing differs they are noted; none is run.

    \b
    Examples:
      schemagen migrate baseline shop --url postgresql://…/shop
      schemagen migrate baseline shop --to 20261121093000_initial

    \b
    Exit status:
      0  noted, or there is nothing to note
      1  the past does not fit, or the database cannot be reached or read
      2  there is no such project or repository
      3  the database is not what the migrations lead to; nothing was noted
    """
    done = find_baseline(root, project, url, to=to, dry_run=dry_run, told=tell_waiting)
    if as_json:
        print_json(
            {
                "dry_run": dry_run,
                "database": done.where,
                "migrations": list(done.migrations),
                "differences": list(done.differences),
            }
        )
    elif done.differences:
        last = done.migrations[-1]
        print_differences(f"{done.where} is not what {last} leads to", done.differences)
    else:
        printer = Printer()
        for each in done.migrations:
            word = "would be noted as applied" if dry_run else "noted as applied"
            printer.line(f"{each}: {word}")
        if not done.migrations:
            printer.line("nothing to do")
    if done.differences:
        raise typer.Exit(ExitCode.DIFFERENCES)
