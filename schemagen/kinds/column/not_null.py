"""Not-null constraints as they are in pg_constraint, with names and heirs of their own, from 18 on.

See ALTER TABLE, "ALTER CONSTRAINT … INHERIT" and "RENAME CONSTRAINT".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from schemagen.catalog.lock import Work
from schemagen.catalog.statement import Effect, Statement
from schemagen.kinds.column.effects import GIVE_VALUES
from schemagen.kinds.column.model import Column
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, locking
from schemagen.kinds.support import relation_of, statement
from schemagen.sqltext.quoting import Name, Raw


def looking_for_nulls(item: Column) -> Effect:
    """Return the effect of a constraint for which all rows are read."""
    if item.is_foreign:
        return locking(item, ACCESS_EXCLUSIVE)
    fails_if = f"a row of {item.id.schema}.{item.id.table} has no {item.id.name}"
    effect = locking(item, ACCESS_EXCLUSIVE, Work.SCAN, fails_if=fails_if)
    return effect if item.backfill else replace(effect, remedy=GIVE_VALUES)


def take_name(current: Column, desired: Column) -> Iterable[Statement]:
    """Give a not-null constraint the name of the parent's, before it cannot be renamed any more."""
    yield from _rename_constraint(desired, current.not_null_name, desired.not_null_from)


def keep_name(current: Column, desired: Column) -> Iterable[Statement]:
    """Rename the not-null constraint of a column that leaves a parent.

    The name of one that is left behind is in the way of the parent's if that is made anew.
    """
    if _leaves(current, desired):
        yield from _rename_constraint(desired, current.not_null_from, desired.not_null_name)


def _leaves(current: Column, desired: Column) -> bool:
    return current.follows is not None and desired.follows is None


def inherit_not_null(current: Column, desired: Column) -> Iterable[Statement]:
    """Let the constraint go on to child tables, or to none (NO INHERIT)."""
    name = desired.not_null_name or current.not_null_name
    if current.not_null and desired.not_null and name:
        yield statement(
            desired,
            "ALTER TABLE {} ALTER CONSTRAINT {} {}",
            relation_of(desired.id),
            Name(name),
            Raw("NO INHERIT" if desired.not_null_no_inherit else "INHERIT"),
            effect=looking_for_nulls(desired),
        )


def rename_not_null(current: Column, desired: Column) -> Iterable[Statement]:
    """Give the constraint another name."""
    if current.not_null and not _leaves(current, desired):
        before = current.not_null_name or current.not_null_from
        yield from _rename_constraint(desired, before, desired.not_null_name)


def _rename_constraint(item: Column, before: str | None, after: str | None) -> Iterable[Statement]:
    if before and after and before != after:
        yield statement(
            item,
            "ALTER TABLE {} RENAME CONSTRAINT {} TO {}",
            relation_of(item.id),
            Name(before),
            Name(after),
            effect=locking(item, ACCESS_EXCLUSIVE),
        )
