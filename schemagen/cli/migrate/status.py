"""`schemagen migrate status`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from schemagen.app.migrating import StatusReport
from schemagen.app.migrating import status as find_status
from schemagen.cli.migrate.fleet_options import FleetFile, Parallel, fleet_file
from schemagen.cli.migrate.options import DatabaseUrl
from schemagen.cli.options import Json, NoColor, Project, Root
from schemagen.cli.printing import GREEN, RED, YELLOW, Printer, print_json
from schemagen.declare.nouns import counted
from schemagen.errors import ExitCode
from schemagen.migrate.advice import half_way
from schemagen.migrate.history import Failure
from schemagen.migrate.situation import Entry, Standing, why_wrong

_COLORS = {Standing.APPLIED: GREEN, Standing.PENDING: YELLOW}


def status(
    project: Project = None,
    url: DatabaseUrl = None,
    fleet: FleetFile = None,
    parallel: Parallel = None,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Show where a database stands among the migrations of a project.

    Changes nothing. Exits with 3 unless everything is applied.

    \b
    Examples:
      schemagen migrate status shop --url postgresql://…/shop
      schemagen migrate status shop --fleet fleet.yaml

    \b
    Exit status:
      0  everything is applied
      1  the database cannot be reached, or a migration cannot be read
      2  there is no such project or repository
      3  something is pending, under way, or not as it was run
    """
    file = fleet_file(fleet, url, parallel)
    if file:
        # Imported here: one database needs nothing of it.
        from schemagen.app.fleet.members import find_fleet
        from schemagen.cli.migrate.fleet import show_fleet

        found = find_fleet(file, parallel=parallel)
        show_fleet(root, project, found, as_json=as_json)
        return
    report = find_status(root, project, url)
    if as_json:
        entries = [_as_json(entry) for entry in report.entries]
        print_json(
            {
                "project": report.project,
                "database": report.where,
                "migrations": entries,
                "problem": report.problem.message if report.problem else None,
                "failure": _failure_as_json(report.failure) if report.failure else None,
            }
        )
    else:
        printer = Printer()
        # There may be many thousands, which are printed in one go.
        printer.line("\n".join(_lines(report, printer)))
    if not report.settled:
        raise typer.Exit(ExitCode.DIFFERENCES)


def _lines(report: StatusReport, printer: Printer) -> Iterator[str]:
    yield f"{report.project} in {report.where}"
    width = max((len(entry.id) for entry in report.entries), default=0)
    for entry in report.entries:
        word = printer.paint(entry.standing, _COLORS.get(entry.standing, RED))
        why, hint = why_wrong(entry, report.project)
        yield f"  {entry.id:{width}}  {word}{_details(entry)}{f': {why}' if why else ''}"
        if hint:
            yield f"    hint: {hint}"
        if report.failure and report.failure.migration == entry.id:
            yield f"    {printer.paint(_failed(report.failure), RED)}"
        if entry.under_way and not hint:
            yield f"    hint: {half_way(report.project, entry.id, entry.under_way)}"
    if report.problem:
        yield f"  {printer.paint(report.problem.message, RED)}"
        yield f"    hint: {report.problem.hint}"
    if not report.entries:
        yield f"  there is no migration yet; run: schemagen migrate new {report.project} initial"
    pending = sum(entry.standing is Standing.PENDING for entry in report.entries)
    if pending and not (report.is_wrong or report.failure):
        migrations = counted(pending, "migration")
        yield f"  to apply {migrations}, run: schemagen migrate up {report.project}"


def _details(entry: Entry) -> str:
    record = entry.record
    edited = " and ".join(f"{way}.sql" for way in entry.unproven)
    note = f", {edited} edited since proven: see schemagen migrate check" if edited else ""
    if record is None or entry.standing is not Standing.APPLIED:
        return note
    return f" {record.at:%Y-%m-%d %H:%M:%S} by {record.by}, {record.seconds:.2f} s{note}"


def _failed(failure: Failure) -> str:
    begun = f"{failure.direction} of {failure.at:%Y-%m-%d %H:%M:%S}"
    if not failure.error:
        return f"{begun} has not ended: it is at work, or was killed"
    return f"{begun} failed: {failure.error}".replace("\n", "\n    ")


def _failure_as_json(failure: Failure) -> dict[str, Any]:
    return {
        "id": failure.migration,
        "direction": str(failure.direction),
        "at": failure.at.isoformat(),
        "error": failure.error or None,
    }


def _as_json(entry: Entry) -> dict[str, Any]:
    record = entry.record
    return {
        "id": entry.id,
        "standing": str(entry.standing),
        "unproven": [str(way) for way in entry.unproven],
        "at": record.at.isoformat() if record else None,
        "by": record.by if record else None,
        "seconds": record.seconds if record else None,
    }
