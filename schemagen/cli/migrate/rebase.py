"""`schemagen migrate rebase`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from schemagen.app.rebasing import rebase as run_rebase
from schemagen.cli.options import Json, NoColor, Project, Root, TriedOn
from schemagen.cli.printing import BOLD, Printer, print_json


def rebase(
    project: Project = None,
    migration: Annotated[
        str | None,
        typer.Argument(metavar="MIGRATION", help="One of those that move; the later by default."),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="A database that must not have what moves."),
    ] = None,
    postgres: TriedOn = None,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Have a migration of another branch follow the last one.

    Two branches wrote a migration after the same one, and met. The later one gets a new id and
    follows the other. It keeps its statements if with them all migrations lead to the spec, and
    back; otherwise it is generated anew, unless a person wrote some of it. What was applied
    anywhere must not move: name the other one then.

    \b
    Examples:
      schemagen migrate rebase shop
      schemagen migrate rebase shop 20261121093000_add_orders --url postgresql://…/shop

    \b
    Exit status:
      0  done, or there is no fork
      1  what is to move is applied, or does not run there; nothing was written
      2  there is no such project or repository
    """
    done = run_rebase(root, project, migration, url, major=postgres)
    if as_json:
        print_json({"rebased": asdict(done) if done else None})
        return
    printer = Printer()
    if done is None:
        printer.line("nothing to do: each migration follows the one before it")
        return
    after = done.follows or "nothing"
    old, new = ", ".join(done.removed), ", ".join(done.written)
    if not new:
        printer.line(f"{printer.paint(old, BOLD)}: removed, {after} leads to the spec without it")
        return
    how = "with its statements" if done.kept else "generated anew"
    printer.line(f"{printer.paint(old, BOLD)}: now {new}, after {after}, {how}")
    printer.line(f"  tried up, down and up on PostgreSQL {done.server}")
    if done.beyond:
        printer.line("the spec says more than the migrations; to write it: schemagen migrate new")
        for line in done.beyond:
            printer.line(f"  {line}")
