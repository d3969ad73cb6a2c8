"""How a table is moved into an archive with its rows, instead of being dropped."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from schemagen.catalog.hazard import HazardType
from schemagen.catalog.object import ObjectId
from schemagen.catalog.statement import Statement
from schemagen.kinds.table import alters
from schemagen.kinds.table.model import Table


def archived(item: Table, own: Collection[ObjectId]) -> Table | str:
    """Return the table as it stands in an archive, or why it cannot."""
    if item.server is not None:
        return "its rows are on another server"
    if item.inherits:
        return "it inherits from another table"
    index = item.replica_identity.startswith("index ")
    identity = "default" if index else item.replica_identity
    kept = replace(item, of_type=None, replica_identity=identity, cluster_on=None)
    return kept if item.partition_of in own else replace(kept, partition_of=None, bound=None)


def quiet(item: Table) -> tuple[Sequence[Statement], Sequence[Statement]]:
    """Let the owner see all rows, where policies hold for the owner too."""
    if not item.force_row_security:
        return (), ()
    seen = replace(item, force_row_security=False)
    off = tuple(alters.force_row_security(item, seen))
    # It is one transaction in which nobody else gets at the rows.
    off = tuple(each.without(HazardType.AUTHZ_UPDATE) for each in off)
    return off, tuple(alters.force_row_security(seen, item))
