"""What came of all cases, for a person: a line a suite, and what was not right with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from tests.corpus.scorer import Outcome, Result

_LINES: Final = 12

_COLUMNS: Final[Mapping[str, Callable[[Result], bool]]] = {
    "cases": lambda item: True,
    "loaded": lambda item: item.outcome is not Outcome.UNLOADABLE,
    "changed": lambda item: _changes(item),
    "ok": lambda item: _changes(item) and item.outcome is Outcome.OK,
    "order": lambda item: _changes(item) and item.outcome is Outcome.ORDER,
    "wrong": lambda item: _changes(item) and item.outcome is Outcome.WRONG,
    "error": lambda item: _changes(item) and item.outcome is Outcome.ERROR,
    "more": lambda item: bool(item.more),
    "rebuilt": lambda item: bool(item.rebuilt),
    "undo ok": lambda item: _changes(item) and item.undo is Outcome.OK,
    "undo order": lambda item: _changes(item) and item.undo is Outcome.ORDER,
    "undo wrong": lambda item: item.undo in (Outcome.WRONG, Outcome.ERROR),
    "same": lambda item: item.outcome is not Outcome.UNLOADABLE and item.same,
    "clean": lambda item: item.outcome is Outcome.OK and item.same and not item.statements,
}
"""What is counted, and in which results."""


def _changes(item: Result) -> bool:
    return item.outcome is not Outcome.UNLOADABLE and not item.same


def table(results: Sequence[Result]) -> Iterator[str]:
    """Yield the lines of the table: a line a suite and one for all."""
    suites = sorted({item.case.suite for item in results})
    width = max(map(len, [*suites, "suite"]))
    yield "  ".join([f"{'suite':<{width}}", *_COLUMNS])
    groups = {suite: [item for item in results if item.case.suite == suite] for suite in suites}
    for name, group in {**groups, "all": results}.items():
        counts = [
            f"{sum(map(counts_it, group)):>{len(word)}}" for word, counts_it in _COLUMNS.items()
        ]
        yield "  ".join([f"{name:<{width}}", *counts])


def failures(results: Sequence[Result]) -> Iterator[str]:
    """Yield what was not right, a paragraph a case."""
    for item in sorted(results, key=lambda item: item.case.id):
        said = list(_complaints(item))
        if said:
            yield f"{item.case.id}: {'; '.join(said)}"


def _complaints(item: Result) -> Iterator[str]:
    if item.outcome is Outcome.UNLOADABLE:
        yield f"does not load: {item.reason.splitlines()[0]}"
    elif item.outcome is not Outcome.OK:
        yield f"{item.outcome}: {_short(item.reason)}"
    if item.same and item.statements:
        yield f"says something though nothing differs: {_short('; '.join(item.statements))}"
    if item.rebuilt:
        yield f"made anew without its rows: {', '.join(item.rebuilt)}"
    if item.more:
        yield f"a second plan is not empty: {_short('; '.join(item.more))}"
    if item.undo not in (None, Outcome.OK):
        yield f"undo {item.undo}: {_short(item.undo_reason)}"


def _short(text: str) -> str:
    """Return the first lines of a text, indented where there are several."""
    lines = text.strip().splitlines()
    if len(lines) > _LINES:
        lines = [*lines[:_LINES], f"… {len(lines) - _LINES} lines more"]
    return lines[0] if len(lines) == 1 else "".join(f"\n    {line}" for line in lines)
