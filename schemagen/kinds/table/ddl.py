"""The statements that make and drop a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Final

from schemagen.catalog.hazard import deletes
from schemagen.catalog.object import ObjectId
from schemagen.catalog.statement import Effect, Statement
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, SHARE_UPDATE_EXCLUSIVE, also, lock_on, locking
from schemagen.kinds.indexed import IndexedConstraint
from schemagen.kinds.kind import CreateContext
from schemagen.kinds.options import parameters
from schemagen.kinds.support import access_statement, qualified, statement
from schemagen.kinds.table import alters, foreign
from schemagen.kinds.table.model import Table
from schemagen.sqltext.quoting import Name, Raw, join_sql, quote_qualified, sql


def create(item: Table, context: CreateContext) -> Iterable[Statement]:
    """Create a table with what goes inside its statement."""
    backing = (each for each in context.members if isinstance(each, IndexedConstraint))
    if item.partition_of and any(each.backs_index for each in backing):
        yield from _create_and_attach(item, item.partition_of, context)
        return
    body = "".join(f"\n    {part}," for part in context.inlined).rstrip(",")
    what = Raw("UNLOGGED TABLE" if item.unlogged else foreign.keyword(item))
    head = sql("CREATE {} {}", what, qualified(item.id))
    if item.partition_of:
        head = sql("{} PARTITION OF {}", Raw(head), qualified(item.partition_of))
    closing = "\n" if body else ""
    brackets = f" ({body}{closing})" if body or not item.partition_of else ""
    text = join_sql([head + brackets, *_endings(item)])
    yield Statement(text, item.id, effect=_creating(item))
    secured, template = locking(item, ACCESS_EXCLUSIVE), "ALTER TABLE {} {} ROW LEVEL SECURITY"
    if item.row_security:
        yield access_statement(item, template, qualified(item.id), Raw("ENABLE"), effect=secured)
    if item.force_row_security:
        yield access_statement(item, template, qualified(item.id), Raw("FORCE"), effect=secured)


_COPIED: Final = (
    "INCLUDING COMPRESSION INCLUDING CONSTRAINTS INCLUDING DEFAULTS INCLUDING GENERATED"
    " INCLUDING STORAGE"
)


def _create_and_attach(
    item: Table, parent: ObjectId, context: CreateContext
) -> Iterable[Statement]:
    """Create a partition that has a key for an index of the parent.

    Only a key that is there when the table becomes a partition is taken for it.
    """
    like = sql("LIKE {} {}", qualified(parent), Raw(_COPIED))
    alone = replace(item, partition_of=None, bound=None)
    yield from create(alone, CreateContext(context.catalog, (like, *context.inlined)))
    yield from alters.attach(alone, item)


def _creating(item: Table) -> Effect:
    """Return the effect on the parents, where a new table has any."""
    if item.partition_of is None:
        return Effect(tuple(lock_on(key, SHARE_UPDATE_EXCLUSIVE) for key in item.inherits))
    parent = lock_on(item.partition_of, ACCESS_EXCLUSIVE)
    return Effect((parent,), reach=partial(alters.touched, item.partition_of))


def _endings(item: Table) -> Iterable[str]:
    """Return what follows the columns in CREATE TABLE, in its order."""
    if item.inherits:
        yield sql("INHERITS ({})", Raw(", ".join(_quoted(parent) for parent in item.inherits)))
    yield item.bound or ""
    yield foreign.ending(item)
    if item.partition_by:
        yield sql("PARTITION BY {}", Raw(item.partition_by))
    if item.access_method:
        yield sql("USING {}", Name(item.access_method))
    if item.options:
        yield sql("WITH ({})", parameters(item.options))
    if item.tablespace:
        yield sql("TABLESPACE {}", Name(item.tablespace))


def _quoted(key: ObjectId) -> str:
    return quote_qualified(key.schema, key.name)


def finish(item: Table) -> Iterable[Statement]:
    """Set what names members, when they stand."""
    if item.replica_identity != "default":
        yield from alters.set_replica_identity(item, item)
    if item.cluster_on:
        yield from alters.set_cluster(item, item)
    if item.of_type:
        yield from alters.set_type(item, item)


def drop(item: Table) -> Iterable[Statement]:
    """Remove a table with its rows."""
    lost = deletes(f"all rows of {_quoted(item.id)} are lost")
    effect = locking(item, ACCESS_EXCLUSIVE, risks=() if item.server else (lost,))
    if item.partition_of is not None:
        effect = also(effect, lock_on(item.partition_of, ACCESS_EXCLUSIVE))
    what = Raw(foreign.keyword(item))
    yield statement(item, "DROP {} {}", what, qualified(item.id), effect=effect)
