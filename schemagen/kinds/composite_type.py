"""Composite types (pg_type.typtype = 'c' with a pg_class.relkind of 'c')."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import deletes
from schemagen.catalog.object import ALTER, CatalogObject, Hint, ObjectId, Refers, on_change
from schemagen.catalog.statement import Statement
from schemagen.declare.base import ShortForm, SpecModel
from schemagen.declare.column_text import read_column
from schemagen.declare.declaration import Declaration
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.expressions import check_type
from schemagen.declare.grants import GrantsSpec, revoked_grants, simple_grants
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, NO_LOCK, SHARE_UPDATE_EXCLUSIVE, locking
from schemagen.kinds.kind import CreateContext, Facet, Kind, Parts
from schemagen.kinds.support import (
    declared_id,
    enter_names,
    qualified,
    qualified_text,
    rename_object,
    statement,
)
from schemagen.sqltext.quoting import Literal, Name, Raw, join_sql, sql


@frozen(kw_only=True)
class Attribute:
    """One attribute of a composite type."""

    name: str
    type: str  # numeric(10,2)
    collation: str | None = None  # "C"
    comment: str | None = None


@frozen(kw_only=True)
class CompositeType(CatalogObject):
    """A composite type: attributes in order, as a table has columns."""

    attributes: tuple[Attribute, ...] = on_change(ALTER, ())
    former_attributes: tuple[tuple[str, str], ...] = on_change(  # (('street', 'road'),)
        Hint("tells the diff of renamed attributes"), (), refers=Refers.NOTHING
    )


class AttributeSpec(ShortForm):
    """An attribute: `text collate "C"`, or a mapping."""

    type: str
    """Its data type."""
    collation: str | None = None
    comment: str | None = None
    was: str | None = None

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, Any]:
        """Read a type with its collation."""
        return read_column(text)

    @classmethod
    def text_key(cls) -> str | None:
        """Let `type` hold a whole short form."""
        return "type"


class CompositeTypeSpec(SpecModel):
    """A composite type."""

    attributes: dict[str, AttributeSpec]
    """Name to type, in their order."""
    grants: GrantsSpec = Field(default_factory=dict)
    comment: str | None = None
    was: str | None = None


def _lower(declared: dict[str, CompositeTypeSpec], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        key = declared_id("composite_type", name, project)
        path = ("composite_types", name)
        needs: set[ObjectId] = set()
        attributes = []
        for attribute, given in spec.attributes.items():
            text, used = check_type(given.type, project, (*path, "attributes", attribute, "type"))
            needs |= used
            attributes.append(
                Attribute(
                    name=attribute, type=text, collation=given.collation, comment=given.comment
                )
            )
        item = CompositeType(
            id=key,
            attributes=tuple(attributes),
            former_attributes=tuple(
                (attribute, given.was) for attribute, given in spec.attributes.items() if given.was
            ),
            grants=simple_grants(spec.grants, ("USAGE",), project, (*path, "grants")),
            revoked=revoked_grants(spec.grants, "USAGE"),
            comment=spec.comment,
            was=spec.was,
            depends_on=tuple(sorted(needs - {key})),
        )
        yield item, path


def _definition(attribute: Attribute) -> str:
    return join_sql(
        [
            sql("{} {}", Name(attribute.name), Raw(attribute.type)),
            sql("COLLATE {}", Raw(attribute.collation)) if attribute.collation else "",
        ]
    )


def _create(item: CompositeType, _: CreateContext) -> Iterable[Statement]:
    listed = Raw(", ".join(map(_definition, item.attributes)))
    yield statement(item, "CREATE TYPE {} AS ({})", qualified(item.id), listed, effect=NO_LOCK)
    for attribute in item.attributes:
        if attribute.comment is not None:
            yield _comment(item, attribute)


def _comment(item: CompositeType, attribute: Attribute) -> Statement:
    return statement(
        item,
        "COMMENT ON COLUMN {}.{} IS {}",
        qualified(item.id),
        Name(attribute.name),
        Literal(attribute.comment),
        effect=locking(item, SHARE_UPDATE_EXCLUSIVE),
    )


def _drop(item: CompositeType) -> Iterable[Statement]:
    yield statement(
        item, "DROP TYPE {}", qualified(item.id), effect=locking(item, ACCESS_EXCLUSIVE)
    )


def _set_attributes(current: CompositeType, desired: CompositeType) -> Iterable[Statement] | None:
    """Drop and add attributes.

    New ones come last, and PostgreSQL refuses another type where a column uses the composite type:
    every other change replaces it.
    """
    before = {each.name: each for each in current.attributes}
    after = {each.name: each for each in desired.attributes}
    kept = [name for name in before if name in after]
    if list(after)[: len(kept)] != kept or any(
        _definition(before[name]) != _definition(after[name]) for name in kept
    ):
        return None
    actions = [sql("DROP ATTRIBUTE {}", Name(name)) for name in before if name not in after]
    actions += [
        sql("ADD ATTRIBUTE {}", Raw(_definition(after[name])))
        for name in after
        if name not in before
    ]
    lost = [name for name in before if name not in after]
    risks = tuple(deletes(f"values of {desired.id.name}.{name} are lost") for name in lost)
    effect = locking(desired, ACCESS_EXCLUSIVE, risks=risks)
    text, listed = "ALTER TYPE {} {}", Raw(", ".join(actions))
    altered = [statement(desired, text, qualified(desired.id), listed, effect=effect)]
    comments = [
        _comment(desired, each)
        for name, each in after.items()
        if each.comment != (before[name].comment if name in before else None)
    ]
    return [*(altered if actions else ()), *comments]


def _rename(current: CompositeType, desired: CompositeType) -> Iterable[Statement]:
    yield rename_object("TYPE", current, desired, locking(desired, ACCESS_EXCLUSIVE))


def _with_attributes(item: CompositeType, names: Mapping[str, str]) -> CompositeType:
    return replace(
        item,
        attributes=tuple(
            replace(each, name=names.get(each.name, each.name)) for each in item.attributes
        ),
    )


def _rename_attribute(item: CompositeType, former: str, name: str) -> Statement:
    return statement(
        item,
        "ALTER TYPE {} RENAME ATTRIBUTE {} TO {}",
        qualified(item.id),
        Name(former),
        Name(name),
        effect=locking(item, ACCESS_EXCLUSIVE),
    )


def _declare(item: CompositeType, _: Catalog) -> Declaration:
    attributes = {attribute.name: _declare_attribute(attribute) for attribute in item.attributes}
    return Declaration("composite_types", {"attributes": attributes}, item.id.name)


def _declare_attribute(attribute: Attribute) -> str | dict[str, str]:
    collation = sql("collate {}", Raw(attribute.collation)) if attribute.collation else ""
    text = join_sql([attribute.type, collation])
    return text if attribute.comment is None else {"type": text, "comment": attribute.comment}


SECTION: Section[dict[str, CompositeTypeSpec]] = Section(
    key="composite_types",
    level=Level.PROJECT,
    annotation=dict[str, CompositeTypeSpec],
    default=dict,
    description="Composite types: attributes in order.",
    lower_project=_lower,
    names_project=enter_names("composite_type", lambda names: names.types),
)

KIND = Kind(
    name="composite_type",
    plural="composite types",
    keyword="TYPE",
    model=CompositeType,
    phase=62,
    name_spaces=("type",),
    create=_create,
    drop=_drop,
    alters={"attributes": _set_attributes},
    rename=_rename,
    parts=Parts(
        former="former_attributes",
        names=lambda item: [each.name for each in item.attributes],
        renamed=_with_attributes,
        rename=_rename_attribute,
    ),
    identity=qualified_text,
    sections=(SECTION,),
    declare=_declare,
    makes="types",
    facets=frozenset({Facet.COMMENT, Facet.OWNER, Facet.GRANTS}),
)
