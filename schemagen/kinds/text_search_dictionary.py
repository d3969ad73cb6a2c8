"""Text search dictionaries (pg_ts_dict)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import RECREATE, UNORDERED, CatalogObject, ObjectId, on_change
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
from schemagen.sqltext.quoting import Name, Raw, quote_literal, sql
from schemagen.sqltext.tokens import string_value, tokenize


@frozen(kw_only=True)
class TextSearchDictionary(CatalogObject):
    """A dictionary: a template with options."""

    template: str = on_change(RECREATE)  # pg_catalog.snowball
    options: tuple[tuple[str, str], ...] = on_change(UNORDERED, ())  # (('language', "'german'"),)


class TextSearchDictionarySpec(SpecModel):
    """A text search dictionary."""

    template: str
    """The template that has its functions: `snowball`."""
    options: dict[str, str | int | bool] = Field(default_factory=dict)
    """What the template reads: `{language: german}`."""
    comment: str | None = None
    was: str | None = None


def _lower(declared: dict[str, TextSearchDictionarySpec], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        template = ObjectId("text_search_template", *split_name(spec.template, project.schema))
        is_ours = spec.template in project.sections["text_search_templates"]
        options = ((key, _value(value)) for key, value in spec.options.items())
        item = TextSearchDictionary(
            id=ObjectId("text_search_dictionary", *split_name(name, project.schema)),
            template=spec.template,
            options=tuple(options),
            comment=spec.comment,
            was=spec.was,
            depends_on=(template,) if is_ours else (),
        )
        yield item, ("text_search_dictionaries", name)


def _value(value: str | int | bool) -> str:
    """Return the value of an option as PostgreSQL keeps it: as a constant, whatever it is."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return quote_literal(text)


def _options(pairs: Iterable[tuple[str, str]]) -> Raw:
    return Raw(", ".join(sql("{} = {}", Name(key), Raw(value)) for key, value in pairs))


def _create(item: TextSearchDictionary, _: CreateContext) -> Iterable[Statement]:
    options = Raw(sql(", {}", _options(item.options)) if item.options else "")
    text = "CREATE TEXT SEARCH DICTIONARY {} (TEMPLATE = {}{})"
    parts = qualified(item.id), Raw(item.template), options
    yield statement(item, text, *parts, effect=NO_LOCK)


def _drop(item: TextSearchDictionary) -> Iterable[Statement]:
    yield statement(item, "DROP TEXT SEARCH DICTIONARY {}", qualified(item.id), effect=NO_LOCK)


def _set_options(
    current: TextSearchDictionary, desired: TextSearchDictionary
) -> Iterable[Statement]:
    before, after = dict(current.options), dict(desired.options)
    written = [Raw(sql("{}", Name(key))) for key in sorted(before.keys() - after.keys())]
    changed = {key: value for key, value in after.items() if before.get(key) != value}
    if changed:
        written.append(_options(changed.items()))
    text = "ALTER TEXT SEARCH DICTIONARY {} ({})"
    listed = Raw(", ".join(part.text for part in written))
    yield statement(desired, text, qualified(desired.id), listed, effect=NO_LOCK)


def _rename(current: TextSearchDictionary, desired: TextSearchDictionary) -> Iterable[Statement]:
    yield rename_object("TEXT SEARCH DICTIONARY", current, desired, NO_LOCK)


def _declare(item: TextSearchDictionary, _: Catalog) -> Declaration:
    options = {key: string_value(tokenize(value)[0]) for key, value in item.options}
    values: dict[str, Any] = {"template": item.template, "options": options}
    written = stated(TextSearchDictionarySpec, values)
    return Declaration("text_search_dictionaries", written, item.id.name)


SECTION: Section[dict[str, TextSearchDictionarySpec]] = Section(
    key="text_search_dictionaries",
    level=Level.PROJECT,
    annotation=dict[str, TextSearchDictionarySpec],
    default=dict,
    description="Text search dictionaries.",
    lower_project=_lower,
)

KIND = Kind(
    name="text_search_dictionary",
    plural="text search dictionaries",
    keyword="TEXT SEARCH DICTIONARY",
    model=TextSearchDictionary,
    phase=66,
    create=_create,
    drop=_drop,
    alters={"options": _set_options},
    rename=_rename,
    identity=qualified_text,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT, Facet.OWNER}),
)
