"""What a column is (pg_attribute, pg_attrdef)."""

from __future__ import annotations

from schemagen.catalog.object import (
    ALTER,
    DETACH,
    SETTLED,
    UNORDERED,
    CatalogObject,
    Hint,
    Ignore,
    Refers,
    on_change,
)
from schemagen.catalog.since import of_type, of_values
from schemagen.frozen import frozen
from schemagen.sqltext.generic_options import Options


@frozen
class Identity:
    """An identity column's generation and the options of its sequence."""

    generation: str  # 'always' or 'by default'
    start: int | None = None
    increment: int = 1
    minimum: int | None = None
    maximum: int | None = None
    cache: int = 1
    cycle: bool = False


@frozen
class Backfill:
    """How the rows that are there get their first values."""

    value: str  # upper(name)
    where: str | None = None  # in which rows; the others get the default
    batch: int = 1000  # rows in a transaction


@frozen(kw_only=True)
class Column(CatalogObject):
    """A column; `type` and the expressions as SQL text."""

    position: int = on_change(Ignore("PostgreSQL cannot move a column"))
    type: str = on_change(DETACH, since=of_type)  # character varying(20)
    not_null: bool = on_change(ALTER, False)
    # Of its constraint, which 18 and later have.
    not_null_name: str | None = on_change(SETTLED, None)
    not_null_no_inherit: bool = on_change(ALTER, False, since=18)  # children may hold nulls
    not_null_from: str | None = on_change(Ignore("a parent's constraint, which names it"), None)
    default: str | None = on_change(ALTER, None)  # gen_random_uuid()
    generated: str | None = on_change(ALTER, None, refers=Refers.SQL)  # data ->> 'title'
    # 'stored' or 'virtual'
    generated_storage: str | None = on_change(ALTER, None, since=of_values({"virtual": 18}))
    identity: Identity | None = on_change(ALTER, None)
    sequence_name: str | None = on_change(ALTER, None)  # of its identity, which partitions share
    collation: str | None = on_change(DETACH, None)  # "C"
    compression: str | None = on_change(ALTER, None)  # lz4
    storage: str | None = on_change(ALTER, None)  # external
    type_storage: str | None = on_change(Ignore("follows from the type"), None)
    statistics: int | None = on_change(ALTER, None)
    # (('n_distinct', '-0.5'),): what the planner is to think of the values
    attribute_options: tuple[tuple[str, str], ...] = on_change(UNORDERED, ())
    options: Options = on_change(UNORDERED, ())  # of a foreign table: (('column_name', 'id'),)
    is_foreign: bool = on_change(Ignore("told of the table, which says on which server"), False)
    using: str | None = on_change(Hint("how values get a new type"), None)  # level::text::integer
    backfill: Backfill | None = on_change(Hint("what rows get that have no value yet"), None)
