"""What a function or a procedure is (pg_proc, prokind 'f', 'p' and 'w')."""

from __future__ import annotations

import re

from schemagen.catalog.object import (
    ALTER,
    RECREATE,
    UNORDERED,
    CatalogObject,
    Ignore,
    Refers,
    on_change,
)
from schemagen.frozen import frozen

# A body of the SQL standard is no string: it is read when the function is made. In a string neither
# word could come first.
STANDARD_BODY = re.compile(r"\s*(return|begin\s+atomic)\b", re.IGNORECASE)


RELATIONS = frozenset({"table", "view", "materialized_view"})


@frozen(kw_only=True)
class Function(CatalogObject):
    """A function or procedure; `arguments` and `returns` as PostgreSQL writes them."""

    name: str = on_change(Ignore("part of the identity"))  # get_trust_tier
    arguments: str = on_change(RECREATE)  # score integer DEFAULT 0
    input_types: str = on_change(Ignore("part of the identity"))  # integer
    returns: str | None = on_change(RECREATE, None)  # text
    procedure: bool = on_change(RECREATE, False)
    window: bool = on_change(RECREATE, False)
    language: str = on_change(ALTER, "sql")
    body: str = on_change(ALTER, "", refers=Refers.NOTHING)
    object_file: str | None = on_change(ALTER, None, refers=Refers.NOTHING)  # $libdir/pgcrypto
    support: str | None = on_change(ALTER, None)  # public.upper_support
    transforms: tuple[str, ...] = on_change(ALTER, ())  # ('hstore',)
    volatility: str = on_change(ALTER, "volatile")
    parallel: str = on_change(ALTER, "unsafe")
    strict: bool = on_change(ALTER, False)
    security_definer: bool = on_change(ALTER, False)
    leakproof: bool = on_change(ALTER, False)
    cost: float | None = on_change(ALTER, None)
    rows: float | None = on_change(ALTER, None)
    settings: tuple[tuple[str, str], ...] = on_change(  # (('search_path', 'pg_catalog'),)
        UNORDERED, (), refers=Refers.NOTHING
    )
