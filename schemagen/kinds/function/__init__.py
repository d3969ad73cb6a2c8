"""Functions and procedures (pg_proc, prokind 'f', 'p' and 'w').

The identity holds the input types, since functions are overloaded.
"""

from __future__ import annotations

from schemagen.kinds.function.ddl import create, drop, identity_text, noun, or_replace, rename
from schemagen.kinds.function.declare import declare
from schemagen.kinds.function.lower import SECTION, function_id, input_types
from schemagen.kinds.function.model import STANDARD_BODY, Function
from schemagen.kinds.function.spec import FunctionSpec
from schemagen.kinds.kind import Facet, Kind
from schemagen.sqltext.calls import called_names

__all__ = ["KIND", "SECTION", "Function", "FunctionSpec", "function_id", "input_types"]

KIND = Kind(
    name="function",
    plural="functions",
    keyword="FUNCTION",
    model=Function,
    phase=60,
    create=create,
    drop=drop,
    alters=dict.fromkeys(
        (
            "language",
            "body",
            "object_file",
            "support",
            "transforms",
            "volatility",
            "parallel",
            "strict",
            "security_definer",
            "leakproof",
            "cost",
            "rows",
            "settings",
        ),
        or_replace,
    ),
    rename=rename,
    identity=identity_text,
    calls=lambda item: () if STANDARD_BODY.match(item.body) else called_names(item.body),
    keyword_of=noun,
    gives_access=True,
    sections=(SECTION,),
    declare=declare,
    makes="functions",
    facets=frozenset({Facet.COMMENT, Facet.OWNER, Facet.GRANTS}),
)
