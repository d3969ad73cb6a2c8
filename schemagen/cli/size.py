"""`schemagen size`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from schemagen.app.measuring import measure
from schemagen.cli.options import Json, NoColor, Project, Root, Url
from schemagen.cli.printing import BOLD, YELLOW, Printer, print_json
from schemagen.growth.advice import Advice
from schemagen.growth.report import Measured, SizeReport
from schemagen.growth.words import bytes_in_words, share_in_words

_HEADINGS = ("rows", "a day", "size", "indexes", "dead", "bloat", "by index", "table")


def size(
    project: Project = None,
    url: Url = None,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Show what grows, and what would help.

    Rows, bytes, dead rows, bloat (what of a table's pages holds no row) and how many of its reads
    went by an index are read from the catalog and the statistics of the server, so they are about
    right, and reading them takes a moment however much there is. Partitions count with their
    table. With pictures: schemagen docs PROJECT --url URL.

    \b
    Examples:
      schemagen size shop --url postgresql://…/shop
      schemagen size shop --json

    \b
    Exit status:
      0  measured
      1  the database cannot be reached
      2  there is no such project, or none of its tables
    """
    found = measure(root, project, url)
    if as_json:
        print_json(_as_json(found))
        return
    printer = Printer()
    printer.line(f"{found.where}, counted for {found.days:.1f} days")
    _table(printer, found.tables)
    for each in found.tables:
        _advice(printer, f"{each.table.schema}.{each.table.name}", each.advice)
    _advice(printer, "as a whole", found.advice)


def _table(printer: Printer, tables: Iterable[Measured]) -> None:
    lines = [_HEADINGS, *map(_cells, tables)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(_HEADINGS) - 1)]
    for number, line in enumerate(lines):
        cells = [text.rjust(width) for text, width in zip(line, widths, strict=False)]
        text = "  ".join([*cells, line[-1]])
        printer.line(f"  {printer.paint(text, BOLD) if not number else text}")


def _cells(each: Measured) -> tuple[str, ...]:
    table = each.table
    parts = f" ({table.parts} partitions)" if table.parts else ""
    return (
        f"{table.rows:,}",
        "?" if each.per_day is None else f"{each.per_day:+,.0f}",
        bytes_in_words(table.bytes),
        bytes_in_words(table.indexes),
        share_in_words(table.dead_share),
        share_in_words(table.bloat),
        share_in_words(table.by_index),
        f"{table.schema}.{table.name}{parts}",
    )


def _advice(printer: Printer, about: str, advice: Iterable[Advice]) -> None:
    for each in advice:
        printer.line(f"{printer.paint(f'{each.topic}:', YELLOW)} {about}: {each.reason}")
        printer.line(f"  {each.remedy}")


def _as_json(found: SizeReport) -> dict[str, Any]:
    return {
        "database": found.where,
        "seconds": found.seconds,
        "tables": [
            {
                **asdict(each.table),
                "bytes": each.table.bytes,
                "bloat": each.table.bloat,
                "by_index": each.table.by_index,
                "per_day": each.per_day,
                "advice": [asdict(advice) for advice in each.advice],
            }
            for each in found.tables
        ],
        "advice": [asdict(advice) for advice in found.advice],
    }
