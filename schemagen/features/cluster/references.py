"""Foreign keys in a cluster: both rows have to be on one node, and stay there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from schemagen.features.cluster.layout import Breach, Layout
from schemagen.kinds.distribution import Distribution
from schemagen.kinds.foreign_key import ForeignKey

_EMPTYING = ("set null", "set default")


def reach_their_rows(layout: Layout) -> Iterator[Breach]:
    """Find foreign keys between rows that need not be on one node."""
    for key in layout.catalog.of(ForeignKey):
        if key.follows is not None:
            continue
        own, target = layout.of(key.id), layout.of(key.references)
        if own is None:
            found = _from_one_node(key, target)
        elif not own.columns:
            found = _from_reference(key, target)
        elif target is None:
            found = _to_one_node(key)
        elif target.columns:
            found = _between(key, own, target, layout)
        else:
            found = None
        if found is not None:
            yield Breach("distributed-reference", found[0], key.id, found[1])


def _tables(key: ForeignKey) -> tuple[str, str]:
    return f'"{key.id.table}"', f'"{key.references.name}"'


def _from_one_node(key: ForeignKey, target: Distribution | None) -> tuple[str, str] | None:
    own, other = _tables(key)
    if target is None or not target.columns:
        return None
    return (
        f"{own} is on one node, and refers to {other}, which is distributed",
        f"distribute {own} as well, or make {other} a `reference` table",
    )


def _from_reference(key: ForeignKey, target: Distribution | None) -> tuple[str, str] | None:
    own, other = _tables(key)
    if target is not None and not target.columns:
        return None
    if target is None and {key.on_delete, key.on_update} <= {"no action", "restrict"}:
        return None
    where = "on one node" if target is None else "distributed"
    acts = ", and acts on its rows" if target is None else ""
    return (
        f"{own} is a reference table, and refers to {other}, which is {where}{acts}",
        f"make {other} a `reference` table as well, or do without the foreign key",
    )


def _to_one_node(key: ForeignKey) -> tuple[str, str]:
    own, other = _tables(key)
    return (
        f"{own} is distributed, and refers to {other}, which is on one node",
        f"make {other} a `reference` table, or distribute it by the same column",
    )


def _between(
    key: ForeignKey, own: Distribution, target: Distribution, layout: Layout
) -> tuple[str, str] | None:
    pairs = list(zip(key.columns, key.referenced_columns, strict=True))
    wanted = (own.columns[0], target.columns[0])
    mine, other = _tables(key)
    if wanted not in pairs:
        left, right = (
            ", ".join(dict.fromkeys(chain([first], rest)))
            for first, rest in zip(wanted, (key.columns, key.referenced_columns), strict=True)
        )
        return (
            f"the foreign key ({', '.join(key.columns)}) of {mine} does not hold"
            f' "{wanted[0]}", by which {other} is distributed, too',
            f'write {{columns: [{left}], references: "{key.references.name} ({right})"}}',
        )
    if layout.group_of(own) != layout.group_of(target):
        return (
            f"{mine} refers to {other}, whose shards are not beside its own",
            f"write `distribution: {{colocate_with: {key.references.name}}}` in {mine}; the"
            " columns that both are distributed by have one type",
        )
    return None


def leave_the_column(layout: Layout) -> Iterator[Breach]:
    """Find foreign keys whose actions would change where a row is."""
    for key, column in layout.spread(ForeignKey):
        if not isinstance(key, ForeignKey) or column not in key.columns:
            continue
        if key.on_delete in _EMPTYING:
            yield Breach(
                "distributed-action",
                f'on delete {key.on_delete} of a foreign key that holds "{column}", by which'
                f' "{key.id.table}" is distributed',
                key.id,
                "write `on_delete: cascade`, or none, and empty the reference before its row goes:"
                " Citus takes no such action, be it for the other columns alone",
            )
        if key.on_update in (*_EMPTYING, "cascade"):
            yield Breach(
                "distributed-action",
                f'on update {key.on_update} of a foreign key that holds "{column}", by which'
                f' "{key.id.table}" is distributed',
                key.id,
                "leave `on_update` out: what rows are distributed by never changes",
            )
