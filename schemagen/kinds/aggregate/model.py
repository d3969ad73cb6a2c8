"""The catalog object of an aggregate."""

from __future__ import annotations

from schemagen.catalog.object import (
    ALTER,
    RECREATE,
    CatalogObject,
    Ignore,
    Refers,
    on_change,
)
from schemagen.frozen import frozen

FUNCTIONS = (
    "sfunc",
    "finalfunc",
    "combinefunc",
    "serialfunc",
    "deserialfunc",
    "msfunc",
    "minvfunc",
    "mfinalfunc",
)
"""The fields that name functions."""


@frozen(kw_only=True)
class Aggregate(CatalogObject):
    """An aggregate. What decides the type of its result cannot be replaced in place."""

    name: str = on_change(Ignore("part of the identity"))  # median
    arguments: str = on_change(RECREATE)  # double precision ORDER BY anyelement
    input_types: str = on_change(Ignore("part of the identity"))  # double precision, anyelement
    hypothetical: bool = on_change(RECREATE, False)
    sfunc: str = on_change(ALTER)
    stype: str = on_change(RECREATE)
    sspace: int | None = on_change(ALTER, None)
    finalfunc: str | None = on_change(RECREATE, None)
    finalfunc_extra: bool = on_change(RECREATE, False)
    finalfunc_modify: str | None = on_change(ALTER, None)
    combinefunc: str | None = on_change(ALTER, None)
    serialfunc: str | None = on_change(ALTER, None)
    deserialfunc: str | None = on_change(ALTER, None)
    initcond: str | None = on_change(ALTER, None, refers=Refers.NOTHING)
    msfunc: str | None = on_change(ALTER, None)
    minvfunc: str | None = on_change(ALTER, None)
    mstype: str | None = on_change(ALTER, None)
    msspace: int | None = on_change(ALTER, None)
    mfinalfunc: str | None = on_change(ALTER, None)
    mfinalfunc_extra: bool = on_change(ALTER, False)
    mfinalfunc_modify: str | None = on_change(ALTER, None)
    minitcond: str | None = on_change(ALTER, None, refers=Refers.NOTHING)
    sortop: str | None = on_change(ALTER, None)
    parallel: str = on_change(ALTER, "unsafe")
