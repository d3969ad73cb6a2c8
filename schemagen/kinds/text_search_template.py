"""Text search templates (pg_ts_template). Making one takes a superuser, and functions in C."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import RECREATE, CatalogObject, ObjectId, on_change
from schemagen.catalog.statement import Statement
from schemagen.declare.base import SpecModel
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.section import Declared, Level, Section
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import (
    qualified,
    qualified_text,
    rename_object,
    routine_ids,
    split_name,
    statement,
)
from schemagen.sqltext.quoting import Raw, sql

_FUNCTIONS = ("init", "lexize")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSearchTemplate(CatalogObject):
    """A template: the functions that dictionaries made from it share."""

    init: str | None = on_change(RECREATE, None)  # dsnowball_init
    lexize: str = on_change(RECREATE)  # dsnowball_lexize


class TextSearchTemplateSpec(SpecModel):
    """A text search template, by its functions."""

    init: str | None = None
    lexize: str
    comment: str | None = None
    was: str | None = None


def _lower(declared: dict[str, TextSearchTemplateSpec], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        functions = {field: getattr(spec, field) for field in _FUNCTIONS}
        needs = {key for text in functions.values() if text for key in routine_ids(text, project)}
        item = TextSearchTemplate(
            id=ObjectId("text_search_template", *split_name(name, project.schema)),
            comment=spec.comment,
            was=spec.was,
            depends_on=tuple(sorted(needs)),
            **functions,
        )
        yield item, ("text_search_templates", name)


def _create(item: TextSearchTemplate, _: CreateContext) -> Iterable[Statement]:
    written = [
        sql("{} = {}", Raw(field.upper()), Raw(function))
        for field in _FUNCTIONS
        if (function := getattr(item, field))
    ]
    text = "CREATE TEXT SEARCH TEMPLATE {} ({})"
    yield statement(item, text, qualified(item.id), Raw(", ".join(written)), effect=NO_LOCK)


def _drop(item: TextSearchTemplate) -> Iterable[Statement]:
    yield statement(item, "DROP TEXT SEARCH TEMPLATE {}", qualified(item.id), effect=NO_LOCK)


def _rename(current: TextSearchTemplate, desired: TextSearchTemplate) -> Iterable[Statement]:
    yield rename_object("TEXT SEARCH TEMPLATE", current, desired, NO_LOCK)


def _declare(item: TextSearchTemplate, _: Catalog) -> Declaration:
    values = {field: getattr(item, field) for field in _FUNCTIONS}
    return Declaration(
        "text_search_templates", stated(TextSearchTemplateSpec, values), item.id.name
    )


SECTION: Section[dict[str, TextSearchTemplateSpec]] = Section(
    key="text_search_templates",
    level=Level.PROJECT,
    annotation=dict[str, TextSearchTemplateSpec],
    default=dict,
    description="Text search templates.",
    lower_project=_lower,
)

KIND = Kind(
    name="text_search_template",
    plural="text search templates",
    keyword="TEXT SEARCH TEMPLATE",
    model=TextSearchTemplate,
    phase=65,
    create=_create,
    drop=_drop,
    rename=_rename,
    identity=qualified_text,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT}),
)
