"""Foreign keys (pg_constraint.contype = 'f')."""

from __future__ import annotations

from schemagen.kinds.constraints import rename_constraint
from schemagen.kinds.foreign_key.ddl import create, defer, definition, drop, enforce, validate
from schemagen.kinds.foreign_key.declare import declare
from schemagen.kinds.foreign_key.lower import SECTION, ForeignKeySpec
from schemagen.kinds.foreign_key.model import ForeignKey
from schemagen.kinds.kind import Facet, Kind
from schemagen.kinds.online import Online
from schemagen.kinds.recipes import validated_later, validating
from schemagen.kinds.support import member_text

__all__ = ["KIND", "SECTION", "ForeignKey", "ForeignKeySpec"]

KIND = Kind(
    name="foreign_key",
    plural="foreign keys",
    keyword="CONSTRAINT",
    model=ForeignKey,
    phase=80,
    name_spaces=("constraint",),
    create=create,
    definition=definition,
    drop=drop,
    alters={
        "not_valid": validate,
        "not_enforced": enforce,
        "deferrable": defer,
        "initially_deferred": defer,
    },
    rename=rename_constraint,
    rebuilt_with_column=False,
    refers=lambda item: item.references,
    identity=member_text,
    renamed_when_equal=lambda _: True,
    restricts=lambda _: True,
    sections=(SECTION,),
    declare=declare,
    online=Online(
        create=validated_later(create, validate, of_partitioned=False),
        alters={"not_valid": validating(validate)},
    ),
    facets=frozenset({Facet.COMMENT}),
)
