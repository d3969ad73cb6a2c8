"""The catalog object of a publication."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from schemagen.catalog.object import ALTER, RECREATE, CatalogObject, ObjectId, on_change
from schemagen.catalog.since import Need
from schemagen.frozen import frozen

EVERYTHING: Final = ("insert", "update", "delete", "truncate")


@frozen
class PublishedTable:
    """A table of a publication, with the columns (none: all) and the rows of it that are sent."""

    relation: ObjectId
    columns: tuple[str, ...] | None = None  # ('id', 'name')
    condition: str | None = None  # (total > 0)


def _parts(tables: Iterable[PublishedTable]) -> Iterator[Need]:
    if any(each.columns is not None or each.condition for each in tables):
        yield Need(15, "a part of a table's columns or rows")


@frozen(kw_only=True)
class Publication(CatalogObject):
    """A publication."""

    all_tables: bool = on_change(RECREATE, False)
    schemas: tuple[str, ...] = on_change(ALTER, (), since=15)  # every table of them
    tables: tuple[PublishedTable, ...] = on_change(ALTER, (), since=_parts)  # sorted by relation
    publish: tuple[str, ...] = on_change(ALTER, EVERYTHING)
    via_partition_root: bool = on_change(ALTER, False)
    generated_columns: str = on_change(ALTER, "none", since=18)  # 'stored' or 'none'
