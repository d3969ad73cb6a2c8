"""`claim.<name>` in a predicate: where it stands, and the same text with SQL in its place.

Another word may stand for something else that is not known before: `channel.<parameter>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from schemagen.sqltext.tokens import TokenKind, tokenize


class ClaimUse(NamedTuple):
    """A claim and where it stands: offsets in characters of its start and its end."""

    name: str
    start: int
    end: int


@lru_cache(maxsize=16384)
def find_claims(text: str, word: str = "claim") -> tuple[ClaimUse, ...]:
    """Return every claim that a text names, in order; `word` is what it is written with.

    Raises:
        SqlTextError: the text is lexically wrong.
    """
    if word not in text.lower():
        return ()
    tokens = tokenize(text)
    found = []
    for index in range(len(tokens) - 2):
        first, dot, name = tokens[index : index + 3]
        if first.kind is not TokenKind.NAME or first.name != word or dot.text != ".":
            continue
        if name.is_name and (index == 0 or tokens[index - 1].text != "."):
            found.append(ClaimUse(name.name, first.start, name.end))
    return tuple(found)


class Replaced(NamedTuple):
    """A text in which claims were replaced, and where its pieces come from.

    `pieces` are triples: a start in the new text, the start in the old one, and the length that is
    the same in both (0 for a replaced claim).
    """

    text: str
    pieces: tuple[tuple[int, int, int], ...]

    def origin(self, offset: int) -> int:
        """Return the offset in the old text for one in the new text."""
        offset = max(offset, 0)
        start, old, length = max(piece for piece in self.pieces if piece[0] <= offset)
        return old + min(offset - start, length)


def replace_claims(text: str, replacements: Mapping[str, str], word: str = "claim") -> Replaced:
    """Put SQL in the place of each `claim.<name>`; claims that are not in the mapping stay.

    Raises:
        SqlTextError: the text is lexically wrong.
    """
    made, done = "", 0
    pieces: list[tuple[int, int, int]] = []
    for use in find_claims(text, word):
        if use.name not in replacements:
            continue
        pieces += [(len(made), done, use.start - done)]
        made += text[done : use.start]
        pieces += [(len(made), use.start, 0)]
        made += replacements[use.name]
        done = use.end
    return Replaced(made + text[done:], (*pieces, (len(made), done, len(text) - done)))
