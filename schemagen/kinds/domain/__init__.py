"""Domains (pg_type.typtype = 'd')."""

from __future__ import annotations

from schemagen.kinds.domain.ddl import (
    create,
    drop,
    release,
    rename,
    set_checks,
    set_default,
    set_not_null,
)
from schemagen.kinds.domain.declare import declare
from schemagen.kinds.domain.lower import SECTION
from schemagen.kinds.domain.model import Domain
from schemagen.kinds.kind import Facet, Kind
from schemagen.kinds.support import qualified_text

__all__ = ["KIND", "Domain"]

KIND = Kind(
    name="domain",
    plural="domains",
    keyword="DOMAIN",
    model=Domain,
    phase=61,
    name_spaces=("type",),
    create=create,
    drop=drop,
    alters={"default": set_default, "not_null": set_not_null, "checks": set_checks},
    rename=rename,
    release=release,
    identity=qualified_text,
    sections=(SECTION,),
    declare=declare,
    makes="types",
    facets=frozenset({Facet.COMMENT, Facet.OWNER, Facet.GRANTS}),
)
