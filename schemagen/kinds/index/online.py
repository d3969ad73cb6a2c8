"""How an index is made, replaced and dropped while everybody goes on reading and writing."""

from __future__ import annotations

from dataclasses import replace

from schemagen.catalog.object import (
    CatalogObject,
)
from schemagen.catalog.statement import Statement
from schemagen.kinds.constraints import breaks
from schemagen.kinds.effects import (
    ACCESS_EXCLUSIVE,
    SHARE,
    SHARE_UPDATE_EXCLUSIVE,
    also,
    lock_on,
    locking,
)
from schemagen.kinds.index.ddl import rename, statement_text
from schemagen.kinds.index.model import Index
from schemagen.kinds.online import OnlineContext, Recipe
from schemagen.kinds.recipes import building, dropping_index, rebuilding
from schemagen.kinds.support import (
    qualified,
    statement,
)
from schemagen.sqltext.quoting import Raw, fit_name


def create_online(item: Index, context: OnlineContext) -> Recipe | None:
    """Build an index concurrently; None where it cannot be."""
    made = _build(item, context)
    return None if made is None else Recipe(later=tuple(made))


def drop_online(item: Index, context: OnlineContext) -> Recipe | None:
    """Drop an index concurrently, which PostgreSQL does not on partitioned tables."""
    if context.has_partitions(item.id.schema, item.id.table):
        return None
    return Recipe(later=(dropping_index(item),))


def replace_online(current: Index, desired: Index, context: OnlineContext) -> Recipe | None:
    """Put the present index aside, build the new one, and only then drop it."""
    made = _build(desired, context)
    if made is None or context.has_partitions(desired.id.schema, desired.id.table):
        return None
    aside = replace(current, id=current.id._replace(name=fit_name(current.id.name, suffix="old")))
    return Recipe(later=(*rename(current, aside), *made, dropping_index(aside)))


def rebuild_online(current: Index, desired: Index, _: OnlineContext) -> Recipe | None:
    """Finish an index that is there and that nobody can use, concurrently."""
    if not current.invalid:
        return None
    effect = rebuilding(desired, breaks(desired) if desired.unique else "")
    text = "REINDEX INDEX CONCURRENTLY {}"
    return Recipe(later=(statement(desired, text, qualified(desired.id), effect=effect),))


def _build(item: Index, context: OnlineContext) -> list[Statement] | None:
    """Build an index concurrently, that of a partitioned table partition by partition.

    None where nobody knows all partitions: the index would be one that nobody can use.
    """
    if (item.id.schema, item.id.table) in context.unlisted:
        return None
    partitions = context.partitions_of(item.id.schema, item.id.table)
    if not partitions:
        text = Raw(statement_text(item, how="CONCURRENTLY "))
        effect = building(item, item.id.name, breaks(item) if item.unique else "")
        return [statement(item, "{}", text, effect=effect)]
    parts = context.followers_of(item.id)
    if {(part.id.schema, part.id.table) for part in parts} != {key[1:3] for key in partitions}:
        return None
    only = Raw(statement_text(item, only="ONLY "))
    made = [statement(item, "{}", only, effect=locking(item, SHARE))]
    for part in parts:
        built = _build(part, context) if isinstance(part, Index) else None
        if built is None:
            return None
        made += [*built, _attach(item, part)]
    return made


def _attach(item: Index, part: CatalogObject) -> Statement:
    effect = also(locking(item, SHARE_UPDATE_EXCLUSIVE), lock_on(part.id, ACCESS_EXCLUSIVE))
    text = "ALTER INDEX {} ATTACH PARTITION {}"
    return statement(item, text, qualified(item.id), qualified(part.id), effect=effect)
