"""Statements about the constraints of a table, whatever their kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from schemagen.catalog.lock import Work
from schemagen.catalog.object import CatalogObject
from schemagen.catalog.statement import Effect, Statement
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, SHARE_UPDATE_EXCLUSIVE, locking
from schemagen.kinds.support import relation_of, statement
from schemagen.sqltext.quoting import Name, Raw, quote_name, sql


def columns_text(columns: Iterable[str]) -> Raw:
    """Return `(a, b)`."""
    return Raw("(" + ", ".join(map(quote_name, columns)) + ")")


def key_text(
    columns: Sequence[str], *, without_overlaps: bool = False, period: bool = False
) -> Raw:
    """Return `(a, b)`, where the last column may be one of time (temporal keys, from 18 on)."""
    listed = [quote_name(column) for column in columns]
    if without_overlaps:
        listed[-1] = sql("{} WITHOUT OVERLAPS", Raw(listed[-1]))
    if period:
        listed[-1] = sql("PERIOD {}", Raw(listed[-1]))
    return Raw("(" + ", ".join(listed) + ")")


def constraint_text(item: CatalogObject, definition: str) -> str:
    """Return `CONSTRAINT name definition`: how a constraint stands in CREATE and ALTER TABLE."""
    return sql("CONSTRAINT {} {}", Name(item.id.name), Raw(definition))


def deferrable_text(deferrable: bool, initially_deferred: bool) -> str:
    """Return DEFERRABLE and its start, or nothing."""
    if initially_deferred:
        return "DEFERRABLE INITIALLY DEFERRED"
    return "DEFERRABLE" if deferrable else ""


def add_constraint(
    item: CatalogObject, definition: str, effect: Effect, *, only: bool = False
) -> Statement:
    """Build ALTER TABLE … ADD CONSTRAINT."""
    template = "ALTER TABLE ONLY {} ADD {}" if only else "ALTER TABLE {} ADD {}"
    text = Raw(constraint_text(item, definition))
    return statement(item, template, relation_of(item.id), text, effect=effect)


def drop_constraint(item: CatalogObject, effect: Effect | None = None) -> Statement:
    """Build ALTER TABLE … DROP CONSTRAINT."""
    return statement(
        item,
        "ALTER TABLE {} DROP CONSTRAINT {}",
        relation_of(item.id),
        Name(item.id.name),
        effect=effect or locking(item, ACCESS_EXCLUSIVE),
    )


def rename_constraint(current: CatalogObject, desired: CatalogObject) -> Iterable[Statement]:
    """Give a constraint another name."""
    yield statement(
        desired,
        "ALTER TABLE {} RENAME CONSTRAINT {} TO {}",
        relation_of(current.id),
        Name(current.id.name),
        Name(desired.id.name),
        effect=locking(desired, ACCESS_EXCLUSIVE),
    )


def validate_constraint(item: CatalogObject, effect: Effect | None = None) -> Statement:
    """Build ALTER TABLE … VALIDATE CONSTRAINT."""
    reading = locking(item, SHARE_UPDATE_EXCLUSIVE, Work.SCAN, fails_if=breaks(item))
    return statement(
        item,
        "ALTER TABLE {} VALIDATE CONSTRAINT {}",
        relation_of(item.id),
        Name(item.id.name),
        effect=effect or reading,
    )


def breaks(item: CatalogObject) -> str:
    """Say that a row may break a constraint."""
    return f"a row of {item.id.schema}.{item.id.table} breaks {item.id.name}"
