"""Access methods (pg_am) that no extension brought: how rows or indexes are kept.

Making one takes a superuser. See "CREATE ACCESS METHOD".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal as Choice

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import RECREATE, CatalogObject, ObjectId, on_change
from schemagen.catalog.statement import Statement
from schemagen.declare.base import SpecModel
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import plain_text, split_name, statement
from schemagen.sqltext.quoting import Name, Raw, quote_qualified


@frozen(kw_only=True)
class AccessMethod(CatalogObject):
    """An access method: what it is for, and the function that gives its parts."""

    type: str = on_change(RECREATE)  # table or index
    handler: str = on_change(RECREATE)  # public.columnar_handler


class AccessMethodSpec(SpecModel):
    """An access method that no extension brings."""

    type: Choice["table", "index"]
    """Whether tables or indexes are stored by it."""
    handler: str
    """The function that gives its parts."""
    comment: str | None = None


def _lower(declared: dict[str, AccessMethodSpec], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        handler = quote_qualified(*split_name(spec.handler, project.schema))
        item = AccessMethod(
            id=ObjectId("access_method", "", name),
            type=spec.type,
            handler=handler,
            comment=spec.comment,
            depends_on=project.names.functions.get(handler, ()),
        )
        yield item, ("access_methods", name)


def _create(item: AccessMethod, _: CreateContext) -> Iterable[Statement]:
    yield statement(
        item,
        "CREATE ACCESS METHOD {} TYPE {} HANDLER {}",
        Name(item.id.name),
        Raw(item.type.upper()),
        Raw(item.handler),
        effect=NO_LOCK,
    )


def _drop(item: AccessMethod) -> Iterable[Statement]:
    yield statement(item, "DROP ACCESS METHOD {}", Name(item.id.name), effect=NO_LOCK)


def _declare(item: AccessMethod, _: Catalog) -> Declaration:
    values = {"type": item.type, "handler": item.handler}
    return Declaration("access_methods", stated(AccessMethodSpec, values), item.id.name)


SECTION: Section[dict[str, AccessMethodSpec]] = Section(
    key="access_methods",
    level=Level.PROJECT,
    annotation=dict[str, AccessMethodSpec],
    default=dict,
    description="Access methods that no extension brings.",
    lower_project=_lower,
)

KIND = Kind(
    name="access_method",
    plural="access methods",
    keyword="ACCESS METHOD",
    model=AccessMethod,
    phase=65,
    create=_create,
    drop=_drop,
    identity=plain_text,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT}),
)
