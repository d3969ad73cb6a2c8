"""`schemagen doctor`."""

from __future__ import annotations

import typer

from schemagen.app.doctor import examine
from schemagen.app.doctor.finding import Health
from schemagen.cli.options import Json, NoColor, Root, Url
from schemagen.cli.printing import BOLD, GREEN, RED, YELLOW, Printer, print_json
from schemagen.errors import ExitCode

_MARKS = {Health.GOOD: ("✓", GREEN), Health.NOTE: ("·", YELLOW), Health.BAD: ("✗", RED)}


def doctor(
    url: Url = None,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Tell what is there of what schemagen needs.

    Packages, servers for proofs, the repository and its generated files, the database and what the
    role that connects may do there; and what to do about what is missing. Nothing is written.

    \b
    Examples:
      schemagen doctor
      schemagen doctor --url postgresql://…/shop

    \b
    Exit status:
      0  all is well
      3  something does not work
    """
    printer = Printer()
    report: dict[str, list[dict[str, str]]] = {}
    for name, findings in examine(root, url):
        report[name] = [
            {"health": each.health, "message": each.message, "hint": each.hint} for each in findings
        ]
        if as_json:
            continue
        printer.line(printer.paint(name, BOLD))
        for each in findings:
            printer.line(f"  {printer.paint(*_MARKS[each.health])} {each.message}")
            if each.hint:
                printer.line(f"      {each.hint}")
    if as_json:
        print_json(report)
    if any(each["health"] == Health.BAD for found in report.values() for each in found):
        raise typer.Exit(ExitCode.DIFFERENCES)
