"""`schemagen migrate new`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from schemagen.app.empty_migration import new_empty
from schemagen.app.new_migration import NewMigration, new_migration
from schemagen.app.settings import find_settings
from schemagen.app.splitting import split_migration
from schemagen.cli.access import access_as_json, access_lines
from schemagen.cli.migrate.rolling import print_rolling
from schemagen.cli.migrate.undo import print_undo
from schemagen.cli.options import Json, NoColor, Project, Root, TriedOn
from schemagen.cli.printing import BOLD, Printer, print_json
from schemagen.declare.nouns import counted
from schemagen.errors import SettingsError
from schemagen.migrate.files import Migration
from schemagen.migrate.plan_file import rolling_as_json
from schemagen.prove.whom.asking import Asker


def new(
    project: Project = None,
    slug: Annotated[
        str | None, typer.Argument(metavar="SLUG", help="A few words for its name: add_orders.")
    ] = None,
    postgres: TriedOn = None,
    empty: Annotated[
        bool,
        typer.Option("--empty", help="Write files for statements of your own, whatever the spec."),
    ] = False,
    archive: Annotated[
        bool | None,
        typer.Option(
            "--archive/--no-archive",
            help="Keep rows and values that go, so that the way back restores them; by default"
            " what schemagen.toml says, and yes.",
            show_default=False,
        ),
    ] = None,
    split: Annotated[
        bool,
        typer.Option(
            "--split", help="Write what gives and what takes apart, to deploy a version between."
        ),
    ] = False,
    access: Annotated[
        bool,
        typer.Option("--access/--no-access", help="Try whose access grows or shrinks, if it may."),
    ] = True,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Write the change from the last migration to the spec.

    Runs all migrations of the project on a disposable server, compares the result with the spec,
    plans the way and the way back, and tries both before anything is written. A table, column or
    sequence that goes, or a column that is to hold less, is kept in an archive, a schema that only
    its owner can look into; the way back restores it, and schemagen migrate purge discards it.

    With --empty the files have no statements: write yours, and run schemagen migrate check. A
    change of many rows is an UPDATE or DELETE below the mark `-- schemagen: batches of 1000`.

    Models of the schema before it are tried after it, and those after it before: what fails is
    told, and in which order to deploy. With --split there are two migrations: one that only adds
    and widens (expand), one that drops and demands (contract). Both versions run between them.

    Where access may change, every actor tries the schemas before and after it on the same rows.
    What somebody gains is an AUTHZ_UPDATE that says so; with --no-access there is one at each
    statement that might give something.

    \b
    Examples:
      schemagen migrate new shop add_orders
      schemagen migrate new shop drop_phone --split
      schemagen migrate new shop --empty lower_emails

    \b
    Exit status:
      0  written, or nothing is different
      1  a spec has mistakes, or a migration cannot be run
      2  there is no such project or repository
    """
    if empty and split:
        raise SettingsError("--split is for what the spec says, and --empty for what you write")
    if empty:
        _print_empty(new_empty(root, project, slug), as_json=as_json)
        return
    measure = Asker(find_settings(root)) if access else None
    if split:
        both = split_migration(
            root, project, slug, major=postgres, archive=archive, measure=measure
        )
    else:
        made = new_migration(root, project, slug, major=postgres, archive=archive, measure=measure)
        both = (made,) if made else ()
    if as_json:
        one = {"migration": _as_json(both[0]) if both else None}
        print_json({"migrations": [_as_json(each) for each in both]} if split else one)
        return
    printer = Printer()
    if not both:
        printer.line("nothing to migrate: the migrations lead to what the spec says")
    for each in both:
        _print_made(each, printer)
    if split and len(both) == 1:
        printer.line("there is nothing to split: it only gives, or only takes")
    if len(both) == 2:
        _print_order(*both, printer)


def _print_made(made: NewMigration, printer: Printer) -> None:
    up, down = len(made.transition.statements), len(made.transition.undo)
    statements = counted(up, "statement")
    printer.line(f"{printer.paint(made.id, BOLD)}: {statements} up, {down} down")
    for hazard in sorted({each for item in made.transition.statements for each in item.hazards}):
        printer.line(f"  {hazard.type}: {hazard.message}")
    for failure in _failures(made):
        printer.line(f"  {failure}")
    for schema, kept in made.transition.archives.items():
        printer.line(f"  archive {schema}: {', '.join(kept)}")
    print_undo(made.grade, made.reasons, printer)
    for line in access_lines(made.access):
        printer.line(f"  {line}")
    print_rolling(made.rolling, printer)
    printer.line(f"  tried up, down and up on PostgreSQL {made.server}")


def _print_order(expand: NewMigration, contract: NewMigration, printer: Printer) -> None:
    """Say what to run, and what to do between: without a name, `up` would apply both."""
    project = expand.folder.parent.name
    printer.line("in this order:")
    printer.line(f"  schemagen migrate up {project} --to {expand.id}")
    printer.line("  deploy the new version everywhere")
    if failures := _failures(contract):
        printer.line("  see to the rows: what comes next")
        for failure in failures:
            printer.line(f"    {failure}")
    printer.line(f"  schemagen migrate up {project} --to {contract.id}")


def _failures(made: NewMigration) -> list[str]:
    """Return what in the rows of a database makes a migration fail, each once."""
    found = dict.fromkeys(item.failure for item in made.transition.statements)
    return [failure for failure in found if failure]


def _print_empty(made: Migration, *, as_json: bool) -> None:
    if as_json:
        print_json({"migration": {"id": made.id, "folder": str(made.folder)}})
        return
    printer = Printer()
    printer.line(f"{printer.paint(made.id, BOLD)}: write up.sql and down.sql")
    printer.line("  then run: schemagen migrate check")


def _as_json(made: NewMigration) -> dict[str, Any]:
    return {
        "id": made.id,
        "folder": str(made.folder),
        "server": made.server,
        "failures": _failures(made),
        "archives": {key: list(kept) for key, kept in made.transition.archives.items()},
        "undo": {"grade": made.grade, "reasons": list(made.reasons)},
        "access": access_as_json(made.access),
        "rolling": rolling_as_json(made.rolling) if made.rolling else None,
        "up": [item.sql for item in made.transition.statements],
        "down": [item.sql for item in made.transition.undo],
    }
