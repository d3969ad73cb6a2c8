"""Everything that has no page of its own: types, views, sequences, roles, and whatever else.

The list of kinds is asked, so that a new kind is documented without anybody thinking of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from schemagen import kinds
from schemagen.catalog.object import CatalogObject
from schemagen.kinds.function import Function
from schemagen.kinds.table import Table
from schemagen.render.viewmodels.class_names import own
from schemagen.render.viewmodels.document import called
from schemagen.site.page import Page, PageKind
from schemagen.site.subject import Subject

_PATH: Final = "objects.html"


def _pages(subject: Subject) -> Iterator[Page]:
    sections = [
        {
            "title": kind.plural[:1].upper() + kind.plural[1:],
            "anchor": kind.name,
            "items": [_item(subject, each) for each in found],
        }
        for kind, found in ((kind, _objects(subject, kind.model)) for kind in kinds.ALL)
        if found
    ]
    shapes = [
        {
            "name": name,
            "comment": shape.comment or "",
            "schema": json.dumps(shape.schema, indent=2, ensure_ascii=False),
        }
        for name, shape in subject.project.facts.shapes.items()
    ]
    yield Page(
        _PATH, "Types and more", "objects.html.jinja", {"sections": sections, "shapes": shapes}
    )


def _objects(subject: Subject, model: Any) -> list[CatalogObject]:
    if model in (Table, Function):
        return []
    return [each for each in own(subject.project.catalog.of(model)) if not each.id.table]


def _item(subject: Subject, item: CatalogObject) -> dict[str, str]:
    return {
        "anchor": subject.anchor(item.id),
        "name": called(item.id, subject.project) if item.id.schema else item.id.name,
        "comment": item.comment or "",
        "sql": subject.sql(item.id),
    }


KIND = PageKind("Types and more", _PATH, _pages)
