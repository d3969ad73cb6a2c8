"""The first page of a project: its tables, group by group."""

from __future__ import annotations

from typing import Any

from schemagen.kinds.column import Column
from schemagen.kinds.table import Table
from schemagen.site.page import Page
from schemagen.site.subject import Subject


def overview(subject: Subject) -> Page:
    """Return the page that leads to all tables."""
    tables = {table.id: table for table in subject.tables}
    groups = [
        {"title": group.title, "rows": [_row(subject, tables[key]) for key in group.tables]}
        for group in subject.groups
    ]
    values = {
        "comment": subject.project.comment or "",
        "source": subject.project.source,
        "groups": groups,
        "count": len(tables),
        "keys": sum(map(len, subject.outgoing.values())),
    }
    return Page("index.html", subject.project.name, "overview.html.jinja", values)


def _row(subject: Subject, table: Table) -> dict[str, Any]:
    key = table.id
    return {
        "name": subject.names[key],
        "href": subject.path(key),
        "columns": len(subject.project.catalog.belonging_to(key, Column)),
        "refers": len(subject.outgoing[key]),
        "referred": len(subject.incoming.get(key, ())),
        "row_security": table.row_security,
        "comment": table.comment or "",
    }
