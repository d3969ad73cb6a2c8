"""What check constraints say about single columns, as arguments of pydantic's `Field`."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from schemagen.render.viewmodels.pytext import pattern_string
from schemagen.render.viewmodels.pytypes import PythonType
from schemagen.shapes.regex import RegexError, parse_regex
from schemagen.shapes.regextext import pydantic_regex
from schemagen.shapes.regextree import NOT_DOT, Choice, Class, Look, Node, Repeat, Sequence
from schemagen.sqltext.bounds import simple_checks
from schemagen.sqltext.column_bound import ColumnBound, merge_bounds

_UNLIKE = re.compile(r"\\[^\W_dntr]|\[\^?\]|\[[:.=]")
"""What PostgreSQL reads otherwise than ECMA-262: escapes that are letters, classes by name."""


def column_bounds(expressions: Iterable[str]) -> dict[str, ColumnBound]:
    """Return what checks certainly say about each column that they bind."""
    found: dict[str, list[ColumnBound]] = defaultdict(list)
    for expression in expressions:
        for bound in simple_checks(expression):
            found[bound.column].append(bound)
    return {column: merge_bounds(bounds) for column, bounds in found.items()}


def choices(bound: ColumnBound, kind: PythonType) -> tuple[str | int, ...]:
    """Return the values that a column may have, where Python can list them; else nothing."""
    listed = bound.choices or ()
    if kind.is_text and all(isinstance(value, str) for value in listed):
        return tuple(value for value in listed if isinstance(value, str))
    if kind.bounds and all(isinstance(value, int) for value in listed):
        return tuple(value for value in listed if isinstance(value, int))
    return ()


def field_arguments(bound: ColumnBound, kind: PythonType) -> list[str]:
    """Return the arguments of `Field` for what the annotation does not say.

    The lengths of a text are left to its annotation, the bounds of an integer type are included.
    """
    if kind.bounds:
        return _integer_arguments(bound, *kind.bounds)
    if kind.is_number:
        limits = {"gt": bound.gt, "ge": bound.ge, "lt": bound.lt, "le": bound.le}
        return [f"{k}={_number(v, kind)}" for k, v in limits.items() if v is not None]
    if kind.is_text and bound.pattern is not None:
        pattern = pydantic_pattern(bound.pattern)
        return [f"pattern={pattern_string(pattern)}"] if pattern else []
    return []


def _integer_arguments(bound: ColumnBound, lowest: int, highest: int) -> list[str]:
    low = max(
        lowest,
        lowest if bound.ge is None else math.ceil(bound.ge),
        lowest if bound.gt is None else math.floor(bound.gt) + 1,
    )
    high = min(
        highest,
        highest if bound.le is None else math.floor(bound.le),
        highest if bound.lt is None else math.ceil(bound.lt) - 1,
    )
    return [] if (low, high) == (lowest, highest) else [f"ge={low}", f"le={high}"]


def _number(value: int | Decimal, kind: PythonType) -> str:
    if isinstance(value, int):
        return str(value)
    return f'Decimal("{value}")' if kind.is_decimal else repr(float(value))


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
