"""How many rows may stand at the two ends of a foreign key."""

from __future__ import annotations

from schemagen.catalog.catalog import Catalog
from schemagen.kinds.column import Column
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.kinds.primary_key import PrimaryKey
from schemagen.kinds.unique import Unique
from schemagen.render.viewmodels.keys import home_of


def is_required(key: ForeignKey, catalog: Catalog) -> bool:
    """Tell whether every row that refers has a row that it refers to."""
    found = (catalog.get(key.id._replace(kind="column", name=name)) for name in key.columns)
    return all(isinstance(column, Column) and column.not_null for column in found)


def is_single(key: ForeignKey, catalog: Catalog) -> bool:
    """Tell whether at most one row refers to each row that is referred to."""
    child = home_of(key)
    keys: list[PrimaryKey | Unique] = [*catalog.belonging_to(child, PrimaryKey)]
    keys += catalog.belonging_to(child, Unique)
    return any(set(each.columns) <= set(key.columns) for each in keys)
