"""What holds for every value of a column, as far as a check says it of that column alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias

from schemagen.frozen import frozen

Value: TypeAlias = int | Decimal | str


@frozen
class ColumnBound:
    """What holds for every value of a column that is not NULL.

    Attributes:
        gt, ge, lt, le: bounds of a number.
        choices: the values that are allowed, in the order of the check.
        min_length, max_length: of a text, in characters.
        pattern: a regular expression of PostgreSQL that is found in the text.
    """

    column: str
    gt: int | Decimal | None = None
    ge: int | Decimal | None = None
    lt: int | Decimal | None = None
    le: int | Decimal | None = None
    choices: tuple[Value, ...] | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None


def merge_bounds(bounds: Sequence[ColumnBound]) -> ColumnBound:
    """Put bounds of one column together: the strictest of each sort.

    Several patterns cannot be one; the first is kept. At least one bound is given.
    """
    first = bounds[0]
    if len(bounds) == 1:
        return first
    return ColumnBound(
        first.column,
        gt=max((b.gt for b in bounds if b.gt is not None), default=None),
        ge=max((b.ge for b in bounds if b.ge is not None), default=None),
        lt=min((b.lt for b in bounds if b.lt is not None), default=None),
        le=min((b.le for b in bounds if b.le is not None), default=None),
        choices=_common([b.choices for b in bounds if b.choices is not None]),
        min_length=max((b.min_length for b in bounds if b.min_length is not None), default=None),
        max_length=min((b.max_length for b in bounds if b.max_length is not None), default=None),
        pattern=next((b.pattern for b in bounds if b.pattern is not None), None),
    )


def _common(choices: list[tuple[Value, ...]]) -> tuple[Value, ...] | None:
    if not choices:
        return None
    return tuple(value for value in choices[0] if all(value in other for other in choices[1:]))
