"""Predicates put together by features, which still know what a person wrote of them, and where."""

from __future__ import annotations

from collections.abc import Sequence

from schemagen.declare.problems import Path
from schemagen.frozen import frozen

EVERY_ROW = "true"
"""The predicate that leaves out no row."""


@frozen
class Predicate:
    """A condition on rows.

    `path` is that of what asks for it. `written` holds for each part that a person wrote its start
    and its length in the text, and its path.
    """

    text: str
    path: Path
    written: tuple[tuple[int, int, Path], ...] = ()

    @classmethod
    def by_person(cls, text: str, path: Path) -> Predicate:
        """Make a predicate of what stands at a path."""
        # A comment at the end must not swallow the bracket that will follow.
        ending = "\n" if "--" in text.rpartition("\n")[2] else ""
        return cls(text + ending, path, ((0, len(text), path),))

    def between(self, before: str, after: str) -> Predicate:
        """Return the predicate with text put around it."""
        moved = tuple((start + len(before), length, path) for start, length, path in self.written)
        return Predicate(before + self.text + after, self.path, moved)

    def source(self, offset: int) -> tuple[Path, int]:
        """Return the path of the written part at an offset, and the offset in that part."""
        for start, length, path in self.written:
            if start <= offset <= start + length:
                return path, offset - start
        return self.path, 0


def conjunction(parts: Sequence[Predicate]) -> Predicate:
    """Return what holds where all parts hold; the first part's path stands for the whole.

    Raises:
        ValueError: there are no parts.
    """
    if not parts:
        raise ValueError("a conjunction of nothing")
    if len(parts) == 1:
        return parts[0]
    telling = [part for part in parts if part.text != EVERY_ROW]
    if len(telling) < 2:
        only = telling[0] if telling else parts[0]
        return Predicate(only.text, parts[0].path, only.written)
    text, written = "", []
    for part in telling:
        bracketed = part.between("(", ")")
        text += " AND " if text else ""
        written += [(len(text) + start, length, path) for start, length, path in bracketed.written]
        text += bracketed.text
    return Predicate(text, parts[0].path, tuple(written))
