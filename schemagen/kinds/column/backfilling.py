"""How the rows that are there get the values that a spec gives them, before these are asked for.

A row that has a value keeps it: what others write meanwhile stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.catalog.statement import UNTOLD, Effect, Statement
from schemagen.declare.expressions import columns_of_expression
from schemagen.kinds.column import ddl
from schemagen.kinds.column.alters import ALTERS
from schemagen.kinds.column.effects import is_constant
from schemagen.kinds.column.filling import add_check, fill, set_not_null, validate
from schemagen.kinds.column.model import Backfill, Column
from schemagen.kinds.kind import CreateContext
from schemagen.kinds.online import OnlineContext, Recipe
from schemagen.sqltext.quoting import Name, Raw, sql
from schemagen.sqltext.tokens import SqlTextError, tokenize

_NOTHING: Final = CreateContext(Catalog())
# With one of them outside of brackets, a value would end there in an UPDATE.
_ENDS: Final = frozenset({",", "from", "where", "returning"})


def is_backfilled(item: Column) -> bool:
    """Tell whether a spec says what rows get that have no value."""
    return item.backfill is not None and not item.is_foreign and item.follows is None


def create(item: Column, backfill: Backfill, context: OnlineContext) -> Recipe:
    """Add a column without values, and give them to the rows that are there."""
    bare = replace(item, default=None, not_null=False, not_null_name=None)
    default = ALTERS["default"](bare, item) or () if item.default is not None else ()
    value, lacking = _chosen(item, backfill)
    update = _update(item, value, lacking, context)
    now = (*ddl.create(bare, _NOTHING), *default)
    proof = _proof(item, gives_all=_gives_all(item, backfill))
    later = (update, *(_never_null(bare, item, update, proof) if item.not_null else ()))
    return Recipe(now, later, reads=_read(item, backfill), fills=True)


def set_filled_not_null(
    current: Column, desired: Column, backfill: Backfill, context: OnlineContext
) -> Recipe:
    """Give values to the rows that have none, and let there be no such rows any more."""
    others = replace(desired, default=None)
    update = _update(desired, *_chosen(others, backfill), context)
    stays = f"rows of {_table(desired)} that had no {desired.id.name} keep what they are given"
    effect = update.effect or Effect()
    update = replace(update, effect=replace(effect, remains=(stays, *effect.remains)))
    # Where there is a default, nothing gives a value to who writes NULL after the rows were filled.
    gives_all = desired.default is None and _gives_all(others, backfill)
    proof = _proof(desired, gives_all=gives_all)
    later = (update, *_never_null(current, desired, update, proof))
    return Recipe(later=later, reads=_read(desired, backfill), fills=True)


def _gives_all(item: Column, backfill: Backfill) -> bool:
    """Tell whether surely each row gets a value, and none gets NULL for one."""
    values = [backfill.value] if backfill.where is None else [backfill.value, item.default or ""]
    return all(map(is_constant, values))


def _proof(item: Column, *, gives_all: bool) -> Statement:
    """Look at all rows for nulls, which there are none of if each row got a value."""
    found = validate(item)
    effect = replace(found.effect or Effect(), fails_if="") if gives_all else found.effect
    return replace(found, effect=effect)


def _never_null(
    current: Column, desired: Column, update: Statement, proof: Statement
) -> Iterator[Statement]:
    """Let no nulls be written any more, and give values to what was written without one."""
    yield add_check(desired)
    if desired.default is None:
        yield update
    yield proof
    yield from set_not_null(current, desired)


def _chosen(item: Column, backfill: Backfill) -> tuple[str, str]:
    """Return a value for each row, and which rows get it: all without one, or those chosen.

    A new column has its default in the others.
    """
    lacking, value = sql("{} IS NULL", Name(item.id.name)), Raw(backfill.value)
    if backfill.where is None:
        return _as_one(backfill.value), lacking
    where = Raw(backfill.where)
    if item.default is None:
        return _as_one(backfill.value), sql("{} AND ({})", Raw(lacking), where)
    return sql("(CASE WHEN {} THEN {} ELSE {} END)", where, value, Raw(item.default)), lacking


def _update(item: Column, value: str, lacking: str, context: OnlineContext) -> Statement:
    rows = context.rows(item.id.schema, item.id.table)
    # Children of a table have keys of their own, if any: only partitions share that of the whole.
    shared = context.has_partitions(item.id.schema, item.id.table)
    key = rows.key if shared or not context.followers_of(item.id) else ()
    found = fill(item, value, lacking, key)
    noticed = f"{UNTOLD} triggers of {_table(item)} that fire for each row which gets a value"
    size = item.backfill.batch if item.backfill else 0
    remains = (noticed,) if rows.fires else ()
    effect = replace(found.effect or Effect(), batch_size=size, remains=remains)
    return replace(found, effect=effect)


def _table(item: Column) -> str:
    return f"{item.id.schema}.{item.id.table}"


def _read(item: Column, backfill: Backfill) -> tuple[ObjectId, ...]:
    texts = (backfill.value, backfill.where or "")
    names = {name for text in texts for name in columns_of_expression(text)}
    return tuple(item.id._replace(name=name) for name in sorted(names))


def _as_one(value: str) -> str:
    """Return a value in brackets where it would else end too early."""
    depth = 0
    try:
        for token in tokenize(value):
            depth += (token.word == "(") - (token.word == ")")
            if not depth and token.word in _ENDS:
                return sql("({})", Raw(value))
    except SqlTextError:
        return value  # PostgreSQL says better what is wrong.
    return value
