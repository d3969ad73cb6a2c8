"""What the tables have come to in a database, in pictures: there when one was asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from schemagen.catalog.object import ObjectId
from schemagen.growth.advice import Advice
from schemagen.growth.figures import IndexUse
from schemagen.growth.report import Measured, SizeReport
from schemagen.growth.words import bytes_in_words, share_in_words
from schemagen.site.page import Page, PageKind
from schemagen.site.subject import Subject

_PATH: Final = "size.html"
_INDEXES: Final = 50
"""How many indexes are shown, the largest first."""


def _pages(subject: Subject) -> Iterator[Page]:
    if subject.sizes is not None:
        yield Page(_PATH, "Size", "size.html.jinja", _values(subject, subject.sizes), is_wide=True)


def _values(subject: Subject, sizes: SizeReport) -> dict[str, Any]:
    largest = max((each.table.bytes for each in sizes.tables), default=0)
    uses = sorted(
        (use for each in sizes.tables for use in each.table.uses),
        key=lambda use: (-use.bytes, use.schema, use.name),
    )
    longest = uses[0].bytes if uses else 0
    return {
        "where": sizes.where,
        "days": f"{sizes.days:.1f}",
        "total": bytes_in_words(sum(each.table.bytes for each in sizes.tables)),
        "tables": [_table(subject, each, largest) for each in sizes.tables],
        "indexes": [_index(subject, use, longest) for use in uses[:_INDEXES]],
        "unlisted": len(uses[_INDEXES:]),
        "advice": list(_advice(subject, sizes)),
    }


def _table(subject: Subject, each: Measured, largest: int) -> dict[str, Any]:
    table = each.table
    room = table.room or 0
    return {
        **_link(subject, table.schema, table.name),
        "parts": table.parts,
        "rows": f"{table.rows:,}",
        "per_day": "?" if each.per_day is None else f"{each.per_day:+,.0f}",
        "bytes": bytes_in_words(table.bytes),
        "indexed": bytes_in_words(table.indexes),
        "dead": share_in_words(table.dead_share),
        "bloat": share_in_words(table.bloat),
        "by_index": share_in_words(table.by_index),
        "bars": _bars(
            {
                "rows": table.heap - room,
                "room": room,
                "indexes": table.indexes,
                "rest": table.rest,
            },
            largest,
        ),
    }


def _bars(parts: dict[str, int], whole: int) -> list[dict[str, str]]:
    """Return rectangles side by side, in hundredths of the picture's width."""
    bars, at = [], 0.0
    for name, count in parts.items():
        width = 100 * count / whole if whole else 0.0
        if width:
            bars.append({"name": name, "x": f"{at:.2f}", "width": f"{width:.2f}"})
        at += width
    return bars


def _index(subject: Subject, use: IndexUse, longest: int) -> dict[str, Any]:
    return {
        "name": use.name,
        "table": _link(subject, use.schema, use.table),
        "bytes": bytes_in_words(use.bytes),
        "used": f"{use.used:,}",
        "is_idle": not use.used and not use.needed,
        "bars": _bars({"indexes": use.bytes}, longest),
    }


def _advice(subject: Subject, sizes: SizeReport) -> Iterator[dict[str, Any]]:
    for each in sizes.tables:
        yield from _said(_link(subject, each.table.schema, each.table.name), each.advice)
    yield from _said({"name": "the database as a whole", "href": None}, sizes.advice)


def _said(about: dict[str, Any], advice: Iterable[Advice]) -> Iterator[dict[str, Any]]:
    for each in advice:
        yield {"about": about, "reason": each.reason, "remedy": each.remedy}


def _link(subject: Subject, schema: str, name: str) -> dict[str, Any]:
    key = ObjectId("table", schema, name)
    known = key in subject.names
    return {
        "name": subject.names[key] if known else f"{schema}.{name}",
        "href": subject.path(key) if known else None,
    }


KIND = PageKind("Size", _PATH, _pages, lambda subject: subject.sizes is not None)
