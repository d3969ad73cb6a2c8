"""`schemagen build`."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from schemagen.app.build import BuildReport
from schemagen.app.build import build as build_projects
from schemagen.app.files import FileChange, Status
from schemagen.app.outputs import ProjectState
from schemagen.app.textdiff import unified
from schemagen.cli.options import Json, NoColor, Projects, Root
from schemagen.cli.printing import (
    BOLD,
    CYAN,
    GREEN,
    RED,
    YELLOW,
    Printer,
    file_as_json,
    print_error,
    print_json,
    print_warnings,
)
from schemagen.errors import ExitCode, SettingsError

_COLORS = {Status.NEW: GREEN, Status.CHANGED: YELLOW, Status.REMOVED: RED}


def build(
    projects: Projects = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; show what is stale, and exit with 3 if any."),
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Build again after each change, until Ctrl-C.")
    ] = False,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Compile the specs into generated/.

    Each specs/<project>.yaml becomes the files of generated/<project>/. Files that are already as
    they should be are not touched. When anything is wrong nothing is written, and every mistake
    is shown with its place. Files that an earlier build made and that are no longer made are
    removed; whatever else is in the folder stays, migrations above all. Without PROJECT, what was
    made from specs that are gone is removed too.

    With --watch, specs, what they name, templates and settings are looked at until Ctrl-C.

    \b
    Examples:
      schemagen build              all projects
      schemagen build trust gym    two of them
      schemagen build --check      in CI: is generated/ up to date?
      schemagen build --watch      while a spec is written

    \b
    Exit status:
      0  generated/ is up to date
      1  a spec has mistakes, or a file cannot be written
      2  there is no such project or repository
      3  with --check: generated/ is stale
    """
    if watch:
        _watch(root, projects or (), check or as_json)
        return
    report = build_projects(root, projects or (), check=check)
    print_warnings(report.warnings)
    if as_json:
        print_json(_as_json(report))
    else:
        _print(report, Printer())
    if report.changes and not report.written:
        raise typer.Exit(ExitCode.DIFFERENCES)


def _watch(root: Path | None, projects: Sequence[str], otherwise: bool) -> None:
    """Build until somebody stops it, and say what each build did.

    Raises:
        SettingsError: a report was asked for, too, or there is no such repository or project.
    """
    if otherwise:
        raise SettingsError(
            "--watch has no end at which there could be a report",
            hint="leave --check and --json out",
        )
    # Imported here because who builds once waits for nothing.
    from schemagen.app.rebuilding import rebuilds

    printer = Printer()
    with contextlib.suppress(KeyboardInterrupt):
        for done in rebuilds(root, projects):
            printer.line(printer.paint(f"{datetime.now():%H:%M:%S}", BOLD))
            if isinstance(done, BuildReport):
                print_warnings(done.warnings)
                _print(done, printer)
            else:
                print_error(done)
            sys.stdout.flush()


def _print(report: BuildReport, printer: Printer) -> None:
    for project in report.projects:
        if project.changes:
            words = ", ".join(_words(item, project, report, printer) for item in project.changes)
            printer.line(f"{project.name}: {words}")
        for path in project.foreign:
            name = path.relative_to(report.root).as_posix()
            printer.line(f"{project.name}: kept {name}, which was not made by schemagen")
    if not report.changes:
        count = len(report.projects)
        printer.line(f"{count} project{'s' if count != 1 else ''} up to date")
    elif not report.written:
        _print_differences(report, printer)


def _words(item: FileChange, project: ProjectState, report: BuildReport, printer: Printer) -> str:
    """Return `schema.sql changed (+12 -3)`, coloured."""
    name = item.path.relative_to(report.root).as_posix()
    short = name.rpartition(f"/{project.name}/")[2]
    text = f"{short} {printer.paint(item.status, _COLORS[item.status])}"
    if item.status is Status.CHANGED:
        added, removed = item.lines
        text += f" (+{added} -{removed})"
    return text


def _print_differences(report: BuildReport, printer: Printer) -> None:
    for change in report.changes:
        printer.line()
        for line in unified(change, change.path.relative_to(report.root).as_posix()):
            printer.line(printer.paint(line, _line_color(line)) if line[:1] in "+-@" else line)
    printer.line()
    count = len(report.changes)
    printer.line(f"{count} file{'s are' if count != 1 else ' is'} stale; run: schemagen build")


def _line_color(line: str) -> str:
    if line.startswith(("---", "+++")):
        return BOLD
    return {"+": GREEN, "-": RED, "@": CYAN}[line[0]]


def _as_json(report: BuildReport) -> dict[str, Any]:
    return {
        "written": report.written,
        "projects": [_project_as_json(report, project) for project in report.projects],
        "warnings": [asdict(item) for item in report.warnings],
    }


def _project_as_json(report: BuildReport, project: ProjectState) -> dict[str, Any]:
    return {
        "project": project.name,
        "files": [file_as_json(item, report.root) for item in project.changes],
        "kept": [path.relative_to(report.root).as_posix() for path in project.foreign],
    }
