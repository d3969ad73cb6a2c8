"""Reports on standard output, everything about what is wrong on standard error."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TextIO

from schemagen.app.files import FileChange
from schemagen.cli.problems import render_problems
from schemagen.errors import ApplyError, Problem, SchemagenError, SpecError

BOLD, RED, GREEN, YELLOW, CYAN = "1", "31", "32", "33", "36"
# One slash is what a path leaves of two.
_PASSWORD: Final = re.compile(r"(\w:/{1,2}[^\s:/@]*):\S*@")


def use_color(stream: TextIO) -> bool:
    """Tell whether to colour what is written to a stream (see no-color.org)."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


class Printer:
    """Prints lines with or without colours."""

    def __init__(self) -> None:
        self._color = use_color(sys.stdout)

    def line(self, text: str = "") -> None:
        """Print a line, at once: what is done is to be seen while the rest goes on."""
        print(text, flush=True)

    def paint(self, text: str, code: str) -> str:
        """Return a text in a colour."""
        return f"\x1b[{code}m{text}\x1b[0m" if self._color else text


def print_json(report: Mapping[str, Any]) -> None:
    """Print a report for programs."""
    print(json.dumps(report, indent=2, ensure_ascii=False))


def file_as_json(change: FileChange, root: Path) -> dict[str, Any]:
    """Return what happens to a file as a report holds it; the path is relative to the root."""
    added, removed = change.lines
    return {
        "path": change.path.relative_to(root).as_posix(),
        "status": change.status,
        "added": added,
        "removed": removed,
    }


def print_warnings(problems: Iterable[Problem]) -> None:
    """Print what specs are warned of."""
    text = render_problems(problems, color=use_color(sys.stderr))
    print(text, end="", file=sys.stderr)


def without_passwords(text: str) -> str:
    """Return a text in which the addresses have no passwords."""
    return _PASSWORD.sub(r"\1:***@", text)


def print_error(error: SchemagenError) -> None:
    """Print what is wrong, where, and what to do about it."""
    color = use_color(sys.stderr)
    if isinstance(error, SpecError):
        print(render_problems(error.problems, color=color), file=sys.stderr)
    word = f"\x1b[{RED}merror:\x1b[0m" if color else "error:"
    where = f"{error.where}: " if error.where else ""
    print(f"{word} {without_passwords(where + error.message)}", file=sys.stderr)
    if isinstance(error, ApplyError):
        print("  | " + error.statement.replace("\n", "\n  | "), file=sys.stderr)
    if error.hint:
        print(f"  hint: {error.hint}", file=sys.stderr)


def error_as_json(error: SchemagenError) -> dict[str, Any]:
    """Return what is wrong as a report for programs holds it; `problems` are those of a spec."""
    found = {
        "code": error.code,
        "message": without_passwords(error.message),
        "where": without_passwords(error.where),
        "hint": error.hint,
    }
    if isinstance(error, ApplyError):
        return {"error": {**found, "statement": error.statement}}
    if isinstance(error, SpecError):
        return {"error": {**found, "problems": [_problem_as_json(p) for p in error.problems]}}
    return {"error": found}


def _problem_as_json(problem: Problem) -> dict[str, Any]:
    place = problem.place
    return {
        "code": problem.code,
        "message": problem.message,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "hint": problem.hint,
        "warning": problem.warning,
    }
