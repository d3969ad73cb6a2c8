"""The tree of a regular expression, and sets of characters as ranges."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from schemagen.frozen import frozen

MAX_CHARACTER = 0x10FFFF

Ranges: TypeAlias = tuple[tuple[int, int], ...]
"""Sorted, disjoint ranges of code points, both ends included."""

_DIGIT: Ranges = ((48, 57),)
_WORD: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
_SPACE: Ranges = (
    (9, 13),
    (32, 32),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
    (0xFEFF, 0xFEFF),
)
CLASSES: Mapping[str, Ranges] = MappingProxyType({"d": _DIGIT, "w": _WORD, "s": _SPACE})
"""The classes that have an escape, by its letter."""

NOT_DOT: Ranges = ((10, 10), (13, 13), (0x2028, 0x2029))
"""What `.` does not match: the line terminators."""


@frozen
class Class:
    """One character of a set; a single character is a set of one."""

    ranges: Ranges
    negated: bool = False


@frozen
class Assertion:
    """`start`, `end`, `word` or `not word`."""

    kind: str


@frozen
class Look:
    """A lookaround; `operator` is its opening: `?=`, `?!`, `?<=`, `?<!`."""

    operator: str
    inner: Node


@frozen
class Repeat:
    """A quantifier; `high` is None where there is no end."""

    inner: Node
    low: int
    high: int | None


@frozen
class Sequence:
    """One after another."""

    items: tuple[Node, ...]


@frozen
class Choice:
    """One of several."""

    items: tuple[Node, ...]


Node: TypeAlias = Class | Assertion | Look | Repeat | Sequence | Choice


def normal_ranges(ranges: list[tuple[int, int]]) -> Ranges:
    """Return ranges sorted and merged."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)


def complement(ranges: Ranges) -> Ranges:
    """Return all other characters; U+0000, which text cannot hold, is left out."""
    found, start = [], 1
    for low, high in ranges:
        if start < low:
            found.append((start, low - 1))
        start = high + 1
    if start <= MAX_CHARACTER:
        found.append((start, MAX_CHARACTER))
    return tuple(found)
