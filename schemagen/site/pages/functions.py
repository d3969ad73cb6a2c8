"""Functions and procedures, with what they are made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from schemagen.kinds.function import Function
from schemagen.render.viewmodels.class_names import own
from schemagen.render.viewmodels.document import called
from schemagen.site.page import Page, PageKind
from schemagen.site.subject import Subject

_PATH: Final = "functions.html"


def _pages(subject: Subject) -> Iterator[Page]:
    functions = [
        {
            "anchor": subject.anchor(item.id),
            "name": called(item.id._replace(name=item.name), subject.project),
            "arguments": item.arguments,
            "returns": item.returns or "",
            "language": item.language,
            "chips": list(_chips(item)),
            "comment": item.comment or "",
            "examples": subject.project.facts.examples.get(item.id, ()),
            "sql": subject.sql(item.id),
        }
        for item in _functions(subject)
    ]
    yield Page(_PATH, "Functions", "functions.html.jinja", {"functions": functions})


def _functions(subject: Subject) -> list[Function]:
    return own(subject.project.catalog.of(Function))


def _chips(item: Function) -> Iterator[tuple[str, str]]:
    if item.procedure:
        yield "procedure", "note"
    yield item.volatility, ""
    if item.strict:
        yield "strict", ""
    if item.security_definer:
        yield "security definer", "warn"


KIND = PageKind("Functions", _PATH, _pages, lambda subject: bool(_functions(subject)))
