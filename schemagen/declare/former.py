"""What objects were called before, as a spec says it: `was`."""

from __future__ import annotations

from schemagen.catalog.object import CatalogObject, ObjectId


def former_place(was: str, schema: str) -> tuple[str, str]:
    """Return the former schema and name: `sales.orders` has moved, `orders` stood in `schema`.

    The types of a function's arguments may have schemas too.
    """
    plain, bracket, arguments = was.partition("(")
    before, dot, name = plain.rpartition(".")
    return (before, name + bracket + arguments) if dot else (schema, was)


def former_id(item: CatalogObject) -> ObjectId | None:
    """Return the id that an object had where nothing around it was renamed; None if it says none.

    A rename of what it stands in comes on top of that.
    """
    if not item.was:
        return None
    schema, name = former_place(item.was, item.id.schema)
    return item.id._replace(schema=schema, name=name)
