"""What of a column outlives that its table is made anew: its values, and where its identity is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from schemagen.catalog.statement import Statement
from schemagen.kinds.carry import CarriedValue, Carry, bring_reached, forget, save_reached
from schemagen.kinds.column.alters import cast_text
from schemagen.kinds.column.ddl import sequence_of
from schemagen.kinds.column.model import Column
from schemagen.sqltext.quoting import Name, Raw, sql


def carried(current: Column, desired: Column, over_text: bool) -> CarriedValue | None:
    """Return how the values of a column are carried over; None if they are generated anew.

    `over_text` tells that the type of the column is made anew as well.
    """
    if desired.generated is not None:
        return None
    name = sql("{}", Name(desired.id.name))
    if over_text:
        back = sql("{}::{}", Raw(name), Raw(desired.type))
        return CarriedValue(name, sql("{}::text", Raw(name)), desired.using or back)
    if current.type != desired.type:
        return CarriedValue(name, name, desired.using or cast_text(current, desired))
    return CarriedValue(name, name, name)


def _save(item: Column, _: Sequence[CarriedValue]) -> Iterable[Statement]:
    if item.identity is not None:
        yield save_reached(item, sequence_of(item))


def _bring(current: Column, desired: Column, _: Sequence[CarriedValue]) -> Iterable[Statement]:
    if current.identity is None:
        return ()
    if desired.identity is None:
        return [forget(desired)]
    return bring_reached(desired, sequence_of(desired))


CARRY: Final = Carry(save=_save, bring=_bring)
