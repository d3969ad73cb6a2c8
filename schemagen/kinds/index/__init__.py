"""Indexes that belong to no constraint (pg_index)."""

from __future__ import annotations

from schemagen.kinds.index.ddl import (
    create,
    definition,
    drop,
    finish,
    rebuild,
    rename,
    set_options,
    set_statistics,
    set_tablespace,
)
from schemagen.kinds.index.declare import declare
from schemagen.kinds.index.lower import SECTION, IndexSpec
from schemagen.kinds.index.model import Index, IndexElement
from schemagen.kinds.index.online import create_online, drop_online, rebuild_online, replace_online
from schemagen.kinds.index_tree import held_by
from schemagen.kinds.kind import Facet, Kind
from schemagen.kinds.online import Online
from schemagen.kinds.support import qualified_text

__all__ = ["KIND", "SECTION", "Index", "IndexElement", "IndexSpec"]

KIND = Kind(
    name="index",
    plural="indexes",
    keyword="INDEX",
    model=Index,
    phase=90,
    name_spaces=("relation",),
    create=create,
    definition=definition,
    drop=drop,
    finish=finish,
    alters={
        "options": set_options,
        "statistics": set_statistics,
        "tablespace": set_tablespace,
        "invalid": rebuild,
    },
    goes_with=held_by,
    attached=True,
    rename=rename,
    rebuilt_with_column=False,
    identity=qualified_text,
    renamed_when_equal=lambda _: True,
    restricts=lambda item: item.unique,
    archived=lambda item, _: item,
    sections=(SECTION,),
    declare=declare,
    online=Online(
        create=create_online,
        drop=drop_online,
        replace=replace_online,
        alters={"invalid": rebuild_online},
    ),
    facets=frozenset({Facet.COMMENT}),
)
