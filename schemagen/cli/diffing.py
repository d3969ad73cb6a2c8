"""Differences as text, as SQL, as JSON and as Markdown: what `diff` and `drift` print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from schemagen.app.diff import SNAPSHOT
from schemagen.app.difference import DiffReport, ProjectDiff
from schemagen.catalog.statement import Statement, Transaction
from schemagen.cli.access import access_as_json, access_lines
from schemagen.cli.options import Format
from schemagen.cli.printing import BOLD, GREEN, RED, YELLOW, Printer, file_as_json, print_json
from schemagen.plan.undo import Grade, Undo
from schemagen.sqltext.quoting import Name, sql

_NAMED: Final = 20
"""Names in one line of text; JSON has all."""
_COLORS: Final = {"+": GREEN, "-": RED, "~": YELLOW}
_MEANING: Final = {"+": "added", "-": "removed", "~": "changed"}


def print_report(
    report: DiffReport,
    form: Format,
    *,
    with_sql: bool = False,
    undo: bool = False,
    legend: str = "",
) -> None:
    """Print the differences of all projects.

    `with_sql` adds the statements to the text, `legend` what its marks mean; `undo` gives as SQL
    the way back instead.
    """
    match form:
        case Format.TEXT:
            for line in _text(report, Printer(), with_sql=with_sql):
                print(line)
            if legend and any(project.changes for project in report.projects):
                print(legend)
        case Format.SQL:
            for project in report.projects:
                for line in _sql(project, undo=undo):
                    print(line)
        case Format.JSON:
            print_json({"projects": [_as_json(item, report.root) for item in report.projects]})
        case Format.MARKDOWN:
            for project in report.projects:
                for line in _markdown(project):
                    print(line)


def _text(report: DiffReport, printer: Printer, *, with_sql: bool) -> Iterator[str]:
    for project in report.projects:
        if project.changes or project.stale:
            yield from _project_text(project, printer)
        for what, names in _aside(project):
            yield f"{project.name}: {what}: {', '.join(names)}"
        if with_sql and project.changes:
            yield ""
            yield from _sql(project, undo=False)
    if not report.different:
        count = len(report.projects)
        yield f"no difference in {count} project{'s' if count != 1 else ''}"


def _project_text(project: ProjectDiff, printer: Printer) -> Iterator[str]:
    yield printer.paint(_title(project), BOLD)
    for title, lines in _groups(project):
        indent = "    " if title else "  "
        if title:
            yield f"  {title}"
        for mark, text in lines:
            yield f"{indent}{printer.paint(mark, _COLORS[mark])} {text}"
    yield from (f"  {line}" for line in access_lines(project.access))
    for text in _advice(project):
        yield f"  {printer.paint('hint:', BOLD)} {text}"
    stale = _stale(project)
    if stale:
        yield f"  stale: {', '.join(stale)}"


def _stale(project: ProjectDiff) -> list[str]:
    """Name the files that are stale; of a large project that changed, their folder alone."""
    if project.changes and not project.names_stale:
        return [project.against.rpartition("/")[0]]
    return [item.path.name for item in project.stale]


def _title(project: ProjectDiff) -> str:
    if project.against.endswith(SNAPSHOT):
        return project.name if project.built else f"{project.name} (never built)"
    if not project.built:
        return f"{project.name} (not in {project.against})"
    return f"{project.name} (against {project.against})"


def _groups(project: ProjectDiff) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the changes in words: by table, a mark and a text each."""
    if not project.changes:
        return []
    # Imported here because it brings all kinds along, which a run without changes has no use for.
    from schemagen.diff.words import describe

    return [
        (group.title, [(str(line.mark), line.text) for line in group.lines])
        for group in describe(project.changes)
    ]


def _advice(project: ProjectDiff) -> list[str]:
    if not project.candidates:
        return []
    # Imported here because it brings all kinds along, too.
    from schemagen.diff.candidates import advice

    return [advice(item) for item in project.candidates]


def _sql(project: ProjectDiff, *, undo: bool) -> Iterator[str]:
    way = project.way
    goal = f"back to {project.against}" if undo else f"from {project.against} to the spec"
    yield f"-- {project.name}: {goal}"
    statements = way.undo if undo else way.up
    if not statements:
        yield "-- nothing to do"
        return
    if way.schema:
        yield sql("SET search_path = {};", Name(way.schema))
    yield sql("SET check_function_bodies = off;")
    yield from _script(statements)
    if not undo:
        yield from _final(project)
        yield ""
        yield "-- To undo it:"
        for line in _script(way.undo):
            yield f"-- {line}" if line else "--"


def _script(statements: Sequence[Statement]) -> Iterator[str]:
    for kind, group in groupby(statements, key=lambda item: item.transaction):
        if kind is Transaction.SHARED:
            yield "BEGIN;"
        for item in group:
            for hazard in item.hazards:
                yield f"-- {hazard.type}: {hazard.message}"
            if item.effect and item.effect.batches:
                # Imported here because few differences have rows that are gone over.
                from schemagen.migrate.script import batches_comment

                yield batches_comment(item.effect.batches, item.effect.batch_size)
            yield from f"{item.sql};".split("\n")
        if kind is Transaction.SHARED:
            yield "COMMIT;"


def _final(project: ProjectDiff) -> Iterator[str]:
    """Say what cannot be undone, or only as long as rows allow."""
    for undo in project.way.undo_of_each:
        if undo.grade is Grade.IRREVERSIBLE:
            yield from (f"-- {reason}" for reason in undo.reasons)


def _as_json(project: ProjectDiff, root: Path) -> dict[str, Any]:
    way = project.way
    return {
        "project": project.name,
        "against": project.against,
        "built": project.built,
        "changes": [
            {"group": title, "mark": mark, "text": text}
            for title, lines in _groups(project)
            for mark, text in lines
        ],
        "access": access_as_json(project.access),
        "rename_candidates": [
            {"current": str(item.current), "desired": str(item.desired), "was": item.was}
            for item in project.candidates
        ],
        "statements": [
            {**_statement_as_json(item), "undo": _undo_as_json(undo)}
            for item, undo in zip(way.up, way.undo_of_each, strict=True)
        ],
        "undo": [_statement_as_json(item) for item in way.undo],
        **asdict(project.aside),
        "stale": [file_as_json(item, root) for item in project.stale],
    }


def _statement_as_json(item: Statement) -> dict[str, Any]:
    return {
        "sql": item.sql,
        "object": str(item.target),
        "transaction": item.transaction,
        "locks": [
            {"mode": lock.mode, "relation": f"{lock.schema}.{lock.relation}", "work": lock.work}
            for lock in item.locks
        ],
        "hazards": [{"type": hazard.type, "message": hazard.message} for hazard in item.hazards],
    }


def _undo_as_json(undo: Undo) -> dict[str, Any]:
    return {
        "grade": undo.grade,
        "reasons": list(undo.reasons),
        "statements": [item.sql for item in undo.statements],
    }


def _markdown(project: ProjectDiff) -> Iterator[str]:
    count = len(project.changes)
    counted = f"{count} change{'s' if count != 1 else ''}" if count else "no change"
    yield f"### {project.name}: {counted} against `{project.against}`"
    yield ""
    if project.changes:
        yield "| | | change |"
        yield "|-|-|-|"
        for title, lines in _groups(project):
            for mark, text in lines:
                where = f"`{title}`" if title else ""
                yield f"| {_MEANING[mark]} | {where} | {_cell(text)} |"
        yield ""
        yield from _access(project)
        for text in _advice(project):
            yield f"- Hint: {_inline(text)}"
        if project.candidates:
            yield ""
        hazards = sorted({hazard for item in project.way.up for hazard in item.hazards})
        for hazard in hazards:
            yield f"- **{hazard.type}**: {_inline(hazard.message)}"
        if hazards:
            yield ""
        yield from _folded("SQL", project.way.up)
        yield from _folded("The way back", project.way.undo)
    for what, names in _aside(project):
        yield f"{what.capitalize()}: {', '.join(map(_inline, names))}."
        yield ""
    stale = _stale(project)
    if stale:
        yield f"Stale: {', '.join(f'`{name}`' for name in stale)}; run `schemagen build`."
        yield ""


def _access(project: ProjectDiff) -> Iterator[str]:
    """Give what becomes of access as a list."""
    title, *lines = [*access_lines(project.access)] or [""]
    if title:
        yield _inline(title.capitalize())
        yield ""
    for line in lines:
        yield f"- {_inline(line)}"
    if lines:
        yield ""


def _aside(project: ProjectDiff) -> Iterator[tuple[str, list[str]]]:
    """Give what is not compared, and why not."""
    for why, names in (
        ("left alone", project.aside.left_alone),
        ("not compared, unknown to schemagen", project.aside.unmodelled),
        ("not compared, hidden from this role", project.aside.hidden),
    ):
        if names:
            more = [f"and {len(names) - _NAMED} more"] if len(names) > _NAMED else []
            yield why, [*names[:_NAMED], *more]


def _folded(title: str, statements: Sequence[Statement]) -> Iterator[str]:
    """Give a block of SQL that is folded away; its fence is longer than any inside of it."""
    text = "\n".join(_script(statements))
    fence = "`" * 3
    while fence in text:
        fence += "`"
    count = len(statements)
    yield f"<details><summary>{title} ({count} statement{'s' if count != 1 else ''})</summary>"
    yield ""
    yield f"{fence}sql"
    yield text
    yield fence
    yield ""
    yield "</details>"
    yield ""


def _cell(text: str) -> str:
    return _inline(text).replace("|", "\\|")


def _inline(text: str) -> str:
    """Return a text as Markdown that says just that, on one line."""
    escaped = "".join(f"\\{char}" if char in "\\`*_{}[]<>#" else char for char in text)
    return " ".join(escaped.split())
