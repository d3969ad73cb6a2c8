"""What belongs to a table besides its columns, in the words of its own statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.kinds.kind import CreateContext, Kind
from schemagen.kinds.support import relation_of
from schemagen.render.viewmodels.markdown import code, prose, table
from schemagen.sqltext.quoting import Name, sql


def member_table(
    catalog: Catalog, relation: ObjectId, is_shown: Callable[[CatalogObject], bool]
) -> list[str]:
    """Return a Markdown table of constraints, indexes, triggers and whatever else there is."""
    found: dict[str, list[CatalogObject]] = defaultdict(list)
    for item in catalog.belonging_to(relation, CatalogObject):
        if is_shown(item):
            found[item.id.kind].append(item)
    shown = [(kind, item) for kind in kinds.ALL for item in found.get(kind.name, ())]
    rows = [
        [kind.name.replace("_", " "), code(item.id.name), code(_definition(item, kind, catalog))]
        for kind, item in shown
    ]
    heads = ["what", "name", "definition"]
    if any(item.comment for _, item in shown):
        heads.append("what for")
        for row, (_, item) in zip(rows, shown, strict=True):
            row.append(prose(item.comment or ""))
    return table(heads, rows)


def _definition(item: CatalogObject, kind: Kind[Any], catalog: Catalog) -> str:
    """Return the statement that makes it, without what the other cells and the heading say."""
    text = kind.inline(item) if kind.inline else None
    if text is None:
        text = next(iter(kind.create(item, CreateContext(catalog)))).sql
    relation = relation_of(item.id)
    said = (
        sql("ALTER TABLE {} ADD ", relation),
        sql("CREATE "),
        f"{kind.keyword} ",
        sql("{} ", Name(item.id.name)),
        sql("ON {} ", relation),
    )
    for words in said:
        text = text.replace(words, "", 1)
    return text
