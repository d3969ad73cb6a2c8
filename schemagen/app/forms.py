"""One expression, two forms: PostgreSQL reads some of what it wrote itself into another text.

`status IN ('a', 'b')` over a varchar is shown as a cast of an array; reading that shows an array of
casts (ruleutils.c prints what the parser made, and the parser makes something else of it). A
database that was restored from a dump, or that migrations made, has the second form of what a spec
writes. So where texts differ that may be such forms, the second form of the spec's own is looked at
as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject
from schemagen.diff.engine import differences


def in_the_form_of(
    item: CatalogObject, there: CatalogObject, reread: Callable[[], Catalog]
) -> CatalogObject:
    """Return an object with the form of expressions that another one has, where that is one of its.

    `reread` gives the catalog that PostgreSQL makes of what it told of the object's own; it is
    asked only when there is something to decide.
    """
    fields = [
        each.field for each in differences(there, item) if _may_be_form(there, item, each.field)
    ]
    if not fields:
        return item
    other = reread().get(item.id)
    if other is None:
        return item
    same = {
        field: getattr(there, field)
        for field in fields
        if getattr(other, field) == getattr(there, field)
    }
    return replace(item, **same) if same else item


def in_the_forms_of(desired: Catalog, current: Catalog, reread: Callable[[], Catalog]) -> Catalog:
    """Return a catalog with the forms of expressions that another one has of the same."""
    return Catalog(
        item if (there := current.get(item.id)) is None else in_the_form_of(item, there, reread)
        for item in desired
    )


def _may_be_form(there: CatalogObject, item: CatalogObject, field: str) -> bool:
    """Tell whether the difference of a field may be one of form: it is a cast that moves."""
    return any("::" in text for text in _texts(getattr(there, field))) and any(
        "::" in text for text in _texts(getattr(item, field))
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
