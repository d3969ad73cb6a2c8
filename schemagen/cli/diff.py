"""`schemagen diff`."""

from __future__ import annotations

from typing import Any

import typer

from schemagen.app.diff import DiffReport, ProjectDiff
from schemagen.app.diff import diff as diff_projects
from schemagen.cli.options import Json, NoColor, Projects, Root
from schemagen.cli.printing import BOLD, GREEN, RED, YELLOW, Printer, file_as_json, print_json
from schemagen.errors import ExitCode

_COLORS = {"+": GREEN, "-": RED, "~": YELLOW}


def diff(
    projects: Projects = None,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Show what the specs would change in what was built last.

    Compares each spec with generated/<project>/snapshot.json, without a database: which objects
    come (+), go (-) or change (~), grouped by table, and which generated files are stale. A new
    name is seen as such where the object says `was: <former name>`.

    \b
    Examples:
      schemagen diff               all projects
      schemagen diff trust         one of them
      schemagen diff --json        for a program

    \b
    Exit status:
      0  no difference
      1  a spec has mistakes, or a snapshot cannot be read
      2  there is no such project or repository
      3  there are differences
    """
    report = diff_projects(root, projects or ())
    if as_json:
        print_json({"projects": [_as_json(item, report) for item in report.projects]})
    else:
        _print(report, Printer())
    if report.different:
        raise typer.Exit(ExitCode.DIFFERENCES)


def _print(report: DiffReport, printer: Printer) -> None:
    for project in report.projects:
        if project.changes or project.stale:
            _print_project(project, printer)
    if not report.different:
        count = len(report.projects)
        printer.line(f"no difference in {count} project{'s' if count != 1 else ''}")


def _print_project(project: ProjectDiff, printer: Printer) -> None:
    new = "" if project.built else " (never built)"
    printer.line(printer.paint(f"{project.name}{new}", BOLD))
    for title, lines in _groups(project):
        indent = "    " if title else "  "
        if title:
            printer.line(f"  {title}")
        for mark, text in lines:
            printer.line(f"{indent}{printer.paint(mark, _COLORS[mark])} {text}")
    stale = ", ".join(item.path.name for item in project.stale)
    if stale:
        printer.line(f"  stale: {stale}")


def _groups(project: ProjectDiff) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the changes in words: by table, a mark and a text each."""
    if not project.changes:
        return []
    # Imported here because it brings all kinds along, which a run without changes has no use for.
    from schemagen.diff.words import describe

    return [
        (group.title, [(str(line.mark), line.text) for line in group.lines])
        for group in describe(project.changes)
    ]


def _as_json(project: ProjectDiff, report: DiffReport) -> dict[str, Any]:
    return {
        "project": project.name,
        "built": project.built,
        "changes": [
            {"group": title, "mark": mark, "text": text}
            for title, lines in _groups(project)
            for mark, text in lines
        ],
        "stale": [file_as_json(item, report.root) for item in project.stale],
    }
