"""`schemagen new`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from schemagen.app.adding import BLANK, LIKE, Added, add_project
from schemagen.cli.imported import import_as_json, print_import
from schemagen.cli.options import Json, NoColor, Root
from schemagen.cli.printing import GREEN, Printer, print_json
from schemagen.errors import ExitCode, SettingsError


def new(
    project: Annotated[
        str | None, typer.Argument(metavar="PROJECT", help="The name of the project.")
    ] = None,
    like: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=f"Begin like one of these: {', '.join(LIKE)}."),
    ] = None,
    from_db: Annotated[
        str | None,
        typer.Option(
            "--from-db", metavar="URL", help="Read the spec from a database.", show_default=False
        ),
    ] = None,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Add a project to a repository.

    Writes its spec, its first migration and a test, and builds it.

    On a terminal it asks for what the command line does not say.

    \b
    Examples:
      schemagen new shop                     two tables to write over
      schemagen new dojo --like gym          begin with a whole project
      schemagen new shop --from-db postgresql://…/shop

    \b
    Exit status:
      0  the project is there, built and tried
      1  the database cannot be read, or nothing can be tried
      2  the name is none, or taken
      3  with --from-db: the project is there, and something of the database is not in it
    """
    if like is not None and from_db is not None:
        raise SettingsError("--like and --from-db are two beginnings, and one is needed")
    asks = sys.stdin.isatty() and not as_json
    if project is None:
        if not asks:
            raise SettingsError("which project?", hint="schemagen new shop")
        project = typer.prompt("Name of the project")
    if like is None and from_db is None:
        like = typer.prompt(f"Like ({', '.join(LIKE)})", default=BLANK) if asks else BLANK
    added = add_project(root, str(project), like=like or BLANK, from_db=from_db)
    if as_json:
        print_json(_as_json(added))
    else:
        _print(str(project), added)
    if added.imported is not None and not added.imported.equal:
        raise typer.Exit(ExitCode.DIFFERENCES)


def _as_json(added: Added) -> dict[str, object]:
    return {
        "files": list(added.files),
        "generated": added.generated,
        "migration": added.migration,
        "imported": import_as_json(added.imported) if added.imported else None,
    }


def _print(project: str, added: Added) -> None:
    printer = Printer()
    new_ = printer.paint("new", GREEN)
    for name in added.files:
        printer.line(f"{new_}  {name}")
    printer.line(f"{new_}  generated/{project}/ ({added.generated} files)")
    if added.migration:
        printer.line(f"{new_}  {added.migration}/")
        # The privileges of its actors are new, which needs somebody's word.
        printer.line(f"next: schemagen migrate up {project} --allow AUTHZ_UPDATE --url …")
    if added.imported is not None:
        print_import(added.imported)
        printer.line(f"next: schemagen migrate new {project} initial")
        printer.line(
            f"then: schemagen migrate baseline {project} --url …, as the database is there"
        )
