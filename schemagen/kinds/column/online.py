"""How a large table learns that a column has no nulls without keeping anybody waiting."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from schemagen.catalog.lock import Work
from schemagen.catalog.statement import Statement, Transaction
from schemagen.kinds.column.alters import ALTERS
from schemagen.kinds.column.model import Column
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, SHARE_UPDATE_EXCLUSIVE, locking
from schemagen.kinds.online import Online, OnlineContext, Recipe
from schemagen.kinds.support import relation_of, statement
from schemagen.sqltext.quoting import Name, Raw, fit_name, sql


def _set_not_null(current: Column, desired: Column, _: OnlineContext) -> Recipe | None:
    """Check first: PostgreSQL takes a validated check as proof, and does not look itself."""
    if not desired.not_null or current.not_null:
        return None
    plain = ALTERS["not_null"](current, desired) or ()
    proven = [replace(item, effect=locking(desired, ACCESS_EXCLUSIVE)) for item in plain]
    return Recipe((_add_check(desired),), (_validate(desired), *proven, _drop_check(desired)))


def _check_name(item: Column) -> Name:
    return Name(fit_name(item.id.table, item.id.name, suffix="is_not_null"))


def _add_check(item: Column) -> Statement:
    return statement(
        item,
        "ALTER TABLE {} ADD CONSTRAINT {} CHECK ({}) NOT VALID",
        relation_of(item.id),
        _check_name(item),
        Raw(sql("{} IS NOT NULL", Name(item.id.name))),
        effect=locking(item, ACCESS_EXCLUSIVE),
    )


def _validate(item: Column) -> Statement:
    effect = locking(
        item,
        SHARE_UPDATE_EXCLUSIVE,
        Work.SCAN,
        transaction=Transaction.OWN,
        fails_if=f"a row of {item.id.schema}.{item.id.table} has no {item.id.name}",
    )
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


ONLINE: Final = Online(alters={"not_null": _set_not_null})
