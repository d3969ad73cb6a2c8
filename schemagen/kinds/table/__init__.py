"""Tables, partitioned or foreign, and partitions (pg_class.relkind r, p, f): what is theirs alone.

Columns, constraints, indexes, triggers and policies are kinds of their own.
"""

from __future__ import annotations

from schemagen.kinds.kind import Facet, Kind
from schemagen.kinds.online import Online
from schemagen.kinds.referred import leave
from schemagen.kinds.support import granted_on_relation, qualified_text
from schemagen.kinds.table import alters, archive, ddl, foreign
from schemagen.kinds.table.beside import ELSEWHERE
from schemagen.kinds.table.carry import CARRY
from schemagen.kinds.table.declare import declare
from schemagen.kinds.table.model import Table
from schemagen.kinds.table.partition_by import PartitionBySpec
from schemagen.kinds.table.rotation import Rotation
from schemagen.kinds.table.spec import TableOwnSpec, lower_table

__all__ = ["KIND", "PartitionBySpec", "Rotation", "Table", "TableOwnSpec", "lower_table"]

KIND = Kind(
    name="table",
    plural="tables",
    keyword="TABLE",
    model=Table,
    phase=70,
    name_spaces=("relation", "type"),
    create=ddl.create,
    drop=ddl.drop,
    leave=leave,
    finish=ddl.finish,
    alters=alters.ALTERS,
    frees=alters.FREES,
    left=alters.left,
    binds=alters.BINDS,
    fixed=alters.key_columns,
    goes_with=alters.partitioned,
    members=alters.MEMBERS,
    rename=alters.rename,
    identity=qualified_text,
    keyword_of=foreign.keyword,
    granted_on=granted_on_relation,
    relation=True,
    unlisted=lambda item: item.rotation is not None,
    declare=declare,
    makes="tables",
    carry=CARRY,
    archived=archive.archived,
    quiet=archive.quiet,
    online=Online(elsewhere=ELSEWHERE),
    facets=frozenset({Facet.COMMENT, Facet.OWNER, Facet.GRANTS}),
)
