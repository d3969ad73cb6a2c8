"""How many rows each table gets of a total: the more, the more it hangs on others.

Few rows refer to nothing, each of them is referred to by several, and each of those by several
more: as gyms, their members and the visits of members are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Final

from schemagen.seeding.reading import Shelf, Table
from schemagen.seeding.references import links_of

_FAN_OUT: Final = 5
_DEEPEST: Final = 4


def portions(
    tables: Sequence[Table], shelf: Shelf, total: int, filled: Collection[int]
) -> Mapping[int, int]:
    """Return how many rows tables get, by oid; `tables` are in the order of filling.

    Those that are `filled` already get none. Each of the others gets at least one, and all together
    as many as are asked for, if these are not fewer than the tables.
    """
    levels: dict[int, int] = {}
    for table in tables:
        above = [
            levels[link.parent.row.oid]
            for link in links_of(table, shelf)
            if link.parent.row.oid in levels and link.parent.row.oid not in filled
        ]
        levels[table.row.oid] = min(max(above, default=-1) + 1, _DEEPEST)
    weights = {oid: _FAN_OUT**level for oid, level in levels.items() if oid not in filled}
    whole, rest = sum(weights.values()), max(0, total - len(weights))
    # Sums are rounded, and not shares, so that what one table lacks the next one has.
    ends = [rest * weight // whole for weight in accumulate(weights.values(), initial=0)]
    return {oid: 1 + end - start for oid, (start, end) in zip(weights, pairwise(ends), strict=True)}
