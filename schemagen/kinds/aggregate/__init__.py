"""Aggregate functions (pg_aggregate): normal, ordered-set and hypothetical-set ones.

The fields of a definition are called what CREATE AGGREGATE calls them.
"""

from __future__ import annotations

from schemagen.kinds.aggregate.ddl import create, drop, granted_on, identity, rename, replace
from schemagen.kinds.aggregate.lower import SECTION, declare
from schemagen.kinds.aggregate.model import Aggregate
from schemagen.kinds.kind import Facet, Kind

__all__ = ["KIND", "SECTION", "Aggregate"]

KIND = Kind(
    name="aggregate",
    plural="aggregates",
    keyword="AGGREGATE",
    model=Aggregate,
    phase=64,
    create=create,
    drop=drop,
    alters=dict.fromkeys(
        (
            "sfunc",
            "sspace",
            "finalfunc_modify",
            "combinefunc",
            "serialfunc",
            "deserialfunc",
            "initcond",
            "msfunc",
            "minvfunc",
            "mstype",
            "msspace",
            "mfinalfunc",
            "mfinalfunc_extra",
            "mfinalfunc_modify",
            "minitcond",
            "sortop",
            "parallel",
        ),
        replace,
    ),
    rename=rename,
    identity=identity,
    granted_on=granted_on,
    sections=(SECTION,),
    declare=declare,
    makes="functions",
    facets=frozenset({Facet.COMMENT, Facet.OWNER, Facet.GRANTS}),
)
