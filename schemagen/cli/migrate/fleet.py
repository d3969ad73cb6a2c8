"""What `schemagen migrate up`, `down` and `status` do with a fleet: progress, reports."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import typer

from schemagen.app.fleet.members import Fleet, Member
from schemagen.app.fleet.pool import Stop
from schemagen.app.fleet.status import FleetStatus, Look, status_fleet
from schemagen.app.fleet.up import Failure, FleetReport, Outcome, Result
from schemagen.app.fleet.up import run_fleet as run_everywhere
from schemagen.app.migrating import Options, Ran
from schemagen.cli.migrate.options import print_asked, print_statements
from schemagen.cli.printing import GREEN, RED, YELLOW, Printer, print_json
from schemagen.cli.progress import Bar, bar_of
from schemagen.declare.nouns import counted
from schemagen.errors import ExitCode
from schemagen.migrate.runner import Happening
from schemagen.migrate.situation import Standing
from schemagen.migrate.step import Direction

INTERRUPTED: Final = 130
"""The exit status of what somebody stopped."""
_STOPPING: Final = b"\nthose at work end their statement; a second time leaves them as they are\n"
_DONE: Final = (Outcome.APPLIED, Outcome.UNDONE)
_COLORS: Final = {
    **dict.fromkeys((*_DONE, Outcome.SKIPPED), GREEN),
    Outcome.FAILED: RED,
}
_CURRENT, _BEHIND, _WRONG, _FAILED = "up to date", "behind", "wrong", "failed"


def run_fleet(
    root: Path | None,
    project: str | None,
    fleet: Fleet,
    options: Options,
    way: Direction = Direction.UP,
    *,
    as_json: bool,
) -> None:
    """Migrate a fleet up or down, print the report, and exit with 3 unless all went well."""
    with bar_of(len(fleet.members)) as bar, _stopping() as stop:
        report = run_everywhere(root, project, fleet, options, stop, _Watcher(bar), way)
    if as_json:
        print_json(_report_as_json(report, fleet, dry_run=options.dry_run))
    else:
        _print_report(report, fleet, options.allow)
    if stop.is_asked and report.ended:
        raise typer.Exit(INTERRUPTED)
    if report.ended or report.counts[Outcome.FAILED]:
        raise typer.Exit(ExitCode.DIFFERENCES)


def show_fleet(root: Path | None, project: str | None, fleet: Fleet, *, as_json: bool) -> None:
    """Print where a fleet stands, and exit with 3 unless all is applied everywhere."""
    with bar_of(len(fleet.members)) as bar, _stopping() as stop:
        status = status_fleet(root, project, fleet, stop, lambda _: bar.step())
    if as_json:
        looks = [_look_as_json(look) for look in status.looks]
        print_json({"project": status.project, "fleet": fleet.name, "databases": looks})
    else:
        _print_status(status, fleet)
    if stop.is_asked:
        raise typer.Exit(INTERRUPTED)
    if not all(look.settled for look in status.looks):
        raise typer.Exit(ExitCode.DIFFERENCES)


class _Watcher:
    """Shows a bar, and a line for what failed; without a terminal one for all that was done."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar

    def doing(self, member: Member, happening: Happening) -> None:
        self._bar.note(f"{member.name}: {happening.migration} {happening.what}")

    def done(self, result: Result) -> None:
        is_done = result.outcome in _DONE and not sys.stderr.isatty()
        if is_done or result.outcome is Outcome.FAILED:
            self._bar.line(f"{result.member.name}: {_words(result)}")
        self._bar.step()


@contextmanager
def _stopping() -> Iterator[Stop]:
    """Take the first interruption for a wish, and the second one for an order."""
    stop = Stop()
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}

    def ask(number: int, _: Any) -> None:
        signal.signal(number, before[signal.Signals(number)])
        stop.ask()
        # Not print: the interruption may have come in the midst of one.
        os.write(sys.stderr.fileno(), _STOPPING)

    for each in before:
        signal.signal(each, ask)
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _print_report(report: FleetReport, fleet: Fleet, allowed: Collection[str]) -> None:
    printer = Printer()
    printer.line(f"{report.project} in {_databases(fleet)}")
    canaries = {member.name for member in fleet.canary}
    for result in report.results:
        word = printer.paint(_words(result), _COLORS.get(result.outcome, YELLOW))
        note = " (canary)" if result.member.name in canaries else ""
        printer.line(f"  {result.member.name}{note}: {word}")
        _print_failure(result.failure, printer)
    _print_pending(report, allowed, printer)
    counts = ", ".join(
        f"{count} {outcome}" for outcome in Outcome if (count := report.counts[outcome])
    )
    printer.line(f"{counts}, in {report.seconds:.1f} s")
    if report.ended:
        printer.line(f"ended early: {report.ended}")
        printer.line("  hint: run the same command again: it goes on here")


def _databases(fleet: Fleet) -> str:
    count = len(fleet.members)
    return f"the {count} databases of {fleet.name}" if count != 1 else f"the one of {fleet.name}"


def _words(result: Result) -> str:
    migrations = counted(len(result.ran), "migration")
    match result.outcome:
        case Outcome.APPLIED | Outcome.UNDONE:
            return f"{result.outcome} {migrations}, {result.seconds:.2f} s"
        case Outcome.PENDING:
            return f"would run {migrations}: {_listed([each.id for each in result.ran])}"
        case Outcome.SKIPPED:
            return "skipped, nothing to do"
        case Outcome.FAILED | Outcome.STOPPED:
            return f"{result.outcome}, {result.seconds:.2f} s"
    return str(result.outcome)


def _print_failure(failure: Failure | None, printer: Printer) -> None:
    if failure is None:
        return
    where = f"{failure.where}: " if failure.where else ""
    printer.line("    " + f"{where}{failure.message}".replace("\n", "\n    "))
    if failure.statement:
        printer.line("      | " + failure.statement.replace("\n", "\n      | "))
    if failure.hint:
        printer.line("      hint: " + failure.hint.replace("\n", "\n    "))


def _print_pending(report: FleetReport, allowed: Collection[str], printer: Printer) -> None:
    """Print the statements of a dry run: each migration once, however many databases lack it."""
    pending: dict[str, Ran] = {}
    for result in report.results:
        if result.outcome is Outcome.PENDING:
            pending.update((ran.id, ran) for ran in result.ran)
    for _, ran in sorted(pending.items()):
        print_statements(ran, printer)
    print_asked(pending.values(), allowed, printer)


def _report_as_json(report: FleetReport, fleet: Fleet, *, dry_run: bool) -> dict[str, Any]:
    return {
        "project": report.project,
        "fleet": fleet.name,
        "dry_run": dry_run,
        "seconds": round(report.seconds, 3),
        "ended": report.ended or None,
        "counts": {str(outcome): report.counts[outcome] for outcome in Outcome},
        "databases": [
            {
                "database": result.member.target.where,
                "canary": result.member in fleet.canary,
                "outcome": str(result.outcome),
                "migrations": [ran.id for ran in result.ran],
                "seconds": round(result.seconds, 3),
                "failure": _failure_as_json(result.failure),
            }
            for result in report.results
        ],
    }


def _failure_as_json(failure: Failure | None) -> dict[str, str] | None:
    if failure is None:
        return None
    return {
        "message": failure.message,
        "where": failure.where,
        "statement": failure.statement,
        "hint": failure.hint,
    }


def _print_status(status: FleetStatus, fleet: Fleet) -> None:
    printer = Printer()
    printer.line(f"{status.project} in {_databases(fleet)}")
    for look in status.looks:
        standing, details = _standing(look)
        color = {_CURRENT: GREEN, _BEHIND: YELLOW}.get(standing, RED)
        said = f", {'; '.join(details)}" if details else ""
        printer.line(f"  {look.member.name}: {printer.paint(standing, color)}{said}")
        _print_failure(look.failure, printer)
    settled = sum(look.settled for look in status.looks)
    printer.line(f"{settled} of {len(fleet.members)} up to date, in {status.seconds:.1f} s")


def _standing(look: Look) -> tuple[str, tuple[str, ...]]:
    """Return where a database stands in a word, and what is other than applied."""
    report = look.report
    if report is None:
        return _FAILED, ()
    if report.settled:
        return _CURRENT, ()
    details = []
    for standing in Standing:
        ids = [each.id for each in report.unsettled if each.standing is standing]
        if ids:
            word = "edited since proven" if standing is Standing.APPLIED else standing
            details.append(f"{len(ids)} {word}: {_listed(ids)}")
    if report.problem:
        details.append(report.problem.message)
    return (_WRONG if report.is_wrong else _BEHIND), tuple(details)


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(ids) if len(ids) < 4 else f"{ids[0]}, {ids[1]}, … {ids[-1]}"


def _look_as_json(look: Look) -> dict[str, Any]:
    standing, details = _standing(look)
    return {
        "database": look.member.target.where,
        "standing": standing,
        "details": list(details),
        "seconds": round(look.seconds, 3),
        "failure": _failure_as_json(look.failure),
    }
