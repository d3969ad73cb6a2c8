"""Collations (pg_collation)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal as Choice

from pydantic import model_validator

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import RECREATE, CatalogObject, ObjectId, on_change
from schemagen.catalog.since import of_values
from schemagen.catalog.statement import Statement
from schemagen.declare.base import Shorthand, spec_error
from schemagen.declare.declaration import Declaration, is_plain, stated
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
from schemagen.sqltext.quoting import Literal, Raw, sql


@frozen(kw_only=True)
class Collation(CatalogObject):
    """A collation: `locale`, or both `lc_collate` and `lc_ctype`."""

    # libc, icu or builtin
    provider: str = on_change(RECREATE, "libc", since=of_values({"builtin": 17}))
    locale: str | None = on_change(RECREATE, None)  # de-u-co-phonebk
    lc_collate: str | None = on_change(RECREATE, None)
    lc_ctype: str | None = on_change(RECREATE, None)
    deterministic: bool = on_change(RECREATE, True)
    rules: str | None = on_change(RECREATE, None, since=16)  # &V << w


class CollationSpec(Shorthand):
    """A collation: a locale of ICU, or a mapping."""

    short_key = "locale"

    provider: Choice["icu", "libc", "builtin"] = "icu"
    """The library that compares texts; `builtin` is PostgreSQL's own (17)."""
    locale: str | None = None
    """The locale by the provider's name for it: `de-u-co-phonebk`."""
    lc_collate: str | None = None
    """Of `libc`, the locale for order, instead of `locale`."""
    lc_ctype: str | None = None
    """Of `libc`, the locale for classes of characters, instead of `locale`."""
    deterministic: bool = True
    """Whether texts are equal only if their bytes are."""
    rules: str | None = None
    """Further collation rules of ICU (16)."""
    comment: str | None = None
    was: str | None = None

    @model_validator(mode="after")
    def _check_locale(self) -> CollationSpec:
        both = self.lc_collate is not None and self.lc_ctype is not None
        either = self.lc_collate is not None or self.lc_ctype is not None
        if both == (self.locale is not None) or either != both:
            raise spec_error(
                "collation-locale",
                "a collation has either `locale`, or both `lc_collate` and `lc_ctype`",
            )
        return self


def _lower(declared: dict[str, CollationSpec], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        schema, plain = split_name(name, project.schema)
        item = Collation(
            id=ObjectId("collation", schema, plain),
            provider=spec.provider,
            locale=spec.locale,
            lc_collate=spec.lc_collate,
            lc_ctype=spec.lc_ctype,
            deterministic=spec.deterministic,
            rules=spec.rules,
            comment=spec.comment,
            was=spec.was,
        )
        yield item, ("collations", name)


def _create(item: Collation, _: CreateContext) -> Iterable[Statement]:
    options = [
        sql("PROVIDER = {}", Raw(item.provider)),
        *(
            sql("{} = {}", Raw(key), Literal(value))
            for key, value in (
                ("LOCALE", item.locale),
                ("LC_COLLATE", item.lc_collate),
                ("LC_CTYPE", item.lc_ctype),
            )
            if value is not None
        ),
        *(() if item.deterministic else ("DETERMINISTIC = false",)),
        *((sql("RULES = {}", Literal(item.rules)),) if item.rules is not None else ()),
    ]
    listed = Raw(", ".join(options))
    yield statement(item, "CREATE COLLATION {} ({})", qualified(item.id), listed, effect=NO_LOCK)


def _drop(item: Collation) -> Iterable[Statement]:
    yield statement(item, "DROP COLLATION {}", qualified(item.id), effect=NO_LOCK)


def _rename(current: Collation, desired: Collation) -> Iterable[Statement]:
    yield rename_object("COLLATION", current, desired, NO_LOCK)


def _declare(item: Collation, _: Catalog) -> Declaration:
    values = {name: getattr(item, name) for name in CollationSpec.model_fields if name != "was"}
    mapping = stated(CollationSpec, {**values, "comment": None})
    short = is_plain(item) and list(mapping) == ["locale"]
    return Declaration("collations", item.locale if short else mapping, item.id.name)


SECTION: Section[dict[str, CollationSpec]] = Section(
    key="collations",
    level=Level.PROJECT,
    annotation=dict[str, CollationSpec],
    default=dict,
    description="Collations: a locale of ICU, or mappings.",
    lower_project=_lower,
)

KIND = Kind(
    name="collation",
    plural="collations",
    keyword="COLLATION",
    model=Collation,
    phase=35,
    create=_create,
    drop=_drop,
    rename=_rename,
    identity=qualified_text,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT, Facet.OWNER}),
)
