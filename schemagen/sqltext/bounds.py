"""What a check constraint certainly says about single columns, for models that check it as well.

Only a conjunction of simple terms is understood. A term that is not understood takes nothing away
from the others, because all of them must hold; anything under OR says nothing, except for
`x IS NULL OR …`, since a check that is unknown passes anyway.
"""

from __future__ import annotations

from functools import lru_cache

from schemagen.sqltext.bound_term import TermReader, plain_column
from schemagen.sqltext.column_bound import ColumnBound
from schemagen.sqltext.cursor import Cursor
from schemagen.sqltext.tokens import SqlTextError, TokenKind


@lru_cache(maxsize=4096)
def simple_checks(text: str) -> tuple[ColumnBound, ...]:
    """Return what a check says about single columns, one bound per term that is understood.

    Several bounds for one column hold together. Text that cannot be read says nothing.
    """
    try:
        cursor = Cursor(text)
        return tuple(_conjunction(cursor, 0, len(cursor.tokens)))
    except SqlTextError:
        return ()


def _conjunction(cursor: Cursor, start: int, end: int) -> list[ColumnBound]:
    while _is_enclosed(cursor, start, end):
        start, end = start + 1, end - 1
    if start >= end:
        return []
    alternatives = _split(cursor, start, end, "or")
    if len(alternatives) == 2:
        null_column = _null_test(cursor, *alternatives[0])
        found = _conjunction(cursor, *alternatives[1]) if null_column else []
        return [bound for bound in found if bound.column == null_column]
    if len(alternatives) > 2:
        return []
    terms = _split(cursor, start, end, "and")
    if len(terms) > 1:
        return [bound for term in terms for bound in _conjunction(cursor, *term)]
    bound = TermReader(cursor, start, end).read()
    return [bound] if bound else []


def _is_enclosed(cursor: Cursor, start: int, end: int) -> bool:
    if end - start < 2 or cursor.words[start] != "(" or cursor.words[end - 1] != ")":
        return False
    return _partner(cursor, start) == end - 1


def _partner(cursor: Cursor, opener: int) -> int:
    before = cursor.index
    cursor.index = opener
    cursor.skip_brackets()
    closer = cursor.index - 1
    cursor.index = before
    return closer


def _split(cursor: Cursor, start: int, end: int, separator: str) -> list[tuple[int, int]]:
    """Split at a word outside brackets and CASE; the AND of a BETWEEN does not count."""
    parts: list[tuple[int, int]] = []
    begin = index = start
    cases = betweens = 0
    while index < end:
        word = cursor.words[index]
        if word in ("(", "["):
            index = _partner(cursor, index)
        elif cursor.tokens[index].kind is TokenKind.NAME:
            cases += (word == "case") - (word == "end")
            betweens += word == "between" and not cases
            if word == "and" and betweens and not cases:
                betweens -= 1
            elif word == separator and not cases:
                parts.append((begin, index))
                begin = index + 1
        index += 1
    return [*parts, (begin, end)]


def _null_test(cursor: Cursor, start: int, end: int) -> str | None:
    """Return the column of `x is null`."""
    while _is_enclosed(cursor, start, end):
        start, end = start + 1, end - 1
    tokens = cursor.tokens[start:end]
    if len(tokens) == 3 and cursor.words[start + 1 : end] == ["is", "null"]:
        return plain_column(tokens[0])
    return None
