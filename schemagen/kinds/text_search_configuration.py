"""Text search configurations (pg_ts_config): which dictionaries look at which tokens."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import Hazard, correctness
from schemagen.catalog.object import RECREATE, UNORDERED, CatalogObject, ObjectId, on_change
from schemagen.catalog.statement import Effect, Statement
from schemagen.declare.base import NameList, SpecModel
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
from schemagen.sqltext.quoting import Name, Raw, quote_name

_DEFAULT_PARSER = 'pg_catalog."default"'


@frozen(kw_only=True)
class TextSearchConfiguration(CatalogObject):
    """A configuration: a parser, and for each type of token the dictionaries in turn."""

    parser: str = on_change(RECREATE)  # pg_catalog."default"
    mappings: tuple[tuple[str, tuple[str, ...]], ...] = on_change(UNORDERED, ())


class TextSearchConfigurationSpec(SpecModel):
    """A text search configuration."""

    parser: str = _DEFAULT_PARSER
    """What divides a text into tokens."""
    mappings: dict[str, NameList] = Field(default_factory=dict)
    """Type of token to its dictionaries, in turn."""
    comment: str | None = None
    was: str | None = None


def _lower(declared: dict[str, TextSearchConfigurationSpec], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        needs = {
            ObjectId("text_search_dictionary", *split_name(dictionary, project.schema))
            for listed in spec.mappings.values()
            for dictionary in listed
            if dictionary in project.sections["text_search_dictionaries"]
        }
        if spec.parser in project.sections["text_search_parsers"]:
            needs.add(ObjectId("text_search_parser", *split_name(spec.parser, project.schema)))
        item = TextSearchConfiguration(
            id=ObjectId("text_search_configuration", *split_name(name, project.schema)),
            parser=spec.parser,
            mappings=tuple((token, tuple(listed)) for token, listed in spec.mappings.items()),
            comment=spec.comment,
            was=spec.was,
            depends_on=tuple(sorted(needs)),
        )
        yield item, ("text_search_configurations", name)


def _create(item: TextSearchConfiguration, _: CreateContext) -> Iterable[Statement]:
    text = "CREATE TEXT SEARCH CONFIGURATION {} (PARSER = {})"
    yield statement(item, text, qualified(item.id), Raw(item.parser), effect=NO_LOCK)
    yield from _add(item, item.mappings)


def _add(
    item: TextSearchConfiguration, mappings: Iterable[tuple[str, tuple[str, ...]]]
) -> Iterable[Statement]:
    """Add mappings: those with the same dictionaries by one statement."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for token, dictionaries in mappings:
        groups.setdefault(dictionaries, []).append(token)
    for dictionaries, tokens in groups.items():
        text = "ALTER TEXT SEARCH CONFIGURATION {} ADD MAPPING FOR {} WITH {}"
        parts = _tokens(tokens), Raw(", ".join(dictionaries))
        yield statement(item, text, qualified(item.id), *parts, effect=NO_LOCK)


def _tokens(tokens: Iterable[str]) -> Raw:
    return Raw(", ".join(quote_name(token) for token in tokens))


def _drop(item: TextSearchConfiguration) -> Iterable[Statement]:
    yield statement(item, "DROP TEXT SEARCH CONFIGURATION {}", qualified(item.id), effect=NO_LOCK)


def _set_mappings(
    current: TextSearchConfiguration, desired: TextSearchConfiguration
) -> Iterable[Statement]:
    before, after = dict(current.mappings), dict(desired.mappings)
    effect = Effect(risks=(_stale(desired),))
    if gone := [token for token in before if token not in after]:
        text = "ALTER TEXT SEARCH CONFIGURATION {} DROP MAPPING FOR {}"
        yield statement(desired, text, qualified(desired.id), _tokens(gone), effect=effect)
    for token, dictionaries in after.items():
        if token in before and before[token] != dictionaries:
            text = "ALTER TEXT SEARCH CONFIGURATION {} ALTER MAPPING FOR {} WITH {}"
            parts = Name(token), Raw(", ".join(dictionaries))
            yield statement(desired, text, qualified(desired.id), *parts, effect=effect)
    new = [(token, listed) for token, listed in after.items() if token not in before]
    yield from _add(desired, new)


def _stale(item: TextSearchConfiguration) -> Hazard:
    name = f"{item.id.schema}.{item.id.name}"
    return correctness(f"{name} gives other vectors than those that rows and indexes keep")


def _rename(
    current: TextSearchConfiguration, desired: TextSearchConfiguration
) -> Iterable[Statement]:
    yield rename_object("TEXT SEARCH CONFIGURATION", current, desired, NO_LOCK)


def _declare(item: TextSearchConfiguration, _: Catalog) -> Declaration:
    mappings = {
        token: listed[0] if len(listed) == 1 else list(listed) for token, listed in item.mappings
    }
    values = {"parser": item.parser, "mappings": mappings}
    written = stated(TextSearchConfigurationSpec, values)
    return Declaration("text_search_configurations", written, item.id.name)


SECTION: Section[dict[str, TextSearchConfigurationSpec]] = Section(
    key="text_search_configurations",
    level=Level.PROJECT,
    annotation=dict[str, TextSearchConfigurationSpec],
    default=dict,
    description="Text search configurations.",
    lower_project=_lower,
)

KIND = Kind(
    name="text_search_configuration",
    plural="text search configurations",
    keyword="TEXT SEARCH CONFIGURATION",
    model=TextSearchConfiguration,
    phase=67,
    create=_create,
    drop=_drop,
    alters={"mappings": _set_mappings},
    rename=_rename,
    identity=qualified_text,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT, Facet.OWNER}),
)
