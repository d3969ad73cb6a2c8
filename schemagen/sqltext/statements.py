"""The statements of a script."""

from __future__ import annotations

from typing import NamedTuple

from schemagen.sqltext.tokens import tokenize


class Statement(NamedTuple):
    """A statement without its semicolon, and where it begins: `start` counts characters."""

    text: str
    start: int


def split_statements(script: str) -> tuple[Statement, ...]:
    """Return the statements of a script in their order, without the comments between them.

    Semicolons inside strings, and inside a body that is written as `BEGIN ATOMIC … END`, are text
    ("CREATE FUNCTION", sql_body).

    Raises:
        SqlTextError: a string, a quoted name or a comment does not end.
    """
    statements = []
    start = end = -1
    depth = 0  # of BEGIN ATOMIC and CASE, both of which END ends
    before = ""
    for token in tokenize(script):
        word = token.word
        if word == ";" and not depth:
            if start >= 0:
                statements.append(Statement(script[start:end], start))
            start = -1
        else:
            start = token.start if start < 0 else start
            end = token.end
        if (before, word) == ("begin", "atomic") or (depth and word == "case"):
            depth += 1
        elif depth and word == "end":
            depth -= 1
        before = word
    if start >= 0:
        statements.append(Statement(script[start:end], start))
    return tuple(statements)
