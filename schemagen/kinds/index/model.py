"""The catalog object of an index."""

from __future__ import annotations

from schemagen.catalog.object import (
    ALTER,
    RECREATE,
    UNORDERED,
    CatalogObject,
    Ignore,
    Refers,
    naming_columns,
    on_change,
)
from schemagen.frozen import frozen


@frozen
class IndexElement:
    """One key of an index: a column or an expression, and how it is sorted."""

    column: str | None = naming_columns(None)  # created_at
    expression: str | None = naming_columns(None, sql=True)  # lower(email)
    collation: str | None = None  # "C"
    opclass: str | None = None  # jsonb_path_ops
    opclass_parameters: tuple[tuple[str, str], ...] = ()
    descending: bool = False
    nulls: str | None = None  # 'first' or 'last', where it is not the default of the order


@frozen(kw_only=True)
class Index(CatalogObject):
    """An index."""

    elements: tuple[IndexElement, ...] = on_change(RECREATE)
    method: str = on_change(RECREATE, "btree")
    unique: bool = on_change(RECREATE, False)
    nulls_not_distinct: bool = on_change(RECREATE, False, since=15)
    include: tuple[str, ...] = on_change(RECREATE, (), refers=Refers.OWN_COLUMNS)
    predicate: str | None = on_change(RECREATE, None, refers=Refers.SQL)
    options: tuple[tuple[str, str], ...] = on_change(UNORDERED, ())
    # For expressions, how much ANALYZE keeps: ((1, 500),) for the first key.
    statistics: tuple[tuple[int, int], ...] = on_change(ALTER, ())
    tablespace: str | None = on_change(ALTER, None)
    # Whether some partitions have none that is attached to it.
    lacking: bool = on_change(Ignore("follows from what is attached"), False)
    # Whether those of partitions that are attached to it belong to constraints, which hold it.
    of_constraints: bool = on_change(Ignore("follows from what is attached"), False)
    invalid: bool = on_change(ALTER, False)  # what a concurrent build that failed has left
