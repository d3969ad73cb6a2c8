"""`schemagen docs`."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from schemagen.app.docs import DocsFormat, DocsReport
from schemagen.app.docs import docs as write_docs
from schemagen.cli.options import Json, NoColor, Projects, Root
from schemagen.cli.printing import Printer, file_as_json, print_json
from schemagen.errors import ExitCode


def docs(
    projects: Projects = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Where to write; site/, or what the settings say, by default.",
            show_default=False,
        ),
    ] = None,
    open_: Annotated[
        bool, typer.Option("--open", help="Show the first page in the browser.")
    ] = False,
    form: Annotated[
        DocsFormat,
        typer.Option("--format", help="For a browser, or Markdown with Mermaid diagrams."),
    ] = DocsFormat.HTML,
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; exit with 3 if a file is stale."),
    ] = False,
    url: Annotated[
        str | None,
        typer.Option(
            "--url",
            metavar="URL",
            help="A database of the project: a page with pictures says what its tables have"
            " come to.",
            show_default=False,
        ),
    ] = None,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Write pages about the projects for a browser.

    Tables with their columns, relationships, indexes and policies, a diagram, who may do what,
    functions, types, migrations, and a search over all of it: one folder that needs no server and
    no network. What is made anew is the same, byte for byte. The folder has what was chosen: what
    an earlier run made of other projects is removed.

    \b
    Examples:
      schemagen docs --open           all projects, into site/
      schemagen docs shop --out docs  one of them, into another folder
      schemagen docs --format markdown --out docs/schema
                                      for GitHub
      schemagen docs shop --url postgresql://…/shop
                                      with the sizes of its tables

    \b
    Exit status:
      0  written
      1  a spec has mistakes, the database cannot be reached, or a file cannot be written
      2  there is no such project, the folder holds other things, or a package is missing
      3  with --check: the folder is stale
    """
    report = write_docs(root, projects or (), out=out, form=form, check=check, url=url)
    if as_json:
        print_json(_as_json(report))
    else:
        _print(report)
    if open_:
        webbrowser.open(report.first.as_uri())
    if report.changes and not report.written:
        raise typer.Exit(ExitCode.DIFFERENCES)


def _print(report: DocsReport) -> None:
    printer = Printer()
    count = len(report.changes)
    if not report.written and count:
        printer.line(f"{count} file{'s are' if count != 1 else ' is'} stale; run: schemagen docs")
        return
    size = f"{report.size / 1e6:.1f} MB"
    printer.line(f"{report.files} files, {size}, {count} of them new or changed: {report.first}")


def _as_json(report: DocsReport) -> dict[str, object]:
    return {
        "folder": str(report.folder),
        "first": str(report.first),
        "files": report.files,
        "bytes": report.size,
        "written": report.written,
        "changes": [file_as_json(item, report.folder) for item in report.changes],
    }
