"""`schemagen drift`."""

from __future__ import annotations

from typing import Final

import typer

from schemagen.app.diff import diff_live
from schemagen.app.selection import Selection
from schemagen.cli.diffing import print_report
from schemagen.cli.options import (
    DiffFormat,
    Exclude,
    Format,
    Json,
    NoColor,
    Projects,
    Root,
    Schemas,
    ScratchUrl,
    Url,
)
from schemagen.errors import ExitCode

_LEGEND: Final = "+ only the spec has it, - only the database has it, ~ they differ in it"


def drift(
    projects: Projects = None,
    url: Url = None,
    form: DiffFormat = Format.TEXT,
    schemas: Schemas = None,
    exclude: Exclude = None,
    scratch_url: ScratchUrl = None,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Tell whether a database is still what its spec says.

    For CI and cron. Compares as `schemagen diff --url` does: marked are what the spec declares and
    the database lacks (+), what the database has beyond the spec (-), and what is different (~).

    \b
    Examples:
      schemagen drift trust --url postgresql://…/trust
      DATABASE_URL=postgresql://…/trust schemagen drift trust --json

    \b
    Exit status:
      0  the database is what the spec says
      1  a spec has mistakes, or the database cannot be reached or read
      2  there is no such project or repository
      3  they differ
    """
    selection = Selection(tuple(schemas or ()), tuple(exclude or ()))
    report = diff_live(root, projects or (), url, scratch_url=scratch_url, selection=selection)
    print_report(report, Format.JSON if as_json else form, legend=_LEGEND)
    if report.different:
        raise typer.Exit(ExitCode.DIFFERENCES)
