"""Relations that become parts of others or cease to be: partitions, and tables that inherit.

What a part has from its whole cannot be changed in the part, and what goes from the whole goes from
its parts: both only while they are together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.statement import Statement
from schemagen.plan.impact import Impact
from schemagen.plan.settle import Relation


def wholes_left(
    current: Catalog, desired: Catalog, impact: Impact
) -> Mapping[Relation, Set[Relation]]:
    """Return, for relations that stay, what they are parts of no longer once they are freed."""
    return {
        (key.schema, key.name): {(other.schema, other.name) for other in others}
        for key in impact.altered
        if (left := kinds.BY_NAME[key.kind].left) and (others := left(current[key], desired[key]))
    }


def before_joining(
    current: Catalog, desired: Catalog, impact: Impact
) -> Mapping[Relation, Sequence[Statement]]:
    """Return what is done in relations before they become parts of others, by the relation."""
    found: dict[Relation, list[Statement]] = defaultdict(list)
    for kind in kinds.ALL:
        for item in desired.of(kind.model) if kind.joins else ():
            before = current.get(item.id) if item.follows is not None else None
            if before is None or before.follows is not None:
                continue
            if kind.joins and not impact.goes(item.id):
                found[item.id.schema, item.id.table] += kind.joins(before, item) or ()
    return found
