"""`schemagen verify`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from schemagen.app.verify import Verdict
from schemagen.app.verify import verify as verify_projects
from schemagen.cli.options import Json, NoColor, Projects, Root
from schemagen.cli.printing import GREEN, RED, YELLOW, Printer, print_json
from schemagen.errors import ExitCode

_SHOWN = 10
"""Leftovers of one project that are shown; the rest is counted."""


def verify(
    projects: Projects = None,
    postgres: Annotated[
        int | None,
        typer.Option(
            metavar="MAJOR", help="The server's major version; the newest here by default."
        ),
    ] = None,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Try the generated SQL on a PostgreSQL server of its own.

    Starts a server that is gone afterwards, and for every project makes an empty database, runs
    generated/<project>/schema.sql, looks for defaults that a check of their own column refuses,
    runs rollback.sql, and compares the whole catalog with what it was: tables, functions, policies,
    roles, privileges and everything else. The server's programs come with the Python package (16
    and 18), without contrib extensions; those of your distribution are found too.

    \b
    Examples:
      schemagen verify                  all projects, on the newest server here
      schemagen verify trust            one of them
      schemagen verify --postgres 16    on another version

    \b
    Exit status:
      0  everything was made, and nothing is left after the rollback
      1  PostgreSQL refuses a statement or a default, or there is no server to be had
      2  there is no such project or repository
      3  a rollback leaves something behind
    """
    printer = Printer()
    verdicts = []
    for verdict in verify_projects(root, projects or (), major=postgres):
        verdicts.append(verdict)
        if not as_json:
            _print(verdict, printer)
    if as_json:
        print_json({"projects": [asdict(verdict) for verdict in verdicts]})
    if any(verdict.leftovers for verdict in verdicts):
        raise typer.Exit(ExitCode.DIFFERENCES)


def _print(verdict: Verdict, printer: Printer) -> None:
    if verdict.leftovers:
        count = len(verdict.leftovers)
        result = printer.paint(f"after the rollback {count} rows of the catalog differ", RED)
    else:
        result = printer.paint("rolled back to nothing", GREEN)
    printer.line(f"{verdict.project}: {verdict.made}; {result} (PostgreSQL {verdict.postgres})")
    for text in verdict.notes:
        printer.line(f"  {printer.paint('note:', YELLOW)} {text}")
    for text in verdict.leftovers[:_SHOWN]:
        printer.line(f"  {text}")
    if len(verdict.leftovers) > _SHOWN:
        printer.line(f"  … and {len(verdict.leftovers) - _SHOWN} more")
