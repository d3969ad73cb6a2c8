"""What an import did, for people and for programs."""

from __future__ import annotations

from schemagen.app.importing import ImportReport
from schemagen.cli.printing import Printer
from schemagen.diff.words import describe


def print_import(report: ImportReport, *, dry_run: bool = False) -> None:
    """Print what was read and what is not in the spec; for a dry run the spec itself."""
    printer = Printer()
    if dry_run:
        for path, text in report.files:
            if len(report.files) > 1:
                printer.line(f"# {path.name}")
            printer.line(text.rstrip("\n"))
        printer.line()
    mark = "# " if dry_run else ""
    printer.line(f"{mark}{report.source}: {report.objects} objects")
    for path, text in () if dry_run else report.files:
        printer.line(f"  {path} ({text.count(chr(10))} lines)")
    for name in report.undeclared:
        printer.line(f"{mark}not in the spec: {name}")
    for line in _different(report):
        printer.line(f"{mark}different: {line}")
    if report.unproven:
        printer.line(f"{mark}not proven: {report.unproven}")
    elif report.equal:
        printer.line(f"{mark}proven equal: the spec makes what was read")


def _different(report: ImportReport) -> list[str]:
    return [
        f"{group.title}: {line.text}" if group.title else line.text
        for group in describe(report.changes)
        for line in group.lines
    ]


def import_as_json(report: ImportReport) -> dict[str, object]:
    """Return the same for programs."""
    return {
        "source": report.source,
        "files": [str(path) for path, _ in report.files],
        "objects": report.objects,
        "undeclared": list(report.undeclared),
        "different": _different(report),
        "unproven": report.unproven,
        "equal": report.equal,
    }
