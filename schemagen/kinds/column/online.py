"""What a large table does with a column of its own without keeping anybody waiting."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from schemagen.catalog.catalog import Catalog
from schemagen.kinds.column import ddl
from schemagen.kinds.column.alters import ALTERS
from schemagen.kinds.column.backfilling import create as backfilled
from schemagen.kinds.column.backfilling import is_backfilled, set_filled_not_null
from schemagen.kinds.column.beside import other_type
from schemagen.kinds.column.effects import is_steady
from schemagen.kinds.column.filling import fill, prove_not_null, set_not_null
from schemagen.kinds.column.model import Column
from schemagen.kinds.kind import CreateContext
from schemagen.kinds.online import Online, OnlineContext, Recipe
from schemagen.sqltext.quoting import Name, sql

_NOTHING: Final = CreateContext(Catalog())


def _create(item: Column, context: OnlineContext) -> Recipe | None:
    """Add a column without values, and give each row one of its own where the default differs."""
    if item.backfill is not None and is_backfilled(item):
        return backfilled(item, item.backfill, context)
    of_domain = any(key.kind == "domain" for key in item.depends_on)
    if item.default is None or is_steady(item.default) or of_domain:
        return None
    key = context.rows(item.id.schema, item.id.table).quiet_key
    heirs = context.has_partitions(item.id.schema, item.id.table) or context.followers_of(item.id)
    if not key or heirs or item.follows or item.is_foreign:
        return None
    bare = replace(item, default=None, not_null=False, not_null_name=None)
    now = (*ddl.create(bare, _NOTHING), *(ALTERS["default"](bare, item) or ()))
    later = [fill(item, "DEFAULT", sql("{} IS NULL", Name(item.id.name)), key)]
    if item.not_null:
        later += [*prove_not_null(item), *set_not_null(bare, item)]
    return Recipe(now, tuple(later))


def _set_not_null(current: Column, desired: Column, context: OnlineContext) -> Recipe | None:
    """Check first, and look at the rows later."""
    if not desired.not_null or current.not_null:
        return None
    if desired.backfill is not None and is_backfilled(desired):
        return set_filled_not_null(current, desired, desired.backfill, context)
    return Recipe(later=(*prove_not_null(desired), *set_not_null(current, desired)))


ONLINE: Final = Online(
    create=_create,
    alters={"not_null": _set_not_null},
    beside=other_type,
    beside_fields=frozenset({"type", "identity"}),
    always=is_backfilled,
)
