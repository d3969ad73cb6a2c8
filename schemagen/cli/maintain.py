"""`schemagen maintain`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import typer

from schemagen.app.maintaining import MaintainReport, Maintenance
from schemagen.app.maintaining import maintain as maintain_project
from schemagen.cli.migrate.fleet_options import FleetFile, Parallel, fleet_file
from schemagen.cli.migrate.options import DatabaseUrl, DryRun, LockTimeout, Wait
from schemagen.cli.options import Json, NoColor, Project, Root
from schemagen.cli.printing import BOLD, GREEN, RED, YELLOW, Printer, print_json
from schemagen.errors import ExitCode
from schemagen.migrate.patience import Patience
from schemagen.partitions.planning import Make
from schemagen.partitions.work import Done, Maintained

_PAUSE = 0.1
"""Seconds: what is due is done in moments, so that a lock is free again soon."""
_WORDS = {
    "detach": ("detached", "would be detached"),
    "archive": ("archived", "would be archived"),
    "drop": ("dropped with its rows", "would be dropped with its rows"),
}


def maintain(
    project: Project = None,
    url: DatabaseUrl = None,
    fleet: FleetFile = None,
    parallel: Parallel = None,
    dry_run: DryRun = False,
    lock_timeout: LockTimeout = 50,
    wait: Wait = 60.0,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Make the partitions that are needed next; let go of old ones.

    For tables with `partition_by: {range: …, every: …}`. To be run once a day, or whenever: what is
    done is not done again, and two runs at a time do not meet. Rows that came before there was a
    partition for them are moved into it. Older partitions are detached, archived or dropped,
    whichever the spec says.

    \b
    Examples:
      schemagen maintain shop --url postgresql://…/shop
      schemagen maintain shop --dry-run
      schemagen maintain shop --fleet fleet.yaml

    \b
    Exit status:
      0  done, or nothing is due
      1  the database cannot be reached, or refuses something
      2  there is no such project, or a table is not partitioned in the database
    """
    order = Maintenance(Patience(lock_timeout, wait, _PAUSE), wait, dry_run)
    if file := fleet_file(fleet, url, parallel):
        _maintain_fleet(root, project, file, parallel, order, as_json=as_json)
        return
    found = maintain_project(root, project, url, order, lambda text: print(text, file=sys.stderr))
    if as_json:
        print_json(_as_json(found, dry_run=dry_run))
    else:
        _print(found, dry_run=dry_run)
    if found.refused:
        raise typer.Exit(ExitCode.ERROR)


def _maintain_fleet(
    root: Path | None,
    project: str | None,
    file: Path,
    parallel: int | None,
    order: Maintenance,
    *,
    as_json: bool,
) -> None:
    # Imported here: one database needs nothing of it.
    from schemagen.app.fleet.maintain import maintain_fleet
    from schemagen.app.fleet.members import find_fleet

    listed, failed = [], 0
    for each in maintain_fleet(root, project, find_fleet(file, parallel=parallel), order):
        failed += each.failed
        if each.report is not None:
            listed.append(_as_json(each.report, dry_run=order.dry_run))
            if not as_json:
                print(each.report.where)
                _print(each.report, dry_run=order.dry_run)
            continue
        listed.append({"database": each.member.target.where, "error": str(each.error)})
        if not as_json:
            print(f"{each.member.target.where}\n  failed: {each.error}", file=sys.stderr)
    if as_json:
        print_json({"databases": listed})
    if failed:
        raise typer.Exit(ExitCode.ERROR)


def _print(found: MaintainReport, *, dry_run: bool) -> None:
    printer = Printer()
    for table in found.tables:
        printer.line(printer.paint(f"{table.table.schema}.{table.table.name}", BOLD))
        for each in table.done:
            printer.line(_line(printer, each, dry_run=dry_run))
        if table.beyond:
            rows = _rows(table.beyond)
            printer.line(f"  {rows} further ahead than that stay in the default partition")
        for call in table.calls:
            printer.line(f"  {call}")
        if not (table.done or table.calls):
            printer.line("  nothing is due")


def _line(printer: Printer, each: Done, *, dry_run: bool) -> str:
    task = each.task
    if isinstance(task, Make):
        what = "would be made" if dry_run else "made"
        words = f"{task.name.name}: {what}, from {task.low} to {task.high}"
        words += f", with {_rows(task.rows)} of the default partition" if task.rows else ""
        mark = printer.paint("+", GREEN)
    else:
        words = f"{task.name.name}: {_WORDS[task.how][dry_run]}"
        mark = printer.paint("-", YELLOW)
    if each.refused:
        return f"  {printer.paint('!', RED)} {task.name.name}: refused, {each.refused}"
    return f"  {mark} {words}"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _as_json(found: MaintainReport, *, dry_run: bool) -> dict[str, Any]:
    return {
        "database": found.where,
        "dry_run": dry_run,
        "tables": [_table(each) for each in found.tables],
    }


def _table(found: Maintained) -> dict[str, Any]:
    return {
        "table": f"{found.table.schema}.{found.table.name}",
        "beyond": found.beyond,
        "calls": list(found.calls),
        "tasks": [_task(each) for each in found.done],
    }


def _task(each: Done) -> dict[str, Any]:
    task = each.task
    told: dict[str, Any] = {"partition": task.name.name, "refused": each.refused or None}
    if isinstance(task, Make):
        return {**told, "task": "make", "from": task.low, "to": task.high, "rows": task.rows}
    return {**told, "task": task.how}
