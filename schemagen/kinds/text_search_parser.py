"""Text search parsers (pg_ts_parser). Making one takes a superuser, and functions in C."""

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

_FUNCTIONS = ("start", "gettoken", "end", "headline", "lextypes")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSearchParser(CatalogObject):
    """A parser: the functions that split a document into tokens."""

    start: str = on_change(RECREATE)  # prsd_start
    gettoken: str = on_change(RECREATE)
    end: str = on_change(RECREATE)
    headline: str | None = on_change(RECREATE, None)
    lextypes: str = on_change(RECREATE)


class TextSearchParserSpec(SpecModel):
    """A text search parser, by its functions."""

    start: str
    gettoken: str
    end: str
    headline: str | None = None
    lextypes: str
    comment: str | None = None
    was: str | None = None


def _lower(declared: dict[str, TextSearchParserSpec], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        functions = {field: getattr(spec, field) for field in _FUNCTIONS}
        needs = {key for text in functions.values() if text for key in routine_ids(text, project)}
        item = TextSearchParser(
            id=ObjectId("text_search_parser", *split_name(name, project.schema)),
            comment=spec.comment,
            was=spec.was,
            depends_on=tuple(sorted(needs)),
            **functions,
        )
        yield item, ("text_search_parsers", name)


def _create(item: TextSearchParser, _: CreateContext) -> Iterable[Statement]:
    written = [
        sql("{} = {}", Raw(field.upper()), Raw(function))
        for field in _FUNCTIONS
        if (function := getattr(item, field))
    ]
    text = "CREATE TEXT SEARCH PARSER {} ({})"
    yield statement(item, text, qualified(item.id), Raw(", ".join(written)), effect=NO_LOCK)


def _drop(item: TextSearchParser) -> Iterable[Statement]:
    yield statement(item, "DROP TEXT SEARCH PARSER {}", qualified(item.id), effect=NO_LOCK)


def _rename(current: TextSearchParser, desired: TextSearchParser) -> Iterable[Statement]:
    yield rename_object("TEXT SEARCH PARSER", current, desired, NO_LOCK)


def _declare(item: TextSearchParser, _: Catalog) -> Declaration:
    values = {field: getattr(item, field) for field in _FUNCTIONS}
    return Declaration("text_search_parsers", stated(TextSearchParserSpec, values), item.id.name)


SECTION: Section[dict[str, TextSearchParserSpec]] = Section(
    key="text_search_parsers",
    level=Level.PROJECT,
    annotation=dict[str, TextSearchParserSpec],
    default=dict,
    description="Text search parsers.",
    lower_project=_lower,
)

KIND = Kind(
    name="text_search_parser",
    plural="text search parsers",
    keyword="TEXT SEARCH PARSER",
    model=TextSearchParser,
    phase=65,
    create=_create,
    drop=_drop,
    rename=_rename,
    identity=qualified_text,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT}),
)
