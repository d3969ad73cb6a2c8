"""`schemagen compare`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from schemagen.app.comparing import Request
from schemagen.app.comparing import compare as compare_databases
from schemagen.app.selection import Selection
from schemagen.cli.comparison import print_table, table_as_json
from schemagen.cli.options import Exclude, Json, NoColor, Root, Schemas
from schemagen.cli.printing import RED, Printer, print_json
from schemagen.cli.progress import bar_of
from schemagen.comparing.found import Comparison, Side
from schemagen.comparing.table import Extent
from schemagen.errors import ExitCode


def compare(
    a: Annotated[str, typer.Argument(metavar="A_URL", help="The first database.")],
    b: Annotated[str, typer.Argument(metavar="B_URL", help="The second database.")],
    project: Annotated[
        str | None,
        typer.Argument(
            metavar="PROJECT", help="Whose tables; by default all there are.", show_default=False
        ),
    ] = None,
    schemas: Schemas = None,
    exclude: Exclude = None,
    counts: Annotated[
        bool, typer.Option("--counts", help="Compare the numbers of rows, and nothing else.")
    ] = False,
    rows: Annotated[
        int, typer.Option(min=0, metavar="N", help="Show so many differing rows of a table.")
    ] = 10,
    jobs: Annotated[
        int,
        typer.Option(min=1, max=64, metavar="N", help="Compare so many tables at the same time."),
    ] = 4,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Compare the rows of two databases.

    For copies, moves to another server, and restored backups: counts the rows of each table,
    computes checksums of its parts by ranges of its key on both servers, and reads only the parts
    whose checksums differ. Each database is read in one snapshot, and nothing is written.

    \b
    Examples:
      schemagen compare postgresql://…/shop postgresql://…/shop_copy
      schemagen compare "$OLD" "$NEW" shop --counts
      schemagen compare "$OLD" "$NEW" --exclude 'audit.*' --json

    \b
    Exit status:
      0  all rows are the same
      1  a database cannot be reached, or a table not read
      2  the command line is wrong, or there is nothing to compare
      3  they differ
    """
    selection = Selection(tuple(schemas or ()), tuple(exclude or ()))
    request = Request(a, b, project, selection, Extent(counts, rows), jobs)
    with bar_of(0) as bar:
        found = compare_databases(root, request, bar.show)
    if as_json:
        print_json(_as_json(found))
    else:
        _print(found)
    if not found.equal:
        raise typer.Exit(ExitCode.DIFFERENCES)


def _print(found: Comparison) -> None:
    printer = Printer()
    for side, names in ((Side.A, found.only_a), (Side.B, found.only_b)):
        for name in names:
            printer.line(f"{name}  {printer.paint(f'only in {side.upper()}', RED)}")
    width = max((len(table.table) for table in found.tables), default=0)
    for table in found.tables:
        print_table(printer, table, width)


def _as_json(found: Comparison) -> dict[str, Any]:
    return {
        "equal": found.equal,
        "only_a": list(found.only_a),
        "only_b": list(found.only_b),
        "tables": [table_as_json(table) for table in found.tables],
    }
