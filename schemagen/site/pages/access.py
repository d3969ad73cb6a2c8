"""Who may do what: the actors, and the matrix of tables, actors and commands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from schemagen.render.viewmodels.access_rows import COMMANDS
from schemagen.site.page import Page, PageKind
from schemagen.site.pages.table import access_table
from schemagen.site.subject import Subject

_PATH: Final = "access.html"


def _pages(subject: Subject) -> Iterator[Page]:
    groups = [
        {"title": group.title, "rows": rows}
        for group in subject.groups
        if (rows := access_table(subject, group.tables))
    ]
    open_tables = [
        {
            "name": subject.names[table.id],
            "href": subject.path(table.id),
            "row_security": table.row_security,
        }
        for table in subject.tables
        if table.id not in subject.access
    ]
    values = {
        "actors": list(subject.project.facts.actors.values()),
        "commands": COMMANDS,
        "groups": groups,
        "without": open_tables,
    }
    yield Page(_PATH, "Access", "access.html.jinja", values, is_wide=True)


KIND = PageKind("Access", _PATH, _pages, lambda subject: bool(subject.project.facts.actors))
