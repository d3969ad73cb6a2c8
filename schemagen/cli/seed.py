"""`schemagen seed`."""

from __future__ import annotations

from typing import Annotated

import typer

from schemagen.app.seeding import Order, Seeded
from schemagen.app.seeding import seed as seed_project
from schemagen.cli.options import Json, NoColor, Project, Root, Url
from schemagen.cli.printing import BOLD, YELLOW, Printer, print_json
from schemagen.cli.progress import bar_of
from schemagen.declare.nouns import counted
from schemagen.errors import ExitCode


def seed(
    project: Project = None,
    rows: Annotated[
        int,
        typer.Option(min=0, help="About how many rows to make up, in all tables together."),
    ] = 0,
    number: Annotated[
        int,
        typer.Option("--seed", metavar="S", help="The same seed makes the same rows."),
    ] = 1,
    url: Url = None,
    anyway: Annotated[
        bool,
        typer.Option("--anyway", help="Although there are rows: fill the tables that have none."),
    ] = False,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Write the rows that a spec lists, and made-up ones.

    Rows that the spec lists (`seeds`) are written where they are missing, and changed where they
    are others, each time. With --rows, the other tables get realistic rows, the same ones
    every time: they satisfy every constraint, refer to each other, and go through COPY. A table
    that hangs on others gets more rows than those.

    \b
    Examples:
      schemagen seed shop --url postgresql://…/shop
      schemagen seed shop --rows 1000000 --url postgresql://…/shop
      schemagen seed shop --rows 500 --seed 7 --anyway

    \b
    Exit status:
      0  written
      1  a table takes no rows, or the database cannot be used
      2  there is no such project, a table is missing, or there are rows already
    """
    with bar_of(rows) as bar:
        done = 0

        def tell(table: str, more: int) -> None:
            nonlocal done
            done += more
            bar.show(done, max(rows, done), f"rows  {table}")

        found = seed_project(root, project, url, Order(rows, number, anyway), tell)
    if as_json:
        print_json(_as_json(found))
    else:
        _print(found)
    if any(not each.rows for each in found.tables):
        raise typer.Exit(ExitCode.ERROR)


def _print(found: Seeded) -> None:
    printer = Printer()
    width = max((len(f"{each.rows:,}") for each in found.tables), default=0)
    for each in found.tables:
        new = found.listed.get(each.table)
        words = "" if new is None else f", {new} of them new or changed as the spec lists them"
        printer.line(f"  {each.rows:>{width},}  {each.table}{words}")
        if each.note:
            printer.line(f"  {'':>{width}}  {printer.paint('note:', YELLOW)} {each.note}")
    total = sum(each.rows for each in found.tables)
    tables = counted(len(found.tables), "table")
    words = f"{total:,} rows in {tables} of {found.where}"
    printer.line(printer.paint(words, BOLD))


def _as_json(found: Seeded) -> dict[str, object]:
    return {
        "database": found.where,
        "tables": [
            {
                "table": each.table,
                "rows": each.rows,
                "listed": found.listed.get(each.table),
                "note": each.note,
            }
            for each in found.tables
        ],
    }
