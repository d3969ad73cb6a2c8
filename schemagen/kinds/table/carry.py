"""How the rows of a table outlive that it is made anew: when it is partitioned in another way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from schemagen.catalog.lock import Work
from schemagen.catalog.statement import Effect, Statement
from schemagen.kinds.carry import CarriedValue, Carry, forget, kept_name
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, locking
from schemagen.kinds.support import qualified, qualified_text, statement
from schemagen.kinds.table import alters
from schemagen.kinds.table.model import Table
from schemagen.sqltext.quoting import Raw, sql


def _save(item: Table, values: Sequence[CarriedValue]) -> Iterable[Statement]:
    """Put the rows aside. Nobody may write meanwhile, nor may a policy hide rows from its owner."""
    if item.server is not None:
        return
    name = qualified(item.id)
    effect = locking(item, ACCESS_EXCLUSIVE, Work.REWRITE)
    yield statement(item, "LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", name, effect=effect)
    if item.force_row_security:
        yield from alters.force_row_security(item, replace(item, force_row_security=False))
    listed = ", ".join(map(_saved, values))
    only = Raw("" if item.partition_by else "ONLY ")
    text = "CREATE TABLE {} AS SELECT {} FROM {}{}"
    yield statement(item, text, kept_name(item), Raw(listed), only, name, effect=effect)


def _saved(value: CarriedValue) -> str:
    if value.saved == value.column:
        return value.column
    return sql("{} AS {}", Raw(value.saved), Raw(value.column))


def _bring(former: Table, item: Table, values: Sequence[CarriedValue]) -> Iterable[Statement]:
    if former.server is not None:
        return
    if item.server is not None:
        yield forget(item)
        return
    open_to_owner = replace(item, force_row_security=False)
    if item.force_row_security:
        yield from alters.force_row_security(item, open_to_owner)
    if values:
        yield statement(
            item,
            "INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {}",
            qualified(item.id),
            Raw(", ".join(each.column for each in values)),
            Raw(", ".join(each.brought for each in values)),
            kept_name(item),
            effect=Effect(fails_if=f"a row does not fit into {qualified_text(item)} as it will be"),
        )
    if item.force_row_security:
        yield from alters.force_row_security(open_to_owner, item)
    yield forget(item)


CARRY: Final = Carry(save=_save, bring=_bring)
