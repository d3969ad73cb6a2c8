"""Conversions between encodings (pg_conversion; "CREATE CONVERSION")."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import RECREATE, CatalogObject, ObjectId, Refers, on_change
from schemagen.catalog.statement import Statement
from schemagen.declare.base import SpecModel
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import (
    qualified,
    qualified_text,
    rename_object,
    split_name,
    statement,
)
from schemagen.sqltext.quoting import Literal, Raw, quote_qualified


@frozen(kw_only=True)
class Conversion(CatalogObject):
    """A conversion of text from one encoding to another."""

    source: str = on_change(RECREATE, refers=Refers.NOTHING)  # UTF8
    target: str = on_change(RECREATE, refers=Refers.NOTHING)  # LATIN1
    function: str = on_change(RECREATE)  # public.utf8_to_latin1
    default: bool = on_change(RECREATE, False)  # taken whenever these encodings meet


class ConversionSpec(SpecModel):
    """A conversion of text from one encoding to another."""

    source: str = Field(alias="for")
    """The encoding that it reads: `UTF8`."""
    target: str = Field(alias="to")
    """The encoding that it writes: `LATIN1`."""
    function: str
    """The function that converts."""
    default: bool = False
    """Whether it is the one that is taken for these encodings."""
    comment: str | None = None
    was: str | None = None


def _lower(declared: dict[str, ConversionSpec], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        function = quote_qualified(*split_name(spec.function, project.schema))
        item = Conversion(
            id=ObjectId("conversion", *split_name(name, project.schema)),
            source=spec.source,
            target=spec.target,
            function=function,
            default=spec.default,
            comment=spec.comment,
            was=spec.was,
            depends_on=project.names.functions.get(function, ()),
        )
        yield item, ("conversions", name)


def _create(item: Conversion, _: CreateContext) -> Iterable[Statement]:
    yield statement(
        item,
        "CREATE {}CONVERSION {} FOR {} TO {} FROM {}",
        Raw("DEFAULT " if item.default else ""),
        qualified(item.id),
        Literal(item.source),
        Literal(item.target),
        Raw(item.function),
        effect=NO_LOCK,
    )


def _drop(item: Conversion) -> Iterable[Statement]:
    yield statement(item, "DROP CONVERSION {}", qualified(item.id), effect=NO_LOCK)


def _rename(current: Conversion, desired: Conversion) -> Iterable[Statement]:
    yield rename_object("CONVERSION", current, desired, NO_LOCK)


def _declare(item: Conversion, _: Catalog) -> Declaration:
    names = ("source", "target", "function", "default")
    values = {name: getattr(item, name) for name in names}
    return Declaration("conversions", stated(ConversionSpec, values), item.id.name)


SECTION: Section[dict[str, ConversionSpec]] = Section(
    key="conversions",
    level=Level.PROJECT,
    annotation=dict[str, ConversionSpec],
    default=dict,
    description="Conversions between encodings.",
    lower_project=_lower,
)

KIND = Kind(
    name="conversion",
    plural="conversions",
    keyword="CONVERSION",
    model=Conversion,
    phase=65,
    create=_create,
    drop=_drop,
    rename=_rename,
    identity=qualified_text,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT, Facet.OWNER}),
)
