"""The options that several commands about migrations take, and how they tell what happens."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Annotated, Any, Final, TypeAlias

import typer

from schemagen.app.migrating import Options, Ran
from schemagen.cli.printing import BOLD, GREEN, RED, YELLOW, Printer, print_json
from schemagen.migrate.runner import Happening, Patience

Project: TypeAlias = Annotated[
    str | None,
    typer.Argument(metavar="PROJECT", help="The project; needed where there are several."),
]
DatabaseUrl: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--url",
        metavar="URL",
        help="The database, reached directly and not through a pooler; by default"
        " SCHEMAGEN_DATABASE_URL, DATABASE_URL_UNPOOLED, DATABASE_URL, or libpq's PG* variables.",
        show_default=False,
    ),
]
Allow: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(metavar="HAZARD", help="A hazard that may happen: DELETES_DATA, AUTHZ_UPDATE."),
]
DryRun: TypeAlias = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be run, and run nothing.")
]
LockTimeout: TypeAlias = Annotated[
    int,
    typer.Option(metavar="MS", help="Milliseconds that a statement waits for a lock at a time."),
]
Wait: TypeAlias = Annotated[
    float, typer.Option(metavar="SECONDS", help="How long to try for locks, before giving up.")
]

_COLORS: Final = {"+": GREEN, "-": RED, "~": YELLOW}


def options_of(
    to: str | None, allow: Iterable[str] | None, dry_run: bool, lock_timeout: int, wait: float
) -> Options:
    """Return what the command line says."""
    return Options(
        to=to,
        allow=frozenset(allow or ()),
        dry_run=dry_run,
        wait=wait,
        patience=Patience(lock_timeout, wait),
        report=_tell,
    )


def _tell(happening: Happening) -> None:
    """Say what happens, on standard error: the report is on standard output."""
    place = f" ({happening.done} of {happening.total})" if happening.total else ""
    before = f"{happening.migration}: " if happening.migration else ""
    print(f"{before}{happening.what}{place}", file=sys.stderr)


def print_ran(ran: Iterable[Ran], *, dry_run: bool, as_json: bool) -> None:
    """Print what was run, or would be."""
    listed = tuple(ran)
    if as_json:
        print_json({"dry_run": dry_run, "migrations": [_as_json(item) for item in listed]})
        return
    printer = Printer()
    if not listed:
        printer.line("nothing to do")
    for item in listed:
        count = len(item.statements)
        done = "would run" if dry_run else "ran"
        words = f"{count} statement{'s' if count != 1 else ''} {item.direction}"
        printer.line(f"{printer.paint(item.id, BOLD)}: {done} {words}")
        if dry_run:
            print_statements(item, printer)


def print_statements(item: Ran, printer: Printer) -> None:
    """Print what a migration consists of."""
    for action in item.statements:
        printer.line(f"  {action.sql};")
        for hazard in action.hazards:
            printer.line(f"    hazard: {hazard}")


def _as_json(item: Ran) -> dict[str, Any]:
    return {
        "id": item.id,
        "direction": str(item.direction),
        "statements": [
            {"sql": action.sql, "target": action.target, "hazards": list(action.hazards)}
            for action in item.statements
        ],
    }


def tell_waiting(text: str) -> None:
    """Say for whom we wait, on standard error."""
    print(text, file=sys.stderr)


def print_differences(title: str, lines: Iterable[str]) -> None:
    """Print what a database lacks (+), has besides (-) and has otherwise (~)."""
    printer = Printer()
    printer.line(printer.paint(title, BOLD))
    for line in lines:
        printer.line(f"  {printer.paint(line[0], _COLORS[line[0]])}{line[1:]}")
