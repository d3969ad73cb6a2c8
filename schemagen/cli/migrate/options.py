"""The options that several commands about migrations take, and how they tell what happens."""

from __future__ import annotations

import sys
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Final, TypeAlias

import typer

from schemagen.app.consent import allowing, asked_for, hazards_named
from schemagen.app.migrating import Options, Ran
from schemagen.catalog.hazard import meaning_of
from schemagen.cli.printing import BOLD, GREEN, RED, YELLOW, Printer, print_json
from schemagen.cli.progress import Bar
from schemagen.declare.nouns import counted
from schemagen.migrate.patience import Patience
from schemagen.migrate.runner import Happening, Report
from schemagen.migrate.step import Direction

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

_OFTEN: Final = 1.0
"""Seconds between two lines about the same rows."""
_DONE: Final = {Direction.UP: "applied", Direction.DOWN: "undone"}
_COLORS: Final = {"+": GREEN, "-": RED, "~": YELLOW}


def options_of(
    to: str | None,
    allow: Iterable[str] | None,
    dry_run: bool,
    lock_timeout: int,
    wait: float,
) -> Options:
    """Return what the command line says.

    Raises:
        SettingsError: a hazard that is allowed is none.
    """
    return Options(
        to=to,
        allow=hazards_named(allow or ()),
        dry_run=dry_run,
        wait=wait,
        patience=Patience(lock_timeout, wait),
    )


class _Teller:
    """Says what happens: rows by a bar, or by a line a second where there is no terminal."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._said = 0.0

    def tell(self, happening: Happening) -> None:
        before = f"{happening.migration}: " if happening.migration else ""
        if not happening.unit:
            count = happening.total
            place = f"step {happening.done + 1} of {count}: " if count > 1 else ""
            self._line(f"{before}{place}{happening.what}")
            return
        is_last = happening.done == happening.total
        of = "" if is_last else f" of about {happening.total}"
        if sys.stderr.isatty() and not is_last:
            self._bar = self._bar or Bar(happening.total)
            self._bar.show(happening.done, happening.total, f"{before}{happening.what}")
        elif is_last or time.monotonic() - self._said > _OFTEN:
            self._said = time.monotonic()
            self._line(f"{before}{happening.what}: {happening.done}{of} {happening.unit} done")

    def clear(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.clear()
        self._bar = None

    def _line(self, text: str) -> None:
        self.clear()
        print(text, file=sys.stderr, flush=True)


@contextmanager
def telling() -> Iterator[Report]:
    """Say what happens on standard error, until the end of the block."""
    teller = _Teller()
    try:
        yield teller.tell
    finally:
        teller.clear()


def print_ran(
    ran: Iterable[Ran], *, dry_run: bool, as_json: bool, allowed: Collection[str]
) -> None:
    """Print what was run, or would be, and what it takes to run it."""
    listed = tuple(ran)
    if as_json:
        print_json({"dry_run": dry_run, "migrations": [_as_json(item) for item in listed]})
        return
    printer = Printer()
    if not listed:
        printer.line("nothing to do")
    for item in listed:
        if dry_run:
            print_statements(item, printer)
        else:
            done = _DONE[item.direction]
            printer.line(f"{printer.paint(item.id, BOLD)}: {done}, {_counted(item)}")
    if dry_run:
        print_asked(listed, allowed, printer)


def print_asked(ran: Iterable[Ran], allowed: Collection[str], printer: Printer) -> None:
    """Print what somebody still has to allow of what would be run."""
    asked = asked_for((action for item in ran for action in item.statements), allowed)
    if asked:
        printer.line(f"to run it, add: {allowing(asked)}")


def print_statements(item: Ran, printer: Printer) -> None:
    """Print what a migration consists of: of each statement its beginning, for all of it is in the
    file that is named."""
    title = printer.paint(f"{item.id}/{item.direction}.sql", BOLD)
    printer.line(f"{title}: {_counted(item)} would be run")
    for action in item.statements:
        printer.line(f"  {action.title}")
        for hazard, reason in action.hazards.items():
            printer.line(f"    {hazard}: {reason or meaning_of(hazard)}")
        if action.failure:
            printer.line(f"    {action.failure}")


def _counted(item: Ran) -> str:
    return counted(len(item.statements), "statement")


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
