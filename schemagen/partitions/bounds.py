"""From where to where a partition of a range goes, whoever made it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from schemagen.kinds.table.rotation import Position, Rotation

_RANGE: Final = re.compile(r"FOR VALUES FROM \('?([^'(),]+)'?\) TO \('?([^'(),]+)'?\)\Z")

_ENDS: Final = ("MINVALUE", "MAXVALUE", "-infinity", "infinity")


class Bounds(NamedTuple):
    """The first value of a partition, and the first one after it; None is without an end."""

    low: Position | None
    high: Position | None

    def meets(self, low: Position, high: Position) -> bool:
        """Tell whether some value is in both ranges."""
        return self._begins_before(high) and not is_before(self.high, low)

    def _begins_before(self, high: Position) -> bool:
        return self.low is None or not is_before(high, self.low)


def is_before(end: Position | None, limit: Position | None) -> bool:
    """Tell whether a range that ends there has no value from the limit on."""
    if isinstance(end, int):
        return isinstance(limit, int) and end <= limit
    return end is not None and limit is not None and not isinstance(limit, int) and end <= limit


def read_bounds(rotation: Rotation, text: str) -> Bounds | None:
    """Return the bounds of a partition, None for one whose bounds are no plain values."""
    found = _RANGE.match(text)
    if found is None:
        return None
    low, high = (rotation.read(part) for part in found.groups())
    known = (value is not None for value in (low, high))
    if all(each or part in _ENDS for each, part in zip(known, found.groups(), strict=True)):
        return Bounds(low, high)
    return None
