"""Text that matches a regular expression, with the number of the row in it where there is room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from schemagen.seeding.candidate import NUMBER, Candidate
from schemagen.shapes.regex import RegexError, parse_regex
from schemagen.shapes.regextree import (
    Choice,
    Class,
    Node,
    Ranges,
    Repeat,
    Sequence,
    complement,
)
from schemagen.sqltext.quoting import Literal, Raw, join_sql, sql

_DIGITS: Final = (48, 57)
_ROOM: Final = 7
"""Digits that the numbers of a million rows take."""
_LIKED: Final = "aA0 "


@dataclass(frozen=True, slots=True)
class _Hole:
    """Where digits may stand, at least so many."""

    width: int


_Part: TypeAlias = str | _Hole


def matching(pattern: str) -> Iterator[Candidate]:
    """Yield texts that a pattern matches, as far as it is one that we read; none otherwise.

    The server has the last word: a POSIX pattern may mean something else than ours.
    """
    parts = _read(pattern)
    if parts is None:
        return
    first = next((place for place, part in enumerate(parts) if isinstance(part, _Hole)), None)
    if first is not None:
        yield Candidate(_text(parts, first), distinct=True)
    yield Candidate(_text(parts, None))


def example_of(pattern: str) -> str:
    """Return a text that a pattern matches; nothing if it is not one that we read."""
    return "".join(
        part if isinstance(part, str) else "0" * max(part.width, 1) for part in _read(pattern) or ()
    )


def _read(pattern: str) -> list[_Part] | None:
    try:
        return list(_parts(parse_regex(pattern)))
    except (RegexError, RecursionError):
        return None


def _text(parts: list[_Part], numbered: int | None) -> str:
    pieces, plain = [], ""
    for place, part in enumerate(parts):
        if isinstance(part, str):
            plain += part
        elif place == numbered:
            pieces.append(sql("{}", Literal(plain)))
            width = Literal(max(part.width, _ROOM))
            pieces.append(sql("lpad({}::text, {}, '0')", NUMBER, width))
            plain = ""
        else:
            plain += "0" * max(part.width, 1)
    pieces.append(sql("{}", Literal(plain)))
    return sql("({})", Raw(join_sql(pieces, " || ")))


def _parts(node: Node) -> Iterator[_Part]:
    match node:
        case Class(ranges, negated):
            yield _character(complement(ranges) if negated else ranges)
        case Sequence(items):
            for each in items:
                yield from _parts(each)
        case Choice(items):
            yield from _parts(items[0])
        case Repeat(Class(ranges, negated), low, high) if _takes_digits(ranges, negated) and (
            high is None or high >= _ROOM
        ):
            yield _Hole(low)
        case Repeat(inner, low, high):
            for _ in range(max(low, 0 if high == 0 else min(low, 1))):
                yield from _parts(inner)
        case _:
            return


def _takes_digits(ranges: Ranges, negated: bool) -> bool:
    there = complement(ranges) if negated else ranges
    return any(low <= _DIGITS[0] and _DIGITS[1] <= high for low, high in there)


def _character(ranges: Ranges) -> str:
    for liked in _LIKED:
        if any(low <= ord(liked) <= high for low, high in ranges):
            return liked
    return chr(ranges[0][0]) if ranges else ""
