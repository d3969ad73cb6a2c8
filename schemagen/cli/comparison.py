"""How the rows of a table compare, for people and for programs."""

from __future__ import annotations

from typing import Any, Final

from schemagen.cli.printing import GREEN, RED, Printer
from schemagen.comparing.found import RowDifference, Side, TableComparison

_WIDTH: Final = 60
"""How many characters of a value are shown."""


def print_table(printer: Printer, table: TableComparison, width: int = 0) -> None:
    """Print how a table compares, its name as wide as the others', and rows that differ."""
    color = GREEN if table.equal else RED
    printer.line(f"{table.table:{width}}  {printer.paint('; '.join(_said(table)), color)}")
    for row in table.rows:
        printer.line(f"  {_row(row)}")
    if table.rows and (more := (table.different or 0) - sum(each.times for each in table.rows)):
        printer.line(f"  and {more:,} more")


def table_as_json(table: TableComparison) -> dict[str, Any]:
    """Return how a table compares, for programs."""
    return {
        "table": table.table,
        "equal": table.equal,
        "rows_a": table.rows_a,
        "rows_b": table.rows_b,
        "different": table.different,
        "columns_a": list(table.columns_a),
        "columns_b": list(table.columns_b),
        "rows": [
            {
                "key": dict(row.key),
                "only": row.only,
                "times": row.times,
                "values": {each.column: {"a": each.a, "b": each.b} for each in row.values},
            }
            for row in table.rows
        ],
    }


def _said(table: TableComparison) -> list[str]:
    """Return what is told of a table."""
    if table.rows_a == table.rows_b:
        said = [f"{table.rows_a:,} rows"]
    else:
        said = [f"{table.rows_a:,} rows in A, {table.rows_b:,} in B"]
    for side, columns in ((Side.A, table.columns_a), (Side.B, table.columns_b)):
        said += [f"only in {side.upper()}: column {name}" for name in columns]
    if table.different is None:
        return said
    return [*said, f"{table.different:,} different" if table.different else "the same"]


def _row(row: RowDifference) -> str:
    key = ", ".join(f"{name} {_shown(value)}" for name, value in row.key)
    if row.only is None:
        changed = ", ".join(
            f"{v.column} {_shown(v.a)} in A, {_shown(v.b)} in B" for v in row.values
        )
        return f"{key}: {changed}"
    times = f", {row.times} times" if row.times > 1 else ""
    return f"{key}: only in {row.only.upper()}{times}"


def _shown(value: str | None) -> str:
    """Return a value on one line, and not too long."""
    if value is None:
        return "NULL"
    text = value if value.isprintable() else repr(value)[1:-1]
    return text if len(text) <= _WIDTH else f"{text[:_WIDTH]}…"
