"""What PostgreSQL makes of an expression that it wrote itself.

`status IN ('a', 'b')` over a varchar is shown as the cast of an array,
`(ARRAY['a'::character varying, …])::text[]`. Where that is read, the cast goes to the elements
(transformArrayExpr in parse_expr.c), and what is shown from then on is an array of casts,
`ARRAY[('a'::character varying)::text, …]`. Both are one expression.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from schemagen.sqltext.tokens import SqlTextError, Token, TokenKind, tokenize

_OPENING, _CLOSING = "([", ")]"


def same_when_read(one: str, other: str) -> bool:
    """Tell whether PostgreSQL reads the same in two texts that it showed of expressions."""
    if one == other:
        return True
    if "ARRAY[" not in one or "ARRAY[" not in other:
        return False
    return reread(one) == reread(other)


@lru_cache(maxsize=1024)
def reread(text: str) -> str:
    """Return a text that PostgreSQL showed of an expression as it shows it once it was read.

    A text that is no SQL is returned as it is.
    """
    try:
        while (changed := _spread_one_cast(text)) != text:
            text = changed
    except SqlTextError:
        return text
    return text


def _spread_one_cast(text: str) -> str:
    tokens = tokenize(text)
    for start in range(len(tokens) - 2):
        words = [token.word for token in tokens[start : start + 3]]
        if words == ["(", "array", "["]:
            end = _partner(tokens, start + 2)
            if end is not None and (cast := _cast_after(tokens, end + 1)) is not None:
                spread = _spread(text, tokens[start + 2 : end + 1], cast)
                return text[: tokens[start].start] + spread + text[tokens[cast[1]].end :]
    return text


def _spread(text: str, tokens: Sequence[Token], cast: tuple[str, int]) -> str:
    """Return an array whose elements are cast; `tokens` are its brackets and what is in them."""
    parts = (text[start:end].strip() for start, end in _elements(tokens))
    return "ARRAY[" + ", ".join(f"({part})::{cast[0]}" for part in parts if part) + "]"


def _elements(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield where the elements between the outer brackets start and end."""
    depth, start = 0, tokens[0].end
    for token in tokens[1:-1]:
        depth += _step(token)
        if token.word == "," and depth == 0:
            yield start, token.start
            start = token.end
    yield start, tokens[-1].start


def _partner(tokens: Sequence[Token], start: int) -> int | None:
    """Return the index of the bracket that closes the one at `start`."""
    depth = 0
    for index in range(start, len(tokens)):
        depth += _step(tokens[index])
        if depth == 0:
            return index
    return None


def _step(token: Token) -> int:
    if token.kind is not TokenKind.PUNCTUATION:
        return 0
    return (token.text in _OPENING) - (token.text in _CLOSING)


def _cast_after(tokens: Sequence[Token], index: int) -> tuple[str, int] | None:
    """Return the element type of `)::type[]` and the index of its last token."""
    if [token.word for token in tokens[index : index + 2]] != [")", "::"]:
        return None
    words: list[str] = []
    for at in range(index + 2, len(tokens) - 1):
        token = tokens[at]
        if token.word == "[":
            ends = tokens[at + 1].word == "]" and bool(words)
            return (_type_text(tokens[index + 2 : at]), at + 1) if ends else None
        if not token.is_name and token.kind is not TokenKind.NUMBER and token.word not in "().,":
            return None
        words.append(token.text)
    return None


def _type_text(tokens: Sequence[Token]) -> str:
    text = tokens[0].text
    for before, token in pairwise(tokens):
        text += (" " if token.start > before.end else "") + token.text
    return text
