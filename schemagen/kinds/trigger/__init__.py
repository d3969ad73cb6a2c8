"""Triggers on tables, views and relations of somebody else (pg_trigger)."""

from __future__ import annotations

from schemagen.kinds.kind import Facet, Kind
from schemagen.kinds.support import member_text
from schemagen.kinds.trigger.ddl import create, definition, drop, enable, quiet, rename
from schemagen.kinds.trigger.declare import declare
from schemagen.kinds.trigger.external import EXTERNAL
from schemagen.kinds.trigger.lower import SECTION
from schemagen.kinds.trigger.model import Trigger
from schemagen.kinds.trigger.spec import TriggerSpec

__all__ = ["KIND", "SECTION", "Trigger", "TriggerSpec"]

KIND = Kind(
    name="trigger",
    plural="triggers",
    keyword="TRIGGER",
    model=Trigger,
    phase=120,
    create=create,
    definition=definition,
    drop=drop,
    alters={"enabled": enable},
    quiet=quiet,
    lent=True,
    rename=rename,
    identity=member_text,
    renamed_when_equal=lambda _: True,
    sections=(SECTION, EXTERNAL),
    declare=declare,
    facets=frozenset({Facet.COMMENT}),
)
