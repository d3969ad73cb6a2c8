"""`schemagen init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from schemagen.app.beginning import Begun, begin
from schemagen.cli.options import Json, NoColor
from schemagen.cli.printing import GREEN, Printer, print_json


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder; by default this one.")
    ] = Path(),
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")
    ] = False,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Write the files of a repository for projects.

    A place for specs, servers for development (PostgreSQL, PgBouncer, Redis), checks before a
    commit and in CI (GitHub, GitLab), completion in editors. What is there already stays as it is.

    \b
    Examples:
      schemagen init             in this folder
      schemagen init databases   in another one
      schemagen init --dry-run

    \b
    Exit status:
      0  everything is there
      1  a file cannot be written
      2  the folder is a file
    """
    begun = begin(folder, dry_run=dry_run)
    if as_json:
        print_json({"written": list(begun.written), "kept": list(begun.kept), "dry_run": dry_run})
    else:
        _print(begun, dry_run=dry_run)


def _print(begun: Begun, *, dry_run: bool) -> None:
    printer = Printer()
    word = "would write" if dry_run else "new"
    for name in begun.written:
        printer.line(f"{printer.paint(word, GREEN)}  {name}")
    for name in begun.kept:
        printer.line(f"kept as it is  {name}")
    if not dry_run:
        printer.line(f"next: schemagen {'build' if begun.has_projects else 'new shop'}")
