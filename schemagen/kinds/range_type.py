"""Range types, each with its multirange type (pg_range)."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import RECREATE, CatalogObject, ObjectId, on_change
from schemagen.catalog.statement import Statement
from schemagen.declare.base import Shorthand
from schemagen.declare.declaration import Declaration, is_plain, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.expressions import check_type
from schemagen.declare.grants import GrantsSpec, revoked_grants, simple_grants
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import (
    declared_id,
    qualified,
    qualified_text,
    rename_object,
    split_name,
    statement,
)
from schemagen.sqltext.quoting import QualifiedName, Raw, sql


@frozen(kw_only=True)
class RangeType(CatalogObject):
    """A range type; `multirange` is schema and name of the type that comes with it."""

    subtype: str = on_change(RECREATE)  # double precision
    opclass: str | None = on_change(RECREATE, None)
    collation: str | None = on_change(RECREATE, None)
    canonical: str | None = on_change(RECREATE, None)
    subtype_diff: str | None = on_change(RECREATE, None)  # float8mi
    multirange: tuple[str, str] = on_change(RECREATE)  # ('public', 'floatmultirange')


class RangeTypeSpec(Shorthand):
    """A range type: its subtype, or a mapping."""

    short_key = "subtype"

    subtype: str
    """The data type of its bounds."""
    opclass: str | None = None
    """The B-tree operator class that orders the bounds."""
    collation: str | None = None
    canonical: str | None = None
    """The function that gives equal ranges one form."""
    subtype_diff: str | None = None
    """The function that gives the distance of two bounds, for GiST."""
    multirange: str | None = None
    """The name of its multirange type."""
    grants: GrantsSpec = Field(default_factory=dict)
    comment: str | None = None
    was: str | None = None


def _lower(declared: dict[str, RangeTypeSpec], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        key = declared_id("range_type", name, project)
        path = ("range_types", name)
        subtype, needs = check_type(spec.subtype, project, (*path, "subtype"))
        for function in (spec.canonical, spec.subtype_diff):
            needs.update(project.names.functions.get(function or "", ()))
        item = RangeType(
            id=key,
            subtype=subtype,
            opclass=spec.opclass,
            collation=spec.collation,
            canonical=spec.canonical,
            subtype_diff=spec.subtype_diff,
            multirange=_multirange(key, spec.multirange),
            grants=simple_grants(spec.grants, ("USAGE",), project, (*path, "grants")),
            revoked=revoked_grants(spec.grants, "USAGE"),
            comment=spec.comment,
            was=spec.was,
            depends_on=tuple(sorted(needs - {key})),
        )
        yield item, path


def _multirange(key: ObjectId, given: str | None) -> tuple[str, str]:
    """Return the given name, or the one that PostgreSQL chooses (makeMultirangeTypeName)."""
    if given:
        return split_name(given, key.schema)
    if "range" in key.name:
        return key.schema, key.name.replace("range", "multirange", 1)
    return key.schema, f"{key.name}_multirange"


def _names(declared: dict[str, RangeTypeSpec], project: ProjectDraft) -> None:
    for name, spec in declared.items():
        key = declared_id("range_type", name, project)
        types = project.names.types
        project.names.add(types, key, project.schema)
        schema, plain = _multirange(key, spec.multirange)
        types[f"{schema}.{plain}"] = key
        if schema == project.schema:
            types[plain] = key


def _create(item: RangeType, _: CreateContext) -> Iterable[Statement]:
    options = {
        "SUBTYPE": item.subtype,
        "SUBTYPE_OPCLASS": item.opclass,
        "COLLATION": item.collation,
        "CANONICAL": item.canonical,
        "SUBTYPE_DIFF": item.subtype_diff,
        "MULTIRANGE_TYPE_NAME": sql("{}", QualifiedName(*item.multirange)),
    }
    listed = ", ".join(
        sql("{} = {}", Raw(key), Raw(value)) for key, value in options.items() if value
    )
    text = "CREATE TYPE {} AS RANGE ({})"
    yield statement(item, text, qualified(item.id), Raw(listed), effect=NO_LOCK)


def _shell(item: RangeType) -> Statement:
    return statement(item, "CREATE TYPE {}", qualified(item.id), effect=NO_LOCK)


def _drop(item: RangeType) -> Iterable[Statement]:
    """Drop the type, with the function that makes its values canonical: each needs the other."""
    together = Raw(" CASCADE" if item.canonical else "")
    yield statement(item, "DROP TYPE {}{}", qualified(item.id), together, effect=NO_LOCK)


def _rename(current: RangeType, desired: RangeType) -> Iterable[Statement]:
    yield rename_object("TYPE", current, desired, NO_LOCK)


def _declare(item: RangeType, _: Catalog) -> Declaration:
    named = item.multirange != _multirange(item.id, None)
    values = {
        "subtype": item.subtype,
        "opclass": item.opclass,
        "collation": item.collation,
        "canonical": item.canonical,
        "subtype_diff": item.subtype_diff,
        "multirange": ".".join(item.multirange) if named else None,
    }
    mapping = stated(RangeTypeSpec, values)
    short = is_plain(item) and list(mapping) == ["subtype"]
    return Declaration("range_types", item.subtype if short else mapping, item.id.name)


SECTION: Section[dict[str, RangeTypeSpec]] = Section(
    key="range_types",
    level=Level.PROJECT,
    annotation=dict[str, RangeTypeSpec],
    default=dict,
    description="Range types: the subtype, or mappings.",
    lower_project=_lower,
    names_project=_names,
)

KIND = Kind(
    name="range_type",
    plural="range types",
    keyword="TYPE",
    model=RangeType,
    phase=63,
    name_spaces=("type",),
    create=_create,
    shell=_shell,
    drop=_drop,
    rename=_rename,
    identity=qualified_text,
    sections=(SECTION,),
    declare=_declare,
    makes="types",
    facets=frozenset({Facet.COMMENT, Facet.OWNER, Facet.GRANTS}),
)
