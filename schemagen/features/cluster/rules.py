"""The rules of a cluster: the one list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from schemagen.features.cluster import (
    columns,
    functions,
    keys,
    policies,
    references,
    tables,
    triggers,
)
from schemagen.features.cluster.layout import Breach, Layout

Check: TypeAlias = Callable[[Layout], Iterable[Breach]]

ALL: Final[tuple[Check, ...]] = (
    tables.whole_in_one_piece,
    columns.not_computed,
    columns.never_null,
    columns.never_changed,
    keys.hold_the_column,
    keys.exclude_within_a_shard,
    references.reach_their_rows,
    references.leave_the_column,
    triggers.allowed,
    triggers.of_rows,
    functions.of_shards,
    policies.without_queries,
)
