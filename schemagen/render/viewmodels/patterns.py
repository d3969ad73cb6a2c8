"""Regular expressions of PostgreSQL for pydantic."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from schemagen.shapes.regex import RegexError, parse_regex
from schemagen.shapes.regextext import pydantic_regex
from schemagen.shapes.regextree import NOT_DOT, Choice, Class, Look, Node, Repeat, Sequence

_UNLIKE = re.compile(r"\\[^\W_dntr]|\[\^?\]|\[[:.=]")
"""What PostgreSQL reads otherwise than ECMA-262: escapes that are letters, classes by name."""


@lru_cache(maxsize=1024)
def pydantic_pattern(pattern: str) -> str | None:
    """Return PostgreSQL's regular expression for pydantic, or None if it may mean another thing."""
    if _UNLIKE.search(pattern):
        return None
    try:
        return pydantic_regex(_with_any_character(parse_regex(pattern)))
    except RegexError:
        return None


def _with_any_character(node: Node) -> Node:
    """Let `.` stand for a line end too, as in PostgreSQL."""
    match node:
        case Class(ranges, negated=True) if ranges == NOT_DOT:
            return Class((), negated=True)
        case Sequence(items):
            return Sequence(tuple(map(_with_any_character, items)))
        case Choice(items):
            return Choice(tuple(map(_with_any_character, items)))
        case Repeat(inner) | Look(_, inner):
            return replace(node, inner=_with_any_character(inner))
    return node
