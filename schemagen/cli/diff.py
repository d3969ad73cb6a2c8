"""`schemagen diff`."""

from __future__ import annotations

from typing import Annotated

import typer

from schemagen.app.diff import diff as diff_projects
from schemagen.app.diff import diff_live, diff_revision
from schemagen.app.difference import DiffReport, as_if_large
from schemagen.app.selection import Selection
from schemagen.cli.diffing import print_report
from schemagen.cli.options import (
    DiffFormat,
    Exclude,
    Format,
    Json,
    NoColor,
    Projects,
    Root,
    Schemas,
    ScratchUrl,
    Url,
)
from schemagen.cli.progress import bar_of
from schemagen.errors import ExitCode, SettingsError


def diff(
    projects: Projects = None,
    url: Url = None,
    live: Annotated[
        bool, typer.Option("--live", help="Against the database that the environment names.")
    ] = False,
    revision: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="REV",
            help="Against a revision of the Git repository.",
            show_default=False,
        ),
    ] = None,
    form: DiffFormat = Format.TEXT,
    undo: Annotated[
        bool, typer.Option("--undo", help="With --format sql: the way back instead.")
    ] = False,
    online: Annotated[
        bool,
        typer.Option(
            "--online",
            help="Statements for large tables, which keep nobody waiting. Against a database, the"
            " sizes of its tables decide.",
        ),
    ] = False,
    access: Annotated[
        bool,
        typer.Option(
            "--access/--no-access",
            help="Try on servers of this machine whose access grows or shrinks, if the changes"
            " may have to do with it.",
        ),
    ] = True,
    schemas: Schemas = None,
    exclude: Exclude = None,
    scratch_url: ScratchUrl = None,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Show what the specs would change.

    In what was built last, in a revision, or in a live database: which objects come (+), go (-) or
    change (~), grouped by table. A new name is seen as such where the object says
    `was: <former name>`. Without --url, --live or --from each spec is compared with
    generated/<project>/snapshot.json, and the generated files that are stale are named.

    With --url or --live, PostgreSQL itself says what the spec means: it is run in a temporary
    database of the same major version, and both are read in the same way. Compared are the schemas
    that the spec declares; what else there is, is left alone and named. The result is remembered,
    so that the same spec need not be run again.

    Where a change may have to do with access, what is there and what the spec says are made on
    servers of this machine, with the same rows, and every actor tries both: what anybody may do
    now, or may no longer, is told in words. --no-access leaves that out.

    \b
    Examples:
      schemagen diff                                     what was built last
      schemagen diff trust --from main --format markdown for a pull request
      schemagen diff trust --url postgresql://…/trust    a live database, with the SQL
      schemagen diff trust --live --exclude 'public.tmp_*' --format sql

    \b
    Exit status:
      0  no difference
      1  a spec has mistakes, or a snapshot or a database cannot be read
      2  there is no such project, repository or revision
      3  there are differences
    """
    form = Format.JSON if as_json else form
    _check(url, live, revision, undo, form)
    selection = Selection(tuple(schemas or ()), tuple(exclude or ()))
    report: DiffReport
    if url is not None or live:
        report = diff_live(root, projects or (), url, scratch_url=scratch_url, selection=selection)
    elif revision is not None:
        report = diff_revision(root, projects or (), revision, selection=selection)
    else:
        report = diff_projects(root, projects or (), selection=selection)
    report = as_if_large(report) if online else report
    if access and any(each.changes for each in report.projects):
        # Imported here because without a change there is nothing to ask.
        from schemagen.prove.whom.reporting import with_access

        with bar_of(0) as bar:
            report = with_access(report, root, bar.note)
    elsewhere = revision is not None or url is not None or live
    print_report(report, form, with_sql=elsewhere, undo=undo)
    if report.different:
        raise typer.Exit(ExitCode.DIFFERENCES)


def _check(url: str | None, live: bool, revision: str | None, undo: bool, form: Format) -> None:
    if revision is not None and (url is not None or live):
        raise SettingsError(
            "a spec is compared with one thing at a time",
            hint="give --from, or one of --url and --live",
        )
    if undo and form is not Format.SQL:
        raise SettingsError("--undo is about statements", hint="add --format sql")
