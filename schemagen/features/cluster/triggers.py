"""Triggers of tables in a cluster: they run on the nodes, and only where the cluster lets them."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.features.cluster.layout import Breach, Layout
from schemagen.kinds.trigger import Trigger


def _inside(layout: Layout) -> Iterator[Trigger]:
    for item in layout.catalog.of(Trigger):
        if layout.of(item.id) is not None and item.follows is None:
            yield item


def allowed(layout: Layout) -> Iterator[Breach]:
    """Find triggers where the cluster has none."""
    if layout.cluster.unsafe_triggers:
        return
    for item in _inside(layout):
        place = layout.of(item.id)
        what = "a distributed table" if place and place.columns else "a reference table"
        yield Breach(
            "distributed-trigger",
            f'"{item.id.table}" is {what}, which has no triggers: "{item.id.name}"',
            item.id,
            "do without it; or, where a superuser has set citus.enable_unsafe_triggers on every"
            " node, write `unsafe_triggers: true` under `distribution`",
        )


def of_rows(layout: Layout) -> Iterator[Breach]:
    """Find triggers that would run once for each shard instead of once for a statement."""
    if not layout.cluster.unsafe_triggers:
        return
    for item in _inside(layout):
        if item.for_each != "row":
            yield Breach(
                "distributed-trigger",
                f'the trigger "{item.id.name}" of "{item.id.table}" is for each statement, and'
                " would run once for each shard that the statement reaches",
                item.id,
                "write `for each row`, or do without it",
            )
