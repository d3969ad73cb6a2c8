"""Extensions (pg_extension). What an extension brings along belongs to it, not to the spec."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import untracked
from schemagen.catalog.object import (
    RECREATE,
    SETTLED,
    CatalogObject,
    ObjectId,
    Refers,
    on_change,
)
from schemagen.catalog.statement import Effect, Statement
from schemagen.declare.base import SpecModel
from schemagen.declare.declaration import Declaration
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import plain_text, statement
from schemagen.sqltext.quoting import Name, Raw, join_sql, sql


@frozen(kw_only=True)
class Extension(CatalogObject):
    """An extension and the schema that it is installed in; it brings a comment of its own."""

    comment: str | None = on_change(SETTLED, None, refers=Refers.NOTHING)
    schema: str | None = on_change(RECREATE, None)  # public


class ExtensionSpec(SpecModel):
    """An extension that the project needs."""

    schema_: str | None = Field(None, alias="schema")
    """The schema for its objects."""
    comment: str | None = None


def _named(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return dict.fromkeys(value)
    return value


def _lower(declared: dict[str, ExtensionSpec | None], _: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        known = spec or ExtensionSpec.model_validate({})
        key = ObjectId("extension", "", name)
        needs = (ObjectId("schema", "", known.schema_),) if known.schema_ else ()
        yield (
            Extension(id=key, schema=known.schema_, comment=known.comment, depends_on=needs),
            ("extensions", name),
        )


def _create(item: Extension, _: CreateContext) -> Iterable[Statement]:
    place = sql("SCHEMA {}", Name(item.schema)) if item.schema else ""
    yield statement(
        item,
        "{}",
        Raw(join_sql([sql("CREATE EXTENSION {}", Name(item.id.name)), place])),
        effect=NO_LOCK,
    )


def _drop(item: Extension) -> Iterable[Statement]:
    risk = untracked(f"what calls functions of {item.id.name} by name breaks")
    effect = Effect(risks=(risk,))
    yield statement(item, "DROP EXTENSION {}", Name(item.id.name), effect=effect)


def _declare(item: Extension, _: Catalog) -> Declaration:
    return Declaration("extensions", {"schema": item.schema} if item.schema else None, item.id.name)


SECTION: Section[dict[str, ExtensionSpec | None]] = Section(
    key="extensions",
    level=Level.PROJECT,
    annotation=Annotated[
        dict[str, ExtensionSpec | None],
        BeforeValidator(_named, json_schema_input_type=list[str] | dict[str, ExtensionSpec | None]),
    ],
    default=dict,
    description="Extensions that the project needs.",
    lower_project=_lower,
)

KIND = Kind(
    name="extension",
    plural="extensions",
    keyword="EXTENSION",
    model=Extension,
    phase=30,
    create=_create,
    drop=_drop,
    identity=plain_text,
    brings=True,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT}),
)
