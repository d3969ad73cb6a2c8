"""What can be searched for, as a file that a page loads without a server."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from schemagen import kinds
from schemagen.catalog.object import CatalogObject
from schemagen.kinds.function import Function
from schemagen.kinds.table import Table
from schemagen.render.viewmodels.class_names import own
from schemagen.render.viewmodels.document import called
from schemagen.site.subject import Subject


def search_index(subjects: Sequence[Subject]) -> str:
    """Return JavaScript that sets `schemagenSearch`.

    `pages` has the page, the name and the kind of what has a page; `parts` has the number of a
    page, the name and the kind of what stands there.
    """
    pages: list[list[Any]] = []
    parts: list[list[Any]] = []
    words = [kind.name.replace("_", " ") for kind in kinds.ALL]
    for subject in subjects:
        name = subject.project.name
        numbers = {}
        for table in subject.tables:
            numbers[table.id.schema, table.id.name] = len(pages)
            path = f"{name}/{subject.path(table.id)}"
            pages.append([path, subject.names[table.id], words.index("table"), table.comment or ""])
        for item in _members(subject):
            page = numbers.get((item.id.schema, item.id.table))
            if page is not None:
                parts.append([page, item.id.name, words.index(item.id.kind.replace("_", " "))])
        for path, title, kind in _others(subject):
            pages.append([f"{name}/{path}", title, words.index(kind), ""])
        for migration in subject.migrations:
            pages.append([f"{name}/migrations/{migration.id}.html", migration.id, -1, ""])
    body = {"kinds": words, "pages": pages, "parts": parts}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return f"window.schemagenSearch = {text};\n"


def _members(subject: Subject) -> Iterator[CatalogObject]:
    for item in subject.project.catalog:
        if item.id.table and not item.external:
            yield item


def _others(subject: Subject) -> Iterator[tuple[str, str, str]]:
    """Yield what has no page of its own: where it stands, its name, its kind."""
    for item in own(iter(subject.project.catalog)):
        if item.id.table or isinstance(item, Table):
            continue
        key = item.id._replace(name=item.name) if isinstance(item, Function) else item.id
        name = called(key, subject.project) if key.schema else key.name
        yield subject.place(item.id), name, item.id.kind.replace("_", " ")
