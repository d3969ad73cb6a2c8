"""The first page of a project, which lists its tables, and a page for each of them."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.site.page import Page, PageKind
from schemagen.site.pages.overview import overview
from schemagen.site.pages.table import table_page
from schemagen.site.subject import Subject


def _pages(subject: Subject) -> Iterator[Page]:
    yield overview(subject)
    for table in subject.tables:
        yield table_page(subject, table)


KIND = PageKind("Tables", "index.html", _pages)
