"""The column that rows are spread by: what it is decides where a row is, once and for all."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.features.cluster.layout import Breach, Layout
from schemagen.kinds.column import Column
from schemagen.kinds.primary_key import PrimaryKey


def _chosen(layout: Layout) -> Iterator[Column]:
    for place in layout.places.values():
        for name in place.columns:
            found = layout.catalog.get(place.id._replace(kind="column", name=name))
            if isinstance(found, Column):
                yield found


def not_computed(layout: Layout) -> Iterator[Breach]:
    """Find tables that are distributed by a generated column."""
    for column in _chosen(layout):
        if column.generated is not None:
            yield Breach(
                "distributed-column",
                f'"{column.id.table}" is distributed by "{column.id.name}", which is computed',
                column.id,
                "make it a plain column that the application fills",
            )


def never_null(layout: Layout) -> Iterator[Breach]:
    """Find tables whose rows may be without what says where they are."""
    for column in _chosen(layout):
        keys = (key for key in layout.catalog.of(PrimaryKey) if layout.of(key.id))
        in_key = any(
            key.id[1:3] == column.id[1:3] and column.id.name in key.columns for key in keys
        )
        if not column.not_null and not in_key:
            yield Breach(
                "distributed-column",
                f'"{column.id.table}" is distributed by "{column.id.name}", which may be null',
                column.id,
                "write `not null`: a row without it belongs on no node",
            )


def never_changed(layout: Layout) -> Iterator[Breach]:
    """Find privileges to change the column by name."""
    for column in _chosen(layout):
        roles = sorted(grant.grantee for grant in column.grants if grant.privilege == "UPDATE")
        if roles:
            yield Breach(
                "distributed-update",
                f'{", ".join(roles)} may change "{column.id.name}", by which'
                f' "{column.id.table}" is distributed',
                column.id,
                "leave the column out of what may be updated: Citus moves no row to another node",
            )
