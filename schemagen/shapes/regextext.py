"""Regular expressions written for PostgreSQL (ARE), for Python's `re` and for pydantic.

Everything that engines read differently is spelt out: classes become ranges, `.` the characters
that are not line ends, `\\b` two lookarounds. PostgreSQL: "POSIX Regular Expressions".
"""

from __future__ import annotations

import re
from dataclasses import replace

from schemagen.frozen import frozen
from schemagen.shapes.regex import RegexError
from schemagen.shapes.regextree import (
    Assertion,
    Choice,
    Class,
    Look,
    Node,
    Ranges,
    Repeat,
    Sequence,
)

_MAX_REPEAT = 255
_WORD = "[A-Za-z0-9_]"
_BOUNDARY = f"(?:(?<={_WORD})(?!{_WORD})|(?<!{_WORD})(?={_WORD}))"
_NO_BOUNDARY = f"(?:(?<={_WORD})(?={_WORD})|(?<!{_WORD})(?!{_WORD}))"


def postgres_regex(tree: Node) -> str:
    """Return the pattern as an advanced regular expression of PostgreSQL.

    Raises:
        RegexError: it repeats something more than 255 times.
    """
    return _text(tree, "$")


def python_regex(tree: Node) -> str:
    """Return the pattern for `re.search`."""
    return _text(tree, r"\Z")


def pydantic_regex(tree: Node) -> str | None:
    """Return the pattern for pydantic's own engine, which has no lookarounds (None then)."""
    pattern = _text(tree, "$")
    return None if re.search(r"\(\?[=!<]", pattern) else pattern


def _text(node: Node, end: str) -> str:
    match node:
        case Class():
            return _class(node)
        case Assertion("start"):
            return "^"
        case Assertion("end"):
            return end
        case Assertion(kind):
            return _BOUNDARY if kind == "word" else _NO_BOUNDARY
        case Look(operator, inner):
            return f"({operator}{_text(inner, end)})"
        case Repeat(inner, low, high):
            return _atom(inner, end) + _quantifier(low, high)
        case Choice(items):
            return "|".join(_text(item, end) for item in items)
        case Sequence(items):
            return "".join(
                f"(?:{_text(item, end)})" if isinstance(item, Choice) else _text(item, end)
                for item in items
            )


def _atom(node: Node, end: str) -> str:
    text = _text(node, end)
    return text if isinstance(node, Class) else f"(?:{text})"


def _quantifier(low: int, high: int | None) -> str:
    plain = {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((low, high))
    if plain:
        return plain
    if max(low, high or 0) > _MAX_REPEAT:
        raise RegexError(
            f"PostgreSQL repeats at most {_MAX_REPEAT} times",
            hint="a pattern that is one class with a count may repeat more: ^[a-z]{1,1000}$",
        )
    if low == high:
        return f"{{{low}}}"
    return f"{{{low},{'' if high is None else high}}}"


def _class(node: Class) -> str:
    if not node.negated and len(node.ranges) == 1 and node.ranges[0][0] == node.ranges[0][1]:
        return _character(node.ranges[0][0])
    if not node.ranges:
        return "(?:.|\\n)"
    return f"[{'^' if node.negated else ''}{_ranges(node.ranges)}]"


def _ranges(ranges: Ranges) -> str:
    pieces = []
    for low, high in ranges:
        pieces.append(_character(low))
        if high > low:
            pieces.append(("-" if high > low + 1 else "") + _character(high))
    return "".join(pieces)


def _character(code: int) -> str:
    character = chr(code)
    if character.isascii():
        if character.isalnum() or character in "_ <>\"'%,;:=@/!`":
            return character
        return f"\\{character}" if character.isprintable() else f"\\u{code:04x}"
    if 0xC0 <= code < 0x250:
        return character
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


@frozen
class ClassRun:
    """A pattern that is one class repeated, from the start to the end.

    `outside` matches a character that is not of the class.
    """

    outside: str
    low: int
    high: int | None


@frozen
class SizedPattern:
    """A pattern whose only count is a length: `unsized` without it, and the length in all."""

    unsized: str
    low: int
    high: int | None


def class_run(tree: Node) -> ClassRun | None:
    """Return the pattern as a run of one class, if it is one."""
    items = _anchored(tree)
    if items is None or len(items) != 1:
        return None
    run = items[0] if isinstance(items[0], Repeat) else Repeat(items[0], 1, 1)
    if not isinstance(run.inner, Class) or not run.inner.ranges:
        return None
    outside = replace(run.inner, negated=not run.inner.negated)
    return ClassRun(_class(outside), run.low, run.high)


def sized_pattern(tree: Node) -> SizedPattern | None:
    """Return the pattern with its one counted run of a class as a length, if it has just one."""
    items = _anchored(tree)
    if items is None:
        return None
    counted = [item for item in items if isinstance(item, Repeat)]
    others = [item for item in items if not isinstance(item, Repeat)]
    if len(counted) != 1 or not all(isinstance(item, Class) for item in others):
        return None
    run = counted[0]
    if not isinstance(run.inner, Class) or (run.low, run.high) in ((0, None), (1, None), (0, 1)):
        return None
    unsized = tuple(replace(item, low=0, high=None) if item is run else item for item in items)
    text = postgres_regex(Sequence((Assertion("start"), *unsized, Assertion("end"))))
    high = None if run.high is None else run.high + len(others)
    return SizedPattern(text, run.low + len(others), high)


def _anchored(tree: Node) -> tuple[Node, ...] | None:
    if not isinstance(tree, Sequence) or len(tree.items) < 3:
        return None
    first, *inner, last = tree.items
    if first != Assertion("start") or last != Assertion("end"):
        return None
    return tuple(inner)
