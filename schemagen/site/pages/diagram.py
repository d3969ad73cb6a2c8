"""The entity-relationship diagram of a whole project, to be moved about in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from schemagen.kinds.column import Column
from schemagen.render.templates import Templates
from schemagen.site.er.drawing import drawing
from schemagen.site.er.layout import lay_out
from schemagen.site.er.model import diagram
from schemagen.site.page import Page, PageKind
from schemagen.site.subject import Subject

_PATH: Final = "diagram.html"
_ALL_COLUMNS: Final = 300
"""How many columns a diagram shows; of more, those of keys are shown."""


def _pages(subject: Subject) -> Iterator[Page]:
    tables = [table.id for table in subject.tables]
    catalog = subject.project.catalog
    columns = sum(len(catalog.belonging_to(key, Column)) for key in tables)
    found = diagram(subject, tables, tables if columns <= _ALL_COLUMNS else ())
    layout = lay_out(found, {group.title: group.tables for group in subject.groups})
    drawn = drawing(layout, f"Tables of {subject.project.name}", subject.names, subject.path)
    values = {
        "drawing": drawn,
        "names": sorted((subject.names[key], subject.path(key)) for key in tables),
        "keys_alone": columns > _ALL_COLUMNS,
    }
    yield Page(_PATH, "Diagram", "diagram.html.jinja", values, is_wide=True)
    alone = {"drawing": drawn, "style": _style(subject.templates)}
    yield Page("diagram.svg", "Diagram", "diagram.svg.jinja", alone, is_wide=True)


def _style(templates: Templates) -> str:
    """Return what a diagram alone needs: the colours, which come first, and its own rules."""
    colours, _, _ = templates.text("web/base.css").partition("\n*, *::before")
    return colours + templates.text("site/er.css")


KIND = PageKind("Diagram", _PATH, _pages, lambda subject: bool(subject.tables))
