"""The recipes that several kinds share (`online.py` says what a recipe is)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Final

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.lock import Work
from schemagen.catalog.object import CatalogObject
from schemagen.catalog.statement import Effect, Statement, Transaction
from schemagen.kinds.constraints import breaks, columns_text, deferrable_text
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, SHARE_UPDATE_EXCLUSIVE, locking
from schemagen.kinds.indexed import IndexedConstraint, drop_indexed, index_dropped
from schemagen.kinds.kind import CreateContext
from schemagen.kinds.online import (
    Changing,
    Making,
    OnlineContext,
    Recipe,
    in_own_transaction,
    split,
)
from schemagen.kinds.options import parameters
from schemagen.kinds.support import qualified, qualified_text, relation_of, statement
from schemagen.sqltext.quoting import Literal, Name, Raw, fit_name, join_sql, sql

_NOTHING: Final = CreateContext(Catalog())


def building(item: CatalogObject, name: str, fails_if: str = "") -> Effect:
    """Return the effect of CREATE INDEX CONCURRENTLY; a failed one leaves an invalid index."""
    index = replace(item, id=item.id._replace(name=name))
    effect = locking(item, SHARE_UPDATE_EXCLUSIVE, Work.BUILD, fails_if=fails_if)
    found = Literal(qualified_text(index))
    valid = sql(
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_index"
        " WHERE indexrelid = pg_catalog.to_regclass({}) AND indisvalid)",
        found,
    )
    cleanup = sql("DROP INDEX CONCURRENTLY IF EXISTS {}", qualified(index.id))
    return replace(effect, transaction=Transaction.NONE, settled=valid, cleanup=(cleanup,))


def rebuilding(item: CatalogObject, fails_if: str = "") -> Effect:
    """Return the effect of REINDEX INDEX CONCURRENTLY; a failed one leaves a second index."""
    effect = building(item, item.id.name, fails_if)
    others = [
        replace(item, id=item.id._replace(name=fit_name(item.id.name, suffix=suffix)))
        for suffix in ("ccnew", "ccold")
    ]
    gone = [
        sql(" AND pg_catalog.to_regclass({}) IS NULL", Literal(qualified_text(other)))
        for other in others
    ]
    cleanup = [sql("DROP INDEX CONCURRENTLY IF EXISTS {}", qualified(other.id)) for other in others]
    settled = join_sql([effect.settled, *gone], "")
    return replace(effect, settled=settled, cleanup=tuple(cleanup))


def dropping_index(item: CatalogObject) -> Statement:
    """Build DROP INDEX CONCURRENTLY."""
    effect = locking(item, SHARE_UPDATE_EXCLUSIVE, risks=(index_dropped(item),))
    gone = sql("SELECT pg_catalog.to_regclass({}) IS NULL", Literal(qualified_text(item)))
    effect = replace(effect, transaction=Transaction.NONE, settled=gone)
    return statement(item, "DROP INDEX CONCURRENTLY {}", qualified(item.id), effect=effect)


def validated_later(
    create: Callable[[Any, CreateContext], Iterable[Statement]],
    validate: Callable[[Any, Any], Iterable[Statement] | None],
    *,
    of_partitioned: bool = True,
) -> Making[Any]:
    """Return the recipe of a constraint: NOT VALID first, then VALIDATE.

    Until rows were looked at, it is taken back as a whole if they are refused.

    `of_partitioned` tells whether a partitioned table takes a NOT VALID constraint of the kind.
    """

    def making(item: Any, context: OnlineContext) -> Recipe | None:
        partitioned = context.has_partitions(item.id.schema, item.id.table)
        if item.not_valid or item.not_enforced or (partitioned and not of_partitioned):
            return None
        unread = replace(item, not_valid=True)
        made = (*create(unread, _NOTHING), *(validate(unread, item) or ()))
        return Recipe(later=tuple(_taken_back(in_own_transaction(each), item) for each in made))

    return making


def _taken_back(statement: Statement, item: CatalogObject) -> Statement:
    text = "ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}"
    gone = sql(text, relation_of(item.id), Name(item.id.name))
    return replace(statement, effect=replace(statement.effect or Effect(), cleanup=(gone,)))


def validating(
    validate: Callable[[Any, Any], Iterable[Statement] | None],
) -> Callable[[Any, Any, OnlineContext], Recipe | None]:
    """Return the recipe of validating a constraint that is there."""

    def changing(current: Any, desired: Any, _: OnlineContext) -> Recipe | None:
        return split((), validate(current, desired) or ())

    return changing


def indexed_first(word: str) -> Making[Any]:
    """Return the recipe of a constraint that takes over an index; `word` is UNIQUE, say.

    A partitioned table and a constraint over time have no such form.
    """

    def making(item: Any, context: OnlineContext) -> Recipe | None:
        if _has_no_index_form(item, context):
            return None
        return Recipe(later=(_index_for(item, item.id.name), _take_over(item, word, item.id.name)))

    return making


def indexed_again(word: str) -> Changing[Any]:
    """Return the recipe of such a constraint that becomes another: its index is built before."""

    def changing(current: Any, desired: Any, context: OnlineContext) -> Recipe | None:
        if _has_no_index_form(desired, context):
            return None
        name = fit_name(desired.id.name, suffix="new")
        taking = _take_over(desired, word, name)
        return Recipe(later=(_index_for(desired, name), *drop_indexed(current), taking))

    return changing


def _has_no_index_form(item: Any, context: OnlineContext) -> bool:
    return item.without_overlaps or context.has_partitions(item.id.schema, item.id.table)


def _take_over(item: Any, word: str, index: str) -> Statement:
    """Build ALTER TABLE … ADD CONSTRAINT … USING INDEX, which gives the index its name."""
    text = sql(
        "ALTER TABLE {} ADD CONSTRAINT {} {} USING INDEX {}",
        relation_of(item.id),
        Name(item.id.name),
        Raw(word),
        Name(index),
    )
    ending = deferrable_text(item.deferrable, item.initially_deferred)
    effect = locking(item, ACCESS_EXCLUSIVE)
    return statement(item, "{}", Raw(join_sql([text, ending])), effect=effect)


def _index_for(item: Any, name: str) -> Statement:
    constraint: IndexedConstraint = item
    nulls = getattr(item, "nulls_not_distinct", False)
    parts = [
        sql("CREATE UNIQUE INDEX CONCURRENTLY {}", Name(name)),
        sql("ON {} {}", relation_of(constraint.id), columns_text(item.columns)),
        sql("INCLUDE {}", columns_text(item.include)) if item.include else "",
        "NULLS NOT DISTINCT" if nulls else "",
        sql("WITH ({})", parameters(constraint.options)) if constraint.options else "",
        sql("TABLESPACE {}", Name(constraint.tablespace)) if constraint.tablespace else "",
    ]
    effect = building(item, name, breaks(item))
    return statement(item, "{}", Raw(join_sql(parts)), effect=effect)
