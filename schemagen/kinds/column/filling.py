"""How the rows of a large table get values in a column of theirs, some rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from schemagen.catalog.hazard import Hazard, HazardType
from schemagen.catalog.lock import Work
from schemagen.catalog.statement import Statement, Transaction
from schemagen.kinds.column.alters import ALTERS
from schemagen.kinds.column.effects import GIVE_VALUES
from schemagen.kinds.column.model import Column
from schemagen.kinds.effects import (
    ACCESS_EXCLUSIVE,
    ROW_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
    locking,
)
from schemagen.kinds.support import relation_of, statement
from schemagen.sqltext.quoting import Name, Raw, fit_name, sql


def fill(item: Column, value: str, lacking: str, key: tuple[str, ...]) -> Statement:
    """Give a column a value in the rows for which a condition holds, in the order of a key."""
    costs = f"writing the rows of {item.id.schema}.{item.id.table} anew takes disk and log"
    risks = (Hazard(HazardType.IMPACTS_DATABASE_PERFORMANCE, costs),)
    effect = locking(item, ROW_EXCLUSIVE, Work.SCAN, risks=risks, transaction=Transaction.OWN)
    return statement(
        item,
        "UPDATE {} SET {} = {} WHERE {}",
        relation_of(item.id),
        Name(item.id.name),
        Raw(value),
        Raw(lacking),
        effect=replace(effect, batches=key),
    )


def prove_not_null(item: Column) -> tuple[Statement, Statement]:
    """Have a check that a column has no nulls, and look at all rows while others write."""
    return add_check(item), validate(item)


def set_not_null(
    current: Column, desired: Column, check_of: Column | None = None
) -> Iterator[Statement]:
    """Let a column have no nulls: PostgreSQL takes a validated check as proof.

    `check_of` is the column as it was called when the check was made.
    """
    for each in ALTERS["not_null"](current, desired) or ():
        yield replace(each, effect=locking(desired, ACCESS_EXCLUSIVE))
    yield _drop_check(check_of or desired)


def _check_name(item: Column) -> Name:
    return Name(fit_name(item.id.table, item.id.name, suffix="is_not_null"))


def add_check(item: Column) -> Statement:
    """Have a check that a column has no nulls, for rows that are written from now on."""
    return statement(
        item,
        "ALTER TABLE {} ADD CONSTRAINT {} CHECK ({}) NOT VALID",
        relation_of(item.id),
        _check_name(item),
        Raw(sql("{} IS NOT NULL", Name(item.id.name))),
        effect=replace(
            locking(item, ACCESS_EXCLUSIVE, transaction=Transaction.OWN), cleanup=_cleanup(item)
        ),
    )


def _cleanup(item: Column) -> tuple[str, ...]:
    return (
        sql("ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}", relation_of(item.id), _check_name(item)),
    )


def validate(item: Column) -> Statement:
    """Look at all rows for nulls."""
    effect = locking(
        item,
        SHARE_UPDATE_EXCLUSIVE,
        Work.SCAN,
        transaction=Transaction.OWN,
        fails_if=f"a row of {item.id.schema}.{item.id.table} has no {item.id.name}",
    )
    effect = replace(effect, remedy="" if item.backfill else GIVE_VALUES, cleanup=_cleanup(item))
    template = "ALTER TABLE {} VALIDATE CONSTRAINT {}"
    return statement(item, template, relation_of(item.id), _check_name(item), effect=effect)


def _drop_check(item: Column) -> Statement:
    return statement(
        item,
        "ALTER TABLE {} DROP CONSTRAINT {}",
        relation_of(item.id),
        _check_name(item),
        effect=locking(item, ACCESS_EXCLUSIVE),
    )
