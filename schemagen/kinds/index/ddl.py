"""Statements about indexes, as they are on tables that may be locked for long."""

from __future__ import annotations

from collections.abc import Iterable

from schemagen.catalog.lock import Work
from schemagen.catalog.statement import Statement
from schemagen.kinds.constraints import breaks, columns_text
from schemagen.kinds.effects import (
    ACCESS_EXCLUSIVE,
    SHARE,
    SHARE_UPDATE_EXCLUSIVE,
    locking,
)
from schemagen.kinds.index.model import Index, IndexElement
from schemagen.kinds.index_tree import attach, stands_alone
from schemagen.kinds.indexed import alter_index_options, index_dropped, move_index
from schemagen.kinds.kind import CreateContext
from schemagen.kinds.options import parameters
from schemagen.kinds.support import (
    qualified,
    relation_of,
    rename_object,
    statement,
)
from schemagen.sqltext.quoting import Literal, Name, Raw, clause, join_sql, quote_name, sql


def create(item: Index, context: CreateContext) -> Iterable[Statement]:
    """Build CREATE INDEX, and attach it to that of the whole table."""
    fails_if = breaks(item) if item.unique else ""
    effect = locking(item, SHARE, Work.BUILD, fails_if=fails_if)
    only = "ONLY " if stands_alone(item, item.lacking, context.catalog) else ""
    yield Statement(statement_text(item, only=only), item.id, effect=effect)
    yield from attach(item)


def definition(item: Index) -> str:
    """Return what is said of an index besides its name and table: `UNIQUE (a, b)`."""
    return join_sql(["UNIQUE" if item.unique else "", _keys_text(item)])


def statement_text(item: Index, how: str = "", only: str = "") -> str:
    """Return CREATE INDEX; `how` may be CONCURRENTLY, and `only` ONLY, without the partitions."""
    unique = Raw("UNIQUE " if item.unique else "")
    head = sql(
        "CREATE {}INDEX {}{} ON {}{}",
        unique,
        Raw(how),
        Name(item.id.name),
        Raw(only),
        relation_of(item.id),
    )
    return join_sql([head, _keys_text(item)])


def _keys_text(item: Index) -> str:
    """Return what stands behind the relation in CREATE INDEX."""
    parts = [
        sql("USING {}", Name(item.method)) if item.method != "btree" else "",
        _bracketed(", ".join(map(_element_text, item.elements))),
        sql("INCLUDE {}", columns_text(item.include)) if item.include else "",
        "NULLS NOT DISTINCT" if item.nulls_not_distinct else "",
        sql("WITH ({})", parameters(item.options)) if item.options else "",
        sql("TABLESPACE {}", Name(item.tablespace)) if item.tablespace else "",
        clause("WHERE {}", item.predicate) if item.predicate else "",
    ]
    return join_sql(parts)


def _element_text(element: IndexElement) -> str:
    column = element.column
    what = quote_name(column) if column else _bracketed(element.expression or "")
    opclass = element.opclass or ""
    if element.opclass_parameters:
        opclass = sql("{} ({})", Raw(opclass), parameters(element.opclass_parameters))
    return join_sql(
        [
            what,
            sql("COLLATE {}", Raw(element.collation)) if element.collation else "",
            opclass,
            "DESC" if element.descending else "",
            sql("NULLS {}", Raw(element.nulls.upper())) if element.nulls else "",
        ]
    )


def _bracketed(expression: str) -> str:
    # CREATE INDEX takes a bare function call; everything else needs brackets, which never hurt.
    return f"({expression})"


def drop(item: Index) -> Iterable[Statement]:
    """Build DROP INDEX."""
    effect = locking(item, ACCESS_EXCLUSIVE, risks=(index_dropped(item),))
    along = Raw(" CASCADE" if item.of_constraints else "")
    yield statement(item, "DROP INDEX {}{}", qualified(item.id), along, effect=effect)


def set_options(current: Index, desired: Index) -> Iterable[Statement]:
    """Set and reset storage parameters."""
    return alter_index_options(desired, current.options, desired.options)


def set_statistics(current: Index, desired: Index) -> Iterable[Statement]:
    """Give expressions their statistics targets."""
    before, after = dict(current.statistics), dict(desired.statistics)
    for number in sorted(before.keys() | after.keys()):
        if before.get(number) != after.get(number):
            yield _statistics(desired, number, after.get(number, -1))


def finish(item: Index) -> Iterable[Statement]:
    """Give the expressions of a new index their statistics targets."""
    for number, target in item.statistics:
        yield _statistics(item, number, target)


def _statistics(item: Index, number: int, target: int) -> Statement:
    return statement(
        item,
        "ALTER INDEX {} ALTER COLUMN {} SET STATISTICS {}",
        qualified(item.id),
        Literal(number),
        Literal(target),
        effect=locking(item, SHARE_UPDATE_EXCLUSIVE),
    )


def set_tablespace(_: Index, desired: Index) -> Iterable[Statement]:
    """Move an index."""
    yield move_index(desired, desired.tablespace)


def rebuild(current: Index, desired: Index) -> Iterable[Statement]:
    """Finish an index that is there and that nobody can use; the way back leaves a good one be."""
    if current.invalid and not desired.invalid:
        fails_if = breaks(desired) if desired.unique else ""
        effect = locking(desired, SHARE, Work.BUILD, fails_if=fails_if)
        yield statement(desired, "REINDEX INDEX {}", qualified(desired.id), effect=effect)


def rename(current: Index, desired: Index) -> Iterable[Statement]:
    """Give an index another name."""
    yield rename_object("INDEX", current, desired, locking(desired, SHARE_UPDATE_EXCLUSIVE))
