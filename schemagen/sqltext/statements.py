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

    Semicolons inside strings are text. The body of a function has to be a string: one that is
    written as `BEGIN ATOMIC … END` is taken apart.

    Raises:
        SqlTextError: a string, a quoted name or a comment does not end.
    """
    statements = []
    start = end = -1
    for token in tokenize(script):
        if token.text == ";":
            if start >= 0:
                statements.append(Statement(script[start:end], start))
            start = -1
        else:
            start = token.start if start < 0 else start
            end = token.end
    if start >= 0:
        statements.append(Statement(script[start:end], start))
    return tuple(statements)
