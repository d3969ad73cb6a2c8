"""What check constraints say about single columns, as arguments of pydantic's `Field`."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from schemagen.render.viewmodels.pytext import pattern_string
from schemagen.render.viewmodels.pytypes import PythonType
from schemagen.sqltext.bounds import simple_checks
from schemagen.sqltext.column_bound import ColumnBound, merge_bounds


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
        # Imported here because few columns have a pattern.
        from schemagen.render.viewmodels.patterns import pydantic_pattern

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
