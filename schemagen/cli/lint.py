"""`schemagen lint`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from schemagen.app.lint import Finding, LintReport, find_rule
from schemagen.app.lint import lint as lint_projects
from schemagen.cli.options import Json, NoColor, Projects, Root
from schemagen.cli.printing import BOLD, Printer, print_json, use_color
from schemagen.cli.problems import render_problems
from schemagen.cli.sarif import sarif
from schemagen.declare.nouns import counted
from schemagen.errors import ExitCode, SettingsError
from schemagen.lint.rule import AnyRule, ChangeRule


class Engine(StrEnum):
    """What a project might run on besides a PostgreSQL of one node."""

    CITUS = "citus"


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


def lint(
    projects: Projects = None,
    root: Root = None,
    form: Annotated[
        Format, typer.Option("--format", help="For people, for programs, for code review.")
    ] = Format.TEXT,
    as_json: Json = False,
    url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Look at a database, as it is, and not at specs.",
            show_default=False,
        ),
    ] = None,
    revision: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="REV",
            help="Look at what differs from a revision, as a migration of tables with many rows.",
            show_default=False,
        ),
    ] = None,
    target: Annotated[
        Engine | None,
        typer.Option(
            help="Look at what the projects would have to change to run on a cluster.",
            show_default=False,
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="With --target, what tables are distributed by; else the column of `tenancy`.",
            show_default=False,
        ),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="RULE",
            help="Print why a rule is there, with examples, and look at nothing.",
            show_default=False,
        ),
    ] = None,
    _no_color: NoColor = False,
) -> None:
    """Find what the specs declare that production will regret.

    Looks at what is declared, without a database: foreign keys without an index, rows without
    protection, policies that are slow, indexes that are needless, types that lose something. With
    --url, it looks at a database instead; with --from, at the way from a revision to the specs:
    locks that keep everybody waiting, rewritten tables, rows that are lost. With --target citus, at
    what stands in the way of distributing the tables, each with the change that would satisfy it.

    A spec says why something is right as it is, for a table or at the top for all:

    \b
      lint: {unindexed-foreign-key: Nobody ever deletes a currency.}

    \b
    Examples:
      schemagen lint                                   all projects
      schemagen lint trust --format sarif              for a code review service
      schemagen lint --from main                       what a migration would do to large tables
      schemagen lint shop --target citus --by tenant_id
      schemagen lint --url postgres://localhost/shop   a database, whoever made it
      schemagen lint --explain unindexed-foreign-key   what goes wrong, and what to do

    \b
    Exit status:
      0  nothing was found that is not suppressed with a reason
      1  a spec has mistakes
      2  there is no such project, rule or repository
      3  something was found
    """
    if explain is not None:
        _explain(find_rule(explain), Printer())
        return
    if url is not None and (projects or revision):
        raise SettingsError(
            "--url looks at a database, and not at specs",
            hint="leave out the projects and --from, or --url",
        )
    if (target is not None and (url is not None or revision)) or (by and target is None):
        raise SettingsError(
            "--target looks at specs as they would be on a cluster, and --by says how",
            hint="leave out --url and --from, and name --target with --by",
        )
    report = _look(root, projects or (), url, revision, target, by)
    if as_json or form is Format.JSON:
        print_json(_as_json(report))
    elif form is Format.SARIF:
        print_json(sarif(report))
    else:
        _print(report, Printer(), explained=target is None)
    if report.findings:
        raise typer.Exit(ExitCode.DIFFERENCES)


def _look(
    root: Path | None,
    projects: Sequence[str],
    url: str | None,
    revision: str | None,
    target: Engine | None,
    by: str | None,
) -> LintReport:
    # Imported here because who looks at specs needs neither a plan nor a driver.
    if target is not None:
        from schemagen.app.lint_cluster import lint_cluster

        return lint_cluster(root, projects, target.value, by)
    if url is not None:
        from schemagen.app.lint_live import lint_live

        return lint_live(url)
    if revision is not None:
        from schemagen.app.lint_changes import lint_changes

        return lint_changes(root, projects, revision)
    return lint_projects(root, projects)


def _print(report: LintReport, printer: Printer, *, explained: bool) -> None:
    problems = [
        replace(item.problem, message=f"{item.message} [{item.rule}]") for item in report.findings
    ]
    if problems:
        printer.line(render_problems(problems, color=use_color(sys.stdout)))
    printer.line(_summary(report))
    rules = sorted({item.rule for item in report.findings})
    if rules and explained:
        printer.line(f"why: schemagen lint --explain {rules[0]}")


def _summary(report: LintReport) -> str:
    count = len(report.findings)
    found = counted(count, "finding") if count else "no findings"
    where = f"in {counted(len(report.projects), 'project')}"
    if report.database:
        where = f"in {report.database}"
    hidden = len(report.suppressed)
    return f"{found} {where}" + (f", {hidden} suppressed with a reason" if hidden else "")


def _as_json(report: LintReport) -> dict[str, Any]:
    return {
        "projects": list(report.projects),
        "database": report.database or None,
        "findings": [_finding(item) for item in report.findings],
        "suppressed": [{**_finding(item), "reason": item.reason} for item in report.suppressed],
    }


def _finding(item: Finding) -> dict[str, Any]:
    return {
        "rule": item.rule,
        "level": item.level.value,
        "message": item.message,
        "hint": item.hint,
        "object": item.subject,
        "file": item.place.file,
        "line": item.place.line,
        "column": item.place.column,
    }


def _explain(rule: AnyRule, printer: Printer) -> None:
    printer.line(printer.paint(f"{rule.code} ({rule.level.value}): {rule.title}", BOLD))
    printer.line()
    printer.line(rule.why)
    examples = [("Found fault with:", rule.bad), ("Fine:", rule.good)]
    if isinstance(rule, ChangeRule):
        examples.insert(0, ("Before:", rule.before))
    for title, spec in examples:
        printer.line(printer.paint(title, BOLD))
        printer.line()
        for line in spec.splitlines():
            printer.line(f"    {line}")
        printer.line()
