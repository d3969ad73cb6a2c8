"""The page of errors: exit statuses, the classes of errors, and the codes of problems in specs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import yaml

from book.markdown import render
from schemagen.cli.problems import render_problems
from schemagen.errors import ExitCode, Problem, SchemagenError, SpecError
from schemagen.spec.compile import compile_spec

_ROOT: Final = Path(__file__).parents[1]
_ROW: Final = re.compile(r"^\| `([a-z0-9-]+)` \| ([^|]+) \|$", re.MULTILINE)
_ERRORS: Final = SchemagenError.__module__
_LONGEST: Final = 700
"""Characters of an example that is shown; another case says the same in fewer."""


@dataclass(frozen=True, slots=True)
class Example:
    """A spec with one mistake, and what is said of it."""

    spec: str
    said: str


def page() -> str:
    """Return the page of all errors."""
    text = (_ROOT / "SPEC.md").read_text(encoding="utf-8")
    table = text.partition("| code | what is wrong |")[2].partition("\n\n")[0]
    return render(
        "errors.md.jinja",
        statuses=[(status.value, _STATUSES[status]) for status in ExitCode],
        classes=[(each.code, (each.__doc__ or "").split("\n\n")[0]) for each in _classes()],
        problems=[(code, meaning.strip()) for code, meaning in _ROW.findall(table)],
        examples=_examples(),
    )


_STATUSES: Final = {
    ExitCode.OK: "fine",
    ExitCode.ERROR: "an error: a spec, a file or a server is not as it should be",
    ExitCode.USAGE: "the command line or the settings are wrong",
    ExitCode.DIFFERENCES: "differences: something is not up to date",
}


def _classes() -> list[type[SchemagenError]]:
    # Those that everybody may meet; which others there are depends on what was imported.
    own = (each for each in SchemagenError.__subclasses__() if each.__module__ == _ERRORS)
    return sorted(own, key=lambda each: each.code)


def _examples() -> dict[str, Example]:
    """Return for each code the shortest bad spec of the tests that has this problem alone."""
    found: dict[str, Example] = {}
    for path in sorted((_ROOT / "tests/bad_specs").glob("*.yaml")):
        case = yaml.safe_load(path.read_text(encoding="utf-8"))
        for code, example in _example(case):
            known = found.get(code)
            if known is None or _length(example) < _length(known):
                found[code] = example
    return {code: each for code, each in found.items() if _length(each) <= _LONGEST}


def _example(case: dict[str, Any]) -> Iterator[tuple[str, Example]]:
    problems = _problems(case)
    codes = {problem.code for problem in problems}
    if len(codes) == 1 and not case.get("files"):
        yield codes.pop(), Example(case["spec"].strip("\n"), render_problems(problems).strip("\n"))


def _problems(case: dict[str, Any]) -> tuple[Problem, ...]:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in {"specs/shop.yaml": case["spec"], **case.get("files", {})}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        try:
            return tuple(compile_spec(root / "specs/shop.yaml", root).warnings)
        except SpecError as error:
            return tuple(error.problems)


def _length(example: Example) -> int:
    return len(example.spec) + len(example.said)
