"""What a regular expression matches, in parts: fixed text, and holes that digits may fill."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from schemagen.frozen import frozen
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

ROOM: Final = 7
"""Digits that the numbers of a million rows take: what repeats so often is a hole."""
_DIGITS: Final = (48, 57)
_LIKED: Final = "aA0 "


@frozen
class Hole:
    """Where digits may stand, at least `width` of them."""

    width: int


Part: TypeAlias = str | Hole


def example_of(pattern: str) -> str:
    """Return a text that a pattern matches; nothing if it is not one that we read."""
    return "".join(
        part if isinstance(part, str) else "0" * max(part.width, 1)
        for part in parts_of(pattern) or ()
    )


def parts_of(pattern: str) -> list[Part] | None:
    """Return the parts of a text that a pattern matches; None if it is not one that we read."""
    try:
        return list(_parts(parse_regex(pattern)))
    except (RegexError, RecursionError):
        return None


def _parts(node: Node) -> Iterator[Part]:
    match node:
        case Class(ranges, negated):
            yield _character(complement(ranges) if negated else ranges)
        case Sequence(items):
            for each in items:
                yield from _parts(each)
        case Choice(items):
            yield from _parts(items[0])
        case Repeat(Class(ranges, negated), low, high) if _takes_digits(ranges, negated) and (
            high is None or high >= ROOM
        ):
            yield Hole(low)
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
