"""How a sequence goes on in bounds that leave out the value where it is.

PostgreSQL refuses bounds without the current value, which is the start of a sequence that was never
used ("ALTER SEQUENCE"). So the value is moved first, to where no number is given out twice.
"""

from __future__ import annotations

from collections.abc import Iterable

from schemagen.catalog.object import CatalogObject
from schemagen.catalog.statement import Statement
from schemagen.frozen import frozen
from schemagen.kinds.counting import Counted
from schemagen.kinds.effects import ROW_EXCLUSIVE, locking
from schemagen.kinds.support import statement
from schemagen.sqltext.quoting import Literal, Raw


@frozen
class Bounds:
    """The numbers of a sequence, as far as they are known."""

    low: int | None
    high: int | None
    start: int | None
    increment: int

    def restarts(self, before: Bounds) -> bool:
        """Tell whether no number from before is among these, so that they are counted anew."""
        above = self.low is not None and before.high is not None and self.low > before.high
        below = self.high is not None and before.low is not None and self.high < before.low
        return above or below


def bounds_of(item: Counted) -> Bounds:
    """Return the bounds in which something counts."""
    return Bounds(item.minimum, item.maximum, item.start, item.increment)


def move_into(
    item: CatalogObject, sequence: str, source: str, before: Bounds, after: Bounds
) -> Iterable[Statement]:
    """Move the value of a sequence where new bounds would leave it behind.

    `sequence` is an expression for its name, `source` a FROM item with its `last_value` and
    `is_called`. A value beyond the bounds that it counts towards stays, for the server to refuse.
    """
    if after.restarts(before):
        return
    edge = after.low if after.increment > 0 else after.high
    if edge is not None and _leaves_out_first(before, after):
        function, order = ("greatest", ">=") if after.increment > 0 else ("least", "<=")
        template = (
            "SELECT pg_catalog.setval({}, {}(last_value, {}), is_called AND last_value {} {})"
            " FROM {}"
        )
        yield statement(
            item,
            template,
            Raw(sequence),
            Raw(function),
            Literal(edge),
            Raw(order),
            Literal(edge),
            Raw(source),
            effect=locking(item, ROW_EXCLUSIVE),
        )
    elif _leaves_out_start(before, after):
        yield statement(
            item,
            "SELECT pg_catalog.setval({}, {}, false) FROM {} WHERE NOT is_called",
            Raw(sequence),
            Literal(_nearest(after.start or 0, before, after)),
            Raw(source),
            effect=locking(item, ROW_EXCLUSIVE),
        )


def _leaves_out_first(before: Bounds, after: Bounds) -> bool:
    """Tell whether numbers go where the sequence comes from."""
    if after.increment > 0:
        return before.low is not None and after.low is not None and after.low > before.low
    return before.high is not None and after.high is not None and after.high < before.high


def _leaves_out_start(before: Bounds, after: Bounds) -> bool:
    if before.start is None:
        return False
    too_low = after.low is not None and before.start < after.low
    return too_low or (after.high is not None and before.start > after.high)


def _nearest(start: int, before: Bounds, after: Bounds) -> int:
    """Return the number next to a start that both bounds have."""
    lows = [low for low in (before.low, after.low) if low is not None]
    highs = [high for high in (before.high, after.high) if high is not None]
    return min(max([start, *lows]), *highs) if highs else max([start, *lows])
