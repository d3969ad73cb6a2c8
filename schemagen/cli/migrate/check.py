"""`schemagen migrate check`."""

from __future__ import annotations

from typing import Any

from schemagen.app.checking import check as check_migrations
from schemagen.app.proving_scripts import Proven
from schemagen.cli.migrate.rolling import print_rolling
from schemagen.cli.migrate.undo import print_undo
from schemagen.cli.options import Json, NoColor, Project, Root, TriedOn
from schemagen.cli.printing import BOLD, Printer, print_json


def check(
    project: Project = None,
    postgres: TriedOn = None,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Prove migrations that were edited, and read their statements into their plans.

    Each runs up, down and up again on a disposable server: its way back has to lead back. What is
    known of a statement stays; of one that a person wrote, plan.json gets what its words tell and
    which locks it was seen to take.

    \b
    Examples:
      schemagen migrate check shop

    \b
    Exit status:
      0  proven, or nothing was edited
      1  a statement is refused, or a way back does not lead back; nothing was written
      2  there is no such project or repository
    """
    done = check_migrations(root, project, major=postgres)
    if as_json:
        print_json(
            {
                "server": done.server,
                "migrations": [_as_json(each) for each in done.migrations],
                "beyond": list(done.beyond),
            }
        )
        return
    printer = Printer()
    if not done.migrations:
        printer.line("nothing was edited since it was proven")
    for each in done.migrations:
        printer.line(f"{printer.paint(each.id, BOLD)}: proven up, down and up")
        _print_statements(each, printer)
    if done.beyond:
        printer.line("the spec says more than the migrations; to write it: schemagen migrate new")
        for line in done.beyond:
            printer.line(f"  {line}")


def _print_statements(proven: Proven, printer: Printer) -> None:
    for way, texts in proven.handwritten.items():
        for text in texts:
            fact = proven.plan.ways[way].facts[text]
            lock = f", locks {fact.lock}" if fact.lock else ""
            printer.line(f"  {way}.sql: {fact.target}{lock}")
            for name, message in (fact.hazards or {}).items():
                printer.line(f"    {name}: {message}")
    print_undo(proven.plan.grade, proven.plan.reasons, printer)
    print_rolling(proven.plan.rolling, printer)


def _as_json(proven: Proven) -> dict[str, Any]:
    return {
        "id": proven.id,
        "undo": {"grade": proven.plan.grade, "reasons": list(proven.plan.reasons)},
        "handwritten": {str(way): list(texts) for way, texts in proven.handwritten.items()},
    }
