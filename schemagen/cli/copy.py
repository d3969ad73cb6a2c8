"""`schemagen copy`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from schemagen.app.copying import Copied, Request
from schemagen.app.copying import copy as copy_rows
from schemagen.cli.comparison import print_table, table_as_json
from schemagen.cli.completion import project_names
from schemagen.cli.options import Json, NoColor, Root, Url
from schemagen.cli.printing import Printer, print_json
from schemagen.cli.progress import bar_of
from schemagen.errors import ExitCode


def copy(
    project: Annotated[
        str,
        typer.Argument(
            metavar="PROJECT",
            help="The project whose tables take the rows.",
            autocompletion=project_names,
        ),
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The SQLite database.")],
    url: Url = None,
    skip: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Leave a table or a column of the file behind: sessions, profiles.avatar;"
            " may be repeated.",
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check every value, and write nothing.")
    ] = False,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Copy the rows of an SQLite file into a project's database.

    Tables and columns go where the spec has the same names. Its types say what values are: 0 and 1
    are booleans, texts are JSON, UUIDs and times, numbers are times since 1970. Every row is tried
    with the types, NOT NULL and checks of its table before the first is written; keys and
    references are, as it is. Run it again to go on after an interruption; at the end
    both sides are compared.

    \b
    Examples:
      schemagen copy tenant old.sqlite3 --url postgresql://…/tenant --dry-run
      schemagen copy tenant old.sqlite3 --url postgresql://…/tenant --skip sessions

    \b
    Exit status:
      0  the database has the rows of the file
      1  values fit nowhere, tables have rows already, or the server refused
      2  the command line is wrong, or something of the file has no place to go to
      3  the comparison found differences
    """
    request = Request(project, file, url, tuple(skip or ()), dry_run)
    with bar_of(0) as bar:
        copied = copy_rows(root, request, bar.show)
    if as_json:
        print_json(_as_json(copied))
    else:
        _print(copied)
    if not copied.equal:
        raise typer.Exit(ExitCode.DIFFERENCES)


def _print(copied: Copied) -> None:
    printer = Printer()
    for source, target, rows in copied.tables:
        printer.line(f"{source} → {target}: {rows:,} rows")
    if not copied.verified:
        printer.line("every row fits its table; nothing was written, so keys were not tried")
    elif copied.equal:
        printer.line("verified: the database has the same rows")
    for table in copied.verified:
        if not table.equal:
            print_table(printer, table)


def _as_json(copied: Copied) -> dict[str, object]:
    return {
        "equal": copied.equal,
        "tables": [
            {"source": source, "target": target, "rows": rows}
            for source, target, rows in copied.tables
        ],
        "verified": [table_as_json(table) for table in copied.verified],
    }
