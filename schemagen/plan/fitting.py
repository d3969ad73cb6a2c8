"""What of a relation can stand in an archive, which needs nothing outside of it."""

from __future__ import annotations

from dataclasses import replace

from schemagen import kinds
from schemagen.catalog.object import CatalogObject, ObjectId


def may_stand(item: CatalogObject) -> bool:
    """Tell whether an object is of a kind that is moved into an archive with what it has."""
    kind = kinds.BY_NAME[item.id.kind]
    return kind.relation and kind.archived is not None


def as_it_stands(item: CatalogObject, own: set[ObjectId]) -> CatalogObject | str:
    """Return an object as it stands in the archive: it follows nothing that stays outside."""
    archived = kinds.BY_NAME[item.id.kind].archived
    found: CatalogObject | str = archived(item, own) if archived else item
    if isinstance(found, str) or found.follows is None or found.follows in own:
        return found
    return replace(found, follows=None)


def is_fixed(item: CatalogObject, converted: set[ObjectId]) -> bool:
    """Tell whether a relation does not let the type of a column become another."""
    fixed = kinds.BY_NAME[item.id.kind].fixed
    names = fixed(item) if fixed else ()
    here = (item.id.schema, item.id.name)
    return any(key.name in names for key in converted if (key.schema, key.table) == here)


def fits(item: CatalogObject, own: set[ObjectId], converted: set[ObjectId]) -> bool:
    """Tell whether a member can stay: it needs nothing outside, and no value that is another."""
    kind = kinds.BY_NAME[item.id.kind]
    if kind.key_part is not None or kind.relation:
        return True
    needs = set(item.depends_on)
    return needs <= own and (kind.identifies is not None or not needs & converted)
