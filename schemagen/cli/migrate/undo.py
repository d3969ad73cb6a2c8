"""Saying what the way back of a migration restores."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from schemagen.cli.printing import Printer
from schemagen.plan.undo import Grade

_MEANS: Final = {
    Grade.EXACT: "what there was before comes back",
    Grade.LOSSY: "the schema comes back, and not all that was in it",
    Grade.IRREVERSIBLE: "it may be refused",
}


def print_undo(grade: str, reasons: Iterable[str], printer: Printer) -> None:
    """Print the grade of an undo, and what has to be known besides."""
    printer.line(f"  undo: {grade}, {_MEANS[Grade(grade)]}")
    for reason in reasons:
        printer.line(f"    {reason}")
