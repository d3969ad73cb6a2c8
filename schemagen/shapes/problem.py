"""What can be wrong with a shape as it is written, at its place inside the shape."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from schemagen.frozen import frozen


@frozen
class ShapeProblem:
    """One mistake.

    `path` holds the keys and list positions from the top of the shape as it is written
    (`("limits", "note?")`), `offset` counts characters from the start of the scalar there, and
    `key` says that the key is meant rather than its value.
    """

    code: str
    message: str
    path: tuple[str | int, ...] = ()
    offset: int = 0
    hint: str = ""
    key: bool = False


class ShapeError(Exception):
    """A shape that cannot be read. `problems` has all of its mistakes, in order."""

    def __init__(self, problems: Iterable[ShapeProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in self.problems))


def did_you_mean(word: str, known: Iterable[str], *, likeness: float = 0.6) -> str:
    """Return a hint that names the nearest known word, or nothing.

    `likeness` is from 0 to 1, as difflib's `ratio` has it.
    """
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=likeness)
    return f'did you mean "{near[0]}"?' if near else ""
