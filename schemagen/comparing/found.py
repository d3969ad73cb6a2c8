"""What a comparison finds."""

from __future__ import annotations

from enum import StrEnum

from schemagen.frozen import frozen


class Side(StrEnum):
    """One of the two databases."""

    A = "a"
    B = "b"


@frozen
class Value:
    """A column in which a row differs, with what each side has as text; None is NULL."""

    column: str
    a: str | None
    b: str | None


@frozen
class RowDifference:
    """A row that is not the same on both sides.

    Attributes:
        key: the columns that tell it apart and their values, or all columns where none do.
        only: the side that has it, if the other does not.
        values: where it differs, if both have it.
        times: how many more there are on that side; only without a key can it be more than one.
    """

    key: tuple[tuple[str, str | None], ...]
    only: Side | None = None
    values: tuple[Value, ...] = ()
    times: int = 1


@frozen
class TableComparison:
    """How a table that both databases have compares.

    Attributes:
        table: `public.orders`.
        rows_a: how many rows the first has.
        rows_b: how many the second has.
        different: how many rows differ or are on one side only; None where only counts were asked.
        rows: the first of those, by their keys.
        columns_a: columns that only the first has; they are not compared.
        columns_b: columns that only the second has.
    """

    table: str
    rows_a: int
    rows_b: int
    different: int | None = None
    rows: tuple[RowDifference, ...] = ()
    columns_a: tuple[str, ...] = ()
    columns_b: tuple[str, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether nothing differs, as far as was asked."""
        return self.rows_a == self.rows_b and not (
            self.different or self.columns_a or self.columns_b
        )


@frozen
class Comparison:
    """How two databases compare.

    Attributes:
        tables: those that both have, by name.
        only_a: tables that only the first has.
        only_b: tables that only the second has.
    """

    tables: tuple[TableComparison, ...]
    only_a: tuple[str, ...] = ()
    only_b: tuple[str, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether nothing differs."""
        return not self.only_a and not self.only_b and all(each.equal for each in self.tables)
