"""Rows of a route, converted; what fits nowhere is named with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from schemagen.copying.matching import Route
from schemagen.copying.source import Source, SqliteValue
from schemagen.copying.values import MisfitError
from schemagen.frozen import frozen

Row: TypeAlias = tuple[str | None, ...]

_WIDTH: Final = 40
"""How many characters of a value are shown."""


@frozen
class Unfit:
    """A value that its column does not take.

    Attributes:
        table: as the file has it.
        column: as the file has it; None where it is the row as a whole.
        row: the place of its row, counted from 1 in the order that rows are read in.
        message: what it is and what it should be.
    """

    table: str
    column: str | None
    row: int
    message: str

    def __str__(self) -> str:
        where = f"{self.table}.{self.column}" if self.column else self.table
        return f"{where}, row {self.row:,}: {self.message}"


def converted(source: Source, route: Route, after: int = 0) -> Iterator[Row]:
    """Give the rows of a table as COPY takes them, without the first so many.

    Raises:
        MisfitError: a value is none of its column's type.
    """
    for row in source.rows(route.source, [name for name, _ in route.columns], after):
        yield tuple(
            None if value is None else convert(value)
            for convert, value in zip(route.converters, row, strict=True)
        )


def unfit(source: Source, route: Route) -> Iterator[Unfit]:
    """Give every value of a table that its column does not take."""
    names = [name for name, _ in route.columns]
    for place, row in enumerate(source.rows(route.source, names), start=1):
        for name, convert, value in zip(names, route.converters, row, strict=True):
            if value is None:
                continue
            try:
                convert(value)
            except MisfitError as misfit:
                yield Unfit(route.source.name, name, place, f"{_shown(value)} is no {misfit}")


def _shown(value: SqliteValue) -> str:
    text = repr(value)
    return text if len(text) <= _WIDTH else f"{text[:_WIDTH]}…"
