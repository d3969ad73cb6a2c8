"""Publications (pg_publication): which changes of which tables logical replication sends.

The tables of a publication are not the publication's own: it lets go of one that is replaced, and
takes it in again ("CREATE PUBLICATION").
"""

from __future__ import annotations

from schemagen.kinds.kind import Facet, Kind
from schemagen.kinds.publication.ddl import (
    create,
    drop,
    enter_schemas,
    leave_schemas,
    let_go,
    release,
    rename,
    set_options,
    take_in,
)
from schemagen.kinds.publication.declare import declare
from schemagen.kinds.publication.lower import SECTION
from schemagen.kinds.publication.model import Publication
from schemagen.kinds.support import plain_text

__all__ = ["KIND"]

KIND = Kind(
    name="publication",
    plural="publications",
    keyword="PUBLICATION",
    model=Publication,
    phase=140,
    create=create,
    drop=drop,
    frees={"tables": let_go, "schemas": leave_schemas},
    alters={
        "tables": take_in,
        "schemas": enter_schemas,
        "publish": set_options,
        "via_partition_root": set_options,
        "generated_columns": set_options,
    },
    rename=rename,
    release=release,
    identity=plain_text,
    gives_access=True,
    sections=(SECTION,),
    declare=declare,
    facets=frozenset({Facet.COMMENT, Facet.OWNER}),
)
