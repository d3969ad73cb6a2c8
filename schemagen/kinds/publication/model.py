"""The catalog object of a publication."""

from __future__ import annotations

from typing import Final

from schemagen.catalog.object import ALTER, RECREATE, CatalogObject, ObjectId, on_change
from schemagen.frozen import frozen

EVERYTHING: Final = ("insert", "update", "delete", "truncate")


@frozen
class PublishedTable:
    """A table of a publication, with the columns (none: all) and the rows of it that are sent."""

    relation: ObjectId
    columns: tuple[str, ...] | None = None  # ('id', 'name')
    condition: str | None = None  # (total > 0)


@frozen(kw_only=True)
class Publication(CatalogObject):
    """A publication."""

    all_tables: bool = on_change(RECREATE, False)
    schemas: tuple[str, ...] = on_change(ALTER, ())  # every table of them; from 15 on
    tables: tuple[PublishedTable, ...] = on_change(ALTER, ())  # sorted by relation
    publish: tuple[str, ...] = on_change(ALTER, EVERYTHING)
    via_partition_root: bool = on_change(ALTER, False)
    generated_columns: str = on_change(ALTER, "none")  # 'stored' or 'none'; from 18 on
