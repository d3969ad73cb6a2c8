"""`schemagen migrate squash`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from schemagen.app.squashing import squash as run_squash
from schemagen.cli.options import Json, NoColor, Project, Root, TriedOn
from schemagen.cli.printing import BOLD, Printer, print_json
from schemagen.declare.nouns import counted


def squash(
    project: Project = None,
    to: Annotated[
        str | None,
        typer.Option(metavar="MIGRATION", help="The last one that is replaced; all by default."),
    ] = None,
    postgres: TriedOn = None,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Put one migration into the place of the first ones.

    It leads to the same, which is tried on a disposable server. A database that has all of the
    replaced ones has it, and its history says so after the next migrate up; one that has some of
    them is refused. So squash what is applied everywhere.

    \b
    Examples:
      schemagen migrate squash shop --to 20261121093000_add_orders

    \b
    Exit status:
      0  done, or there is but one
      1  the migrations leave rows, or something else that a squash would lose
      2  there is no such project or repository
    """
    done = run_squash(root, project, to, major=postgres)
    if as_json:
        print_json({"squashed": asdict(done) if done else None})
        return
    printer = Printer()
    if done is None:
        printer.line("nothing to do: it takes two migrations to make one of")
        return
    statements, count = counted(done.statements, "statement"), len(done.removed)
    printer.line(f"{printer.paint(done.id, BOLD)}: {statements} in the place of {count} migrations")
    printer.line(f"  tried up, down and up on PostgreSQL {done.server}; it leads to the same")
    for text in done.gone:
        printer.line(f"  not in it, written by hand: {' '.join(text.split())}")
