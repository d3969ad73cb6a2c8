"""What a table is without its members (pg_class.relkind 'r', 'p' and 'f')."""

from __future__ import annotations

from schemagen.catalog.object import (
    ALTER,
    RECREATE,
    UNORDERED,
    CatalogObject,
    Hint,
    ObjectId,
    Refers,
    on_change,
)
from schemagen.frozen import frozen
from schemagen.kinds.table.rotation import Rotation
from schemagen.sqltext.generic_options import Options


@frozen(kw_only=True)
class Table(CatalogObject):
    """A table without its members."""

    partition_by: str | None = on_change(RECREATE, None, refers=Refers.SQL)  # RANGE (created_at)
    partition_of: ObjectId | None = on_change(ALTER, None)
    bound: str | None = on_change(ALTER, None)  # FOR VALUES IN ('a', 'b')
    inherits: tuple[ObjectId, ...] = on_change(ALTER, ())
    of_type: str | None = on_change(ALTER, None)  # the composite type that has the same columns
    unlogged: bool = on_change(ALTER, False)
    access_method: str | None = on_change(ALTER, None)  # other than heap
    tablespace: str | None = on_change(ALTER, None)
    options: tuple[tuple[str, str], ...] = on_change(UNORDERED, ())  # (('fillfactor', '70'),)
    row_security: bool = on_change(ALTER, False)  # relrowsecurity
    force_row_security: bool = on_change(ALTER, False)  # relforcerowsecurity
    replica_identity: str = on_change(ALTER, "default")  # default, full, nothing, index NAME
    cluster_on: str | None = on_change(ALTER, None)  # the index that CLUSTER uses
    server: ObjectId | None = on_change(RECREATE, None)  # of a foreign table, whose rows are there
    foreign_options: Options = on_change(UNORDERED, ())  # (('schema_name', 'app'),)
    rotation: Rotation | None = on_change(
        Hint("the partitions that `maintain` makes, and nobody declares", lasting=True), None
    )
