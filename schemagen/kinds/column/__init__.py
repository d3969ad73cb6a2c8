"""Columns of a table (pg_attribute, pg_attrdef)."""

from __future__ import annotations

from schemagen.kinds.column import alters, archive, carry, ddl, not_null, numbering
from schemagen.kinds.column.between import between
from schemagen.kinds.column.declare import declare
from schemagen.kinds.column.lower import SECTION
from schemagen.kinds.column.model import Column, Identity
from schemagen.kinds.column.online import ONLINE
from schemagen.kinds.column.spec import ColumnSpec, UniqueOptions
from schemagen.kinds.kind import Facet, Kind
from schemagen.kinds.support import granted_on_column

__all__ = ["KIND", "SECTION", "Column", "ColumnSpec", "Identity", "UniqueOptions"]

KIND = Kind(
    name="column",
    plural="columns",
    keyword="COLUMN",
    model=Column,
    phase=71,
    create=ddl.create,
    drop=ddl.drop,
    alters=alters.ALTERS,
    frees={**numbering.FREES, "not_null_name": not_null.keep_name},
    joins=not_null.take_name,
    freed=numbering.freed,
    rename=alters.rename,
    place=lambda item: item.position,
    release=alters.release,
    bequest=alters.bequest,
    identity=ddl.identity_name,
    inline=ddl.inline,
    besides=ddl.besides,
    rename_beside=numbering.rename_sequence,
    finish=ddl.finish,
    granted_on=granted_on_column,
    sections=(SECTION,),
    declare=declare,
    online=ONLINE,
    carry=carry.CARRY,
    carried=carry.carried,
    archived=archive.archived,
    keep=archive.KEEP,
    key_part=archive.key_part,
    same_key=archive.same_key,
    between=between,
    facets=frozenset({Facet.COMMENT, Facet.GRANTS}),
)
