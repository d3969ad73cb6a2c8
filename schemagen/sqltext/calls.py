"""Calls of functions in SQL text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from schemagen.sqltext.tokens import SqlTextError, Token, tokenize

_CALL: Final = re.compile(r"(\w+)\"?\s*\(")


def called_names(text: str) -> frozenset[str]:
    """Return the names that stand before a parenthesis: those of all functions that are called.

    It looks at a body in any language, and takes strings and comments for calls too.
    """
    return frozenset(_CALL.findall(text))


def calls_in(text: str, name: str) -> tuple[str, ...]:
    """Return the calls of a function as they are written; none where the text is no SQL."""
    try:
        tokens = tokenize(text)
    except SqlTextError:
        return ()
    found = []
    for index, token in enumerate(tokens[:-1]):
        if token.is_name and token.name == name and tokens[index + 1].text == "(":
            qualified = index > 1 and tokens[index - 1].text == "." and tokens[index - 2].is_name
            first = tokens[index - 2] if qualified else token
            found.append(text[first.start : _end(tokens, index + 1)])
    return tuple(dict.fromkeys(found))


def _end(tokens: Sequence[Token], start: int) -> int:
    """Return where the bracket is closed that opens at a token."""
    depth = 0
    for token in tokens[start:]:
        depth += (token.text in "([") - (token.text in ")]")
        if depth == 0:
            return token.end
    return tokens[-1].end


def call_sizes(text: str, name: str) -> frozenset[int]:
    """Return how many arguments the calls of a function have; none where the text is no SQL."""
    try:
        tokens = tokenize(text)
    except SqlTextError:
        return frozenset()
    starts = [
        index + 1
        for index, token in enumerate(tokens[:-1])
        if token.is_name and token.name == name and tokens[index + 1].text == "("
    ]
    return frozenset(_size(tokens, start) for start in starts)


def _size(tokens: Sequence[Token], start: int) -> int:
    """Count what commas part within the brackets that open at a token."""
    depth = commas = 0
    for index in range(start, len(tokens)):
        text = tokens[index].text
        depth += (text in "([") - (text in ")]")
        commas += depth == 1 and text == ","
        if depth == 0:
            return commas + 1 if index > start + 1 else 0
    return 0
