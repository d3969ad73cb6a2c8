"""One expression, two forms: PostgreSQL reads some of what it wrote itself into another text.

`status IN ('a', 'b')` over a varchar is shown as a cast of an array; reading that shows an array of
casts (ruleutils.c prints what the parser made, and the parser makes something else of it). A
database that was restored from a dump, or that migrations made, has the second form of what a spec
writes. So where texts differ that may be such forms, the second form of the spec's own is looked at
as well.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeAlias

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.diff.engine import differences

Reread: TypeAlias = Callable[[Collection[ObjectId]], Catalog]
"""Gives, of some objects at least, what PostgreSQL makes of what it told of them."""


def in_the_forms_of(desired: Catalog, current: Catalog, reread: Reread) -> Catalog:
    """Return a catalog with the forms of expressions that another one has of the same.

    `reread` is asked once, and only when there is something to decide.
    """
    open_ = {
        item.id: fields
        for item in desired
        if (there := current.get(item.id)) is not None and (fields := _forms(there, item))
    }
    if not open_:
        return desired
    others = reread(open_.keys())
    return Catalog(
        _in_the_form_of(item, current[item.id], others.get(item.id), open_[item.id])
        if item.id in open_
        else item
        for item in desired
    )


def _forms(there: CatalogObject, item: CatalogObject) -> list[str]:
    """Return the fields whose difference may be one of form alone."""
    if there is item:
        return []
    return [
        each.field for each in differences(there, item) if _may_be_form(there, item, each.field)
    ]


def _in_the_form_of(
    item: CatalogObject, there: CatalogObject, other: CatalogObject | None, fields: Iterable[str]
) -> CatalogObject:
    """Return an object with the form of expressions that another one has, where that is one of its.

    `other` is the object in the second form.
    """
    if other is None:
        return item
    same = {
        field: getattr(there, field)
        for field in fields
        if getattr(other, field) == getattr(there, field)
    }
    return replace(item, **same) if same else item


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
