"""`schemagen prove`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from schemagen.app.files import FileChange, read_if_there, write_all
from schemagen.cli.options import Json, NoColor, Projects, Root, TriedOn
from schemagen.cli.printing import BOLD, GREEN, RED, YELLOW, Printer, print_json
from schemagen.declare.nouns import counted
from schemagen.errors import ExitCode
from schemagen.prove.run import MOST_ROWS, ROWS, Proven, access_test
from schemagen.prove.run import prove as prove_projects


def prove(
    projects: Projects = None,
    proof: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this proof; may be repeated. All by default."),
    ] = None,
    rows: Annotated[
        int,
        typer.Option(min=0, max=MOST_ROWS, help="How many rows each table is filled with."),
    ] = ROWS,
    postgres: TriedOn = None,
    pgtap: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Prove nothing: write the access matrix as a test file for pgTAP.",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 3, too, if something was not tried.")
    ] = False,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Try on disposable servers what is promised of a project.

    \b
    rollback   each migration goes up, down and up again, without rows and over rows that are made
               up; the whole catalog, all rows and the positions of sequences are compared. What
               comes back is exact, data-lossy or irreversible, and has to be what plan.json says.
               In the end there is no difference to the spec.
    locks      the locks, scans and rewrites of each statement, observed while it runs over rows,
               are those that plan.json declares: none is missing, and none is made up.
    access     everybody tries every command on rows of every class, with claims and without, on
               tables, partitions and views, and it goes as the spec says; the matrix shows
               s(elect), i(nsert), u(pdate), d(elete).
    mutants    each policy, privilege, view, function, reader of a claim and guarding trigger is
               weakened in turn; the proof of access has to notice.
    functions  the examples of functions are true; bodies in PL/pgSQL are read by plpgsql_check
               where the server has it.
    models     what a model for new rows accepts, PostgreSQL accepts and gives back; what it refuses
               of a row, the model refuses.

    \b
    Examples:
      schemagen prove                        all projects
      schemagen prove shop --rows 1000000    one of them, over many rows
      schemagen prove shop --proof rollback
      schemagen prove shop --pgtap tests/access.sql

    \b
    Exit status:
      0  everything is as it was declared
      1  a migration cannot be run, or there is no server to be had
      2  there is no such project, proof or repository
      3  there are findings, or with --strict, something was not tried
    """
    printer = Printer()
    if pgtap is not None:
        text = access_test(root, projects or (), major=postgres, tell=_tell)
        _write(pgtap, text, printer)
        return
    found: list[Proven] = []
    for each in prove_projects(
        root, projects or (), proofs=proof or (), rows=rows, major=postgres, tell=_tell
    ):
        if not as_json:
            _print(each, found[-1] if found else None, printer)
        found.append(each)
    if as_json:
        print_json({"rows": rows, "verdicts": [_as_json(each) for each in found]})
    else:
        _print_sum(found, printer)
    if any(each.verdict.findings or (strict and each.verdict.untried) for each in found):
        raise typer.Exit(ExitCode.DIFFERENCES)


def _write(file: Path, text: str, printer: Printer) -> None:
    path = file.absolute()
    change = FileChange(path, read_if_there(path), text.encode())
    is_same = change.current == change.desired
    write_all([] if is_same else [change])
    _tell("")
    printer.line(f"{file}: {'unchanged' if is_same else change.status}")


def _tell(text: str) -> None:
    """Say on a terminal what is going on; what is said next takes the place of it."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text[:100]}\r", end="", file=sys.stderr, flush=True)


def _print(each: Proven, before: Proven | None, printer: Printer) -> None:
    _tell("")
    if before is None or (before.project, before.proof) != (each.project, each.proof):
        title = printer.paint(f"{each.project}: {each.proof}", BOLD)
        printer.line(f"{title} (PostgreSQL {each.server})")
    verdict = each.verdict
    color = RED if verdict.findings else YELLOW if verdict.untried else GREEN
    printer.line(f"  {verdict.artefact}: {printer.paint(verdict.result, color)}")
    for text in verdict.lines:
        printer.line(f"    {text}")
    for text in verdict.findings:
        printer.line(f"    {printer.paint('finding:', RED)} {text}")
    for text in verdict.notes:
        printer.line(f"    {printer.paint('note:', YELLOW)} {text}")


def _print_sum(found: Sequence[Proven], printer: Printer) -> None:
    if not found:
        printer.line("nothing to prove: the projects have nothing that these proofs are about")
        return
    tried = [each for each in found if not each.verdict.untried]
    wrong = sum(1 for each in tried if each.verdict.findings)
    untried = len(found) - len(tried)
    verdicts = counted(len(tried), "verdict")
    words, color = f"{verdicts}, and no finding", YELLOW if untried else GREEN
    if wrong:
        words, color = f"{wrong} of {verdicts} {'has' if wrong == 1 else 'have'} findings", RED
    if untried:
        words += f"; {untried} not tried"
    printer.line(printer.paint(words, color))


def _as_json(each: Proven) -> dict[str, Any]:
    verdict = each.verdict
    return {
        "project": each.project,
        "proof": each.proof,
        "postgres": each.server,
        "artefact": verdict.artefact,
        "result": verdict.result,
        "findings": list(verdict.findings),
        "notes": list(verdict.notes),
        "untried": verdict.untried,
        "lines": list(verdict.lines),
    }
