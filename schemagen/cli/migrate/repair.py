"""`schemagen migrate repair`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from schemagen.app.repairing import By, unrepaired
from schemagen.app.repairing import repair as run_repair
from schemagen.cli.migrate.options import DatabaseUrl, DryRun, print_differences, tell_waiting
from schemagen.cli.options import Json, NoColor, Project, Root
from schemagen.cli.printing import Printer, print_json
from schemagen.errors import ExitCode, SettingsError


def repair(
    project: Project = None,
    url: DatabaseUrl = None,
    applied: Annotated[
        str | None,
        typer.Option(metavar="MIGRATION", help="One that was applied by hand, to be noted."),
    ] = None,
    reverted: Annotated[
        str | None,
        typer.Option(metavar="MIGRATION", help="One that was undone by hand, to be taken out."),
    ] = None,
    dry_run: DryRun = False,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Bring a history back in line with what a database proves to be.

    Changes nothing but the history. A migration that is under way is compared with what each of its
    steps leads to on a disposable server, and noted as far as it is there. A file that was only
    laid out anew, with the statements that were run, is taken for what was run. With --applied and
    --reverted you say what was done by hand, and the database has to prove it.

    \b
    Examples:
      schemagen migrate repair shop --dry-run
      schemagen migrate repair shop --applied 20261121093000_add_orders

    \b
    Exit status:
      0  the history is in line
      1  what you say does not fit, or the database cannot be reached or read
      2  there is no such project or repository
      3  something is not in line, and it is said what
    """
    if applied is not None and reverted is not None:
        raise SettingsError("--applied and --reverted are about one migration each; give one")
    by = By(applied, reverted)
    done = run_repair(root, project, url, by, dry_run=dry_run, told=tell_waiting)
    if as_json:
        print_json({"dry_run": dry_run, **asdict(done)})
    else:
        printer = Printer()
        for each in done.findings:
            title = f"{each.id}: {each.what}"
            print_differences(title, each.differences)
        if not done.findings:
            printer.line("nothing to repair")
        elif dry_run:
            printer.line("this was a dry run: nothing was noted")
    if unrepaired(done.findings):
        raise typer.Exit(ExitCode.DIFFERENCES)
