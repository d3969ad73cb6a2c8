"""`schemagen import`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from schemagen.app.importing import Request, import_database
from schemagen.app.selection import Selection
from schemagen.cli.imported import import_as_json, print_import
from schemagen.cli.options import Exclude, Json, NoColor, Root, Schemas, ScratchUrl, Url
from schemagen.cli.printing import print_json
from schemagen.errors import ExitCode, SettingsError


def import_(
    project: Annotated[str, typer.Argument(metavar="PROJECT", help="The name of the project.")],
    url: Url = None,
    sql: Annotated[
        Path | None,
        typer.Option(
            "--sql",
            metavar="PATH",
            help="A plain dump, or a folder of .sql files that run in the order of their names.",
            show_default=False,
        ),
    ] = None,
    postgres: Annotated[
        int | None,
        typer.Option(
            min=14,
            max=18,
            help="With --sql: the major version to load it into.",
            show_default=False,
        ),
    ] = None,
    schemas: Schemas = None,
    exclude: Exclude = None,
    scratch_url: ScratchUrl = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a spec that is there.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the spec, and write nothing.")
    ] = False,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Write the spec of a database that is there.

    Reads a live database, or SQL that is loaded into a temporary one, and writes
    specs/PROJECT.yaml (a large one in several files). Then the spec is tried: what PostgreSQL makes
    of it is compared with the original, and whatever is different is named.

    \b
    Examples:
      schemagen import shop --url postgresql://…/shop
      schemagen import shop --sql dump.sql
      schemagen import shop --sql migrations/ --postgres 16
      schemagen import shop --url … --exclude audit --dry-run

    \b
    Exit status:
      0  the spec is written, and makes the same
      1  the database cannot be read, the SQL does not load, or PostgreSQL refuses the spec
      2  there is such a spec already, or the command line is wrong
      3  the spec is written, and something is not in it or different
    """
    if url is not None and sql is not None:
        raise SettingsError("--url and --sql are two sources, and one is needed")
    request = Request(
        project,
        url,
        sql,
        postgres,
        Selection(tuple(schemas or ()), tuple(exclude or ())),
        scratch_url,
        force,
        dry_run,
    )
    report = import_database(root, request)
    if as_json:
        print_json(import_as_json(report))
    else:
        print_import(report, dry_run=dry_run)
    if not report.equal:
        raise typer.Exit(ExitCode.DIFFERENCES)
