"""Procedural languages (pg_language) that no extension brought ("CREATE LANGUAGE").

Making one takes a superuser.
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ALTER, CatalogObject, ObjectId, on_change
from schemagen.catalog.statement import Statement
from schemagen.declare.base import SpecModel
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.grants import GrantsSpec, simple_grants
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import plain_text, rename_object, split_name, statement
from schemagen.sqltext.quoting import Name, Raw, join_sql, quote_qualified, sql


@frozen(kw_only=True)
class Language(CatalogObject):
    """A language: the functions that call, run and check code in it."""

    handler: str = on_change(ALTER)  # public.plsh_handler
    inline: str | None = on_change(ALTER, None)  # public.plsh_inline_handler
    validator: str | None = on_change(ALTER, None)  # public.plsh_validator
    trusted: bool = on_change(ALTER, False)


class LanguageSpec(SpecModel):
    """A procedural language that no extension brings."""

    handler: str
    """The function that calls functions in it."""
    inline: str | None = None
    """The function that runs DO."""
    validator: str | None = None
    """The function that checks new functions."""
    trusted: bool = False
    """Whether it is for everybody."""
    grants: GrantsSpec = Field(default_factory=dict)
    comment: str | None = None
    was: str | None = None


def _lower(declared: dict[str, LanguageSpec], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        path = ("languages", name)
        functions = [
            quote_qualified(*split_name(text, project.schema)) if text else None
            for text in (spec.handler, spec.inline, spec.validator)
        ]
        needs = {key for text in functions if text for key in project.names.functions.get(text, ())}
        item = Language(
            id=ObjectId("language", "", name),
            handler=functions[0] or "",
            inline=functions[1],
            validator=functions[2],
            trusted=spec.trusted,
            grants=simple_grants(spec.grants, ("USAGE",), project, (*path, "grants")),
            comment=spec.comment,
            was=spec.was,
            depends_on=tuple(sorted(needs)),
        )
        yield item, path


def _create(item: Language, _: CreateContext) -> Iterable[Statement]:
    yield statement(item, "CREATE {}", Raw(_definition(item)), effect=NO_LOCK)


def _definition(item: Language) -> str:
    return join_sql(
        [
            "TRUSTED" if item.trusted else "",
            sql("LANGUAGE {} HANDLER {}", Name(item.id.name), Raw(item.handler)),
            sql("INLINE {}", Raw(item.inline)) if item.inline else "",
            sql("VALIDATOR {}", Raw(item.validator)) if item.validator else "",
        ]
    )


def _replace(_: Language, desired: Language) -> Iterable[Statement]:
    definition = Raw(_definition(desired))
    yield statement(desired, "CREATE OR REPLACE {}", definition, effect=NO_LOCK)


def _drop(item: Language) -> Iterable[Statement]:
    yield statement(item, "DROP LANGUAGE {}", Name(item.id.name), effect=NO_LOCK)


def _rename(current: Language, desired: Language) -> Iterable[Statement]:
    yield rename_object("LANGUAGE", current, desired, NO_LOCK)


def _declare(item: Language, _: Catalog) -> Declaration:
    values = {
        "handler": item.handler,
        "inline": item.inline,
        "validator": item.validator,
        "trusted": item.trusted,
    }
    return Declaration("languages", stated(LanguageSpec, values), item.id.name)


SECTION: Section[dict[str, LanguageSpec]] = Section(
    key="languages",
    level=Level.PROJECT,
    annotation=dict[str, LanguageSpec],
    default=dict,
    description="Procedural languages that no extension brings.",
    lower_project=_lower,
)

KIND = Kind(
    name="language",
    plural="languages",
    keyword="LANGUAGE",
    model=Language,
    phase=32,
    create=_create,
    drop=_drop,
    alters=dict.fromkeys(("handler", "inline", "validator", "trusted"), _replace),
    rename=_rename,
    identity=plain_text,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT, Facet.OWNER, Facet.GRANTS}),
)
