"""Aggregate functions (pg_aggregate): normal, ordered-set and hypothetical-set ones.

The fields of a definition are called what CREATE AGGREGATE calls them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated
from typing import Literal as Choice

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import (
    ALTER,
    RECREATE,
    CatalogObject,
    Ignore,
    ObjectId,
    Refers,
    on_change,
)
from schemagen.catalog.statement import Statement
from schemagen.declare.argument_text import read_arguments
from schemagen.declare.base import SpecModel, one_or_many, readable
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.expressions import check_type, find_type
from schemagen.declare.grants import GrantsSpec, revoked_grants, simple_grants
from schemagen.declare.problems import Path
from schemagen.declare.section import Declared, Level, Section
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import former_name, function_name, split_name, statement
from schemagen.sqltext.quoting import Literal, Name, QualifiedName, Raw, join_sql, sql
from schemagen.sqltext.tokens import tokenize


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate(CatalogObject):
    """An aggregate. What decides the type of its result cannot be replaced in place."""

    name: str = on_change(Ignore("part of the identity"))  # median
    arguments: str = on_change(RECREATE)  # double precision ORDER BY anyelement
    input_types: str = on_change(Ignore("part of the identity"))  # double precision, anyelement
    hypothetical: bool = on_change(RECREATE, False)
    sfunc: str = on_change(ALTER)
    stype: str = on_change(RECREATE)
    sspace: int | None = on_change(ALTER, None)
    finalfunc: str | None = on_change(RECREATE, None)
    finalfunc_extra: bool = on_change(RECREATE, False)
    finalfunc_modify: str | None = on_change(ALTER, None)
    combinefunc: str | None = on_change(ALTER, None)
    serialfunc: str | None = on_change(ALTER, None)
    deserialfunc: str | None = on_change(ALTER, None)
    initcond: str | None = on_change(ALTER, None, refers=Refers.NOTHING)
    msfunc: str | None = on_change(ALTER, None)
    minvfunc: str | None = on_change(ALTER, None)
    mstype: str | None = on_change(ALTER, None)
    msspace: int | None = on_change(ALTER, None)
    mfinalfunc: str | None = on_change(ALTER, None)
    mfinalfunc_extra: bool = on_change(ALTER, False)
    mfinalfunc_modify: str | None = on_change(ALTER, None)
    minitcond: str | None = on_change(ALTER, None, refers=Refers.NOTHING)
    sortop: str | None = on_change(ALTER, None)
    parallel: str = on_change(ALTER, "unsafe")


_Modify = Choice["read_only", "shareable", "read_write"]


def _types(arguments: str) -> list[str]:
    """Return the types of all arguments, those behind ORDER BY included."""
    words = tokenize(arguments)
    parts = [arguments]
    for order, by in pairwise(words):
        if (order.word, by.word) == ("order", "by"):
            parts = [arguments[: order.start], arguments[by.end :]]
    return [each.type for part in parts for each in read_arguments(part)]


class AggregateSpec(SpecModel):
    """An aggregate function."""

    arguments: Annotated[str, readable(_types)] = Field(
        "", description="As PostgreSQL writes them, ORDER BY included."
    )
    hypothetical: bool = False
    sfunc: str
    stype: str
    sspace: int | None = None
    finalfunc: str | None = None
    finalfunc_extra: bool = False
    finalfunc_modify: _Modify | None = None
    combinefunc: str | None = None
    serialfunc: str | None = None
    deserialfunc: str | None = None
    initcond: str | None = None
    msfunc: str | None = None
    minvfunc: str | None = None
    mstype: str | None = None
    msspace: int | None = None
    mfinalfunc: str | None = None
    mfinalfunc_extra: bool = False
    mfinalfunc_modify: _Modify | None = None
    minitcond: str | None = None
    sortop: str | None = None
    parallel: Choice["safe", "restricted", "unsafe"] = "unsafe"
    grants: GrantsSpec = Field(default_factory=dict)
    comment: str | None = None
    was: str | None = None


AggregateSpecs = Annotated[list[AggregateSpec], one_or_many(AggregateSpec)]
"""An aggregate, or a list of its overloads."""

_FUNCTIONS = (
    "sfunc",
    "finalfunc",
    "combinefunc",
    "serialfunc",
    "deserialfunc",
    "msfunc",
    "minvfunc",
    "mfinalfunc",
)
_TAKEN_OVER = (
    *_FUNCTIONS,
    "hypothetical",
    "sspace",
    "finalfunc_extra",
    "finalfunc_modify",
    "initcond",
    "msspace",
    "mfinalfunc_extra",
    "mfinalfunc_modify",
    "minitcond",
    "sortop",
    "parallel",
    "comment",
)


def _lower(declared: dict[str, list[AggregateSpec]], project: ProjectDraft) -> Declared:
    for name, overloads in declared.items():
        for index, spec in enumerate(overloads):
            path: Path = ("aggregates", name, index) if len(overloads) > 1 else ("aggregates", name)
            yield _aggregate(name, spec, project, path), path


def _aggregate(name: str, spec: AggregateSpec, project: ProjectDraft, path: Path) -> Aggregate:
    types = _types(spec.arguments)
    stype, needs = check_type(spec.stype, project, (*path, "stype"))
    mstype = None
    if spec.mstype:
        mstype, used = check_type(spec.mstype, project, (*path, "mstype"))
        needs |= used
    for text in types:
        needs |= find_type(text, project)
    for field in _FUNCTIONS:
        named = project.names.functions.get(getattr(spec, field) or "", ())
        # An aggregate may have the name of its function, and is never one itself.
        needs.update(found for found in named if found.kind == "function")
    key = _id(name, types, project)
    return Aggregate(
        id=key,
        name=split_name(name, project.schema)[1],
        arguments=" ".join(spec.arguments.split()),
        input_types=", ".join(types),
        stype=stype,
        mstype=mstype,
        grants=simple_grants(spec.grants, ("EXECUTE",), project, (*path, "grants")),
        revoked=revoked_grants(spec.grants, "EXECUTE"),
        was=former_name(spec.was, ", ".join(types)),
        depends_on=tuple(sorted(needs - {key})),
        **{field: getattr(spec, field) for field in _TAKEN_OVER},
    )


def _id(name: str, types: Iterable[str], project: ProjectDraft) -> ObjectId:
    schema, plain = split_name(name, project.schema)
    listed = ", ".join(types)
    return ObjectId("aggregate", schema, f"{plain}({listed})")


def _names(declared: dict[str, list[AggregateSpec]], project: ProjectDraft) -> None:
    functions = project.names.functions
    for name, overloads in declared.items():
        schema, plain = split_name(name, project.schema)
        found = tuple(_id(name, _types(spec.arguments), project) for spec in overloads)
        for written in (f"{schema}.{plain}", plain) if schema == project.schema else (name,):
            functions[written] = (*functions.get(written, ()), *found)


def _identity(item: Aggregate) -> str:
    arguments = Raw(item.arguments or "*")
    return sql("{}({})", QualifiedName(item.id.schema, item.name), arguments)


def _granted_on(item: Aggregate) -> tuple[str, None]:
    name = QualifiedName(item.id.schema, item.name)
    return sql("FUNCTION {}({})", name, Raw(item.input_types)), None


def _create(item: Aggregate, _: CreateContext) -> Iterable[Statement]:
    yield _made(item)


def _made(item: Aggregate, *, replacing: bool = False) -> Statement:
    return statement(
        item,
        "CREATE {}AGGREGATE {} (\n    {}\n)",
        Raw("OR REPLACE " if replacing else ""),
        Raw(_identity(item)),
        Raw(_definition(item)),
        effect=NO_LOCK,
    )


def _definition(item: Aggregate) -> str:
    raw = ("sfunc", "stype", "sspace", "finalfunc")
    moving = ("msfunc", "minvfunc", "mstype", "msspace", "mfinalfunc")
    parallel = item.parallel if item.parallel != "unsafe" else None
    return join_sql(
        [
            *(_option(field, getattr(item, field)) for field in raw),
            "FINALFUNC_EXTRA" if item.finalfunc_extra else "",
            _option("finalfunc_modify", item.finalfunc_modify),
            *(_option(field, getattr(item, field)) for field in _FUNCTIONS[2:5]),
            _constant("initcond", item.initcond),
            *(_option(field, getattr(item, field)) for field in moving),
            "MFINALFUNC_EXTRA" if item.mfinalfunc_extra else "",
            _option("mfinalfunc_modify", item.mfinalfunc_modify),
            _constant("minitcond", item.minitcond),
            _option("sortop", item.sortop),
            _option("parallel", parallel),
            "HYPOTHETICAL" if item.hypothetical else "",
        ],
        ",\n    ",
    )


def _option(field: str, value: str | int | None) -> str:
    return "" if value is None else sql("{} = {}", Raw(field.upper()), Raw(str(value)))


def _constant(field: str, value: str | None) -> str:
    return "" if value is None else sql("{} = {}", Raw(field.upper()), Literal(value))


def _drop(item: Aggregate) -> Iterable[Statement]:
    yield statement(item, "DROP AGGREGATE {}", Raw(_identity(item)), effect=NO_LOCK)


def _replace(_: Aggregate, desired: Aggregate) -> Iterable[Statement]:
    yield _made(desired, replacing=True)


def _rename(current: Aggregate, desired: Aggregate) -> Iterable[Statement]:
    former, name = Raw(_identity(current)), Name(function_name(desired.id, desired.input_types))
    yield statement(desired, "ALTER AGGREGATE {} RENAME TO {}", former, name, effect=NO_LOCK)


def _declare(item: Aggregate, _: Catalog) -> Declaration:
    values = {name: getattr(item, name) for name in ("arguments", "stype", "mstype", *_TAKEN_OVER)}
    del values["comment"]
    return Declaration("aggregates", stated(AggregateSpec, values), item.name)


SECTION: Section[dict[str, list[AggregateSpec]]] = Section(
    key="aggregates",
    level=Level.PROJECT,
    annotation=dict[str, AggregateSpecs],
    default=dict,
    description="Aggregate functions.",
    lower_project=_lower,
    names_project=_names,
)

KIND = Kind(
    name="aggregate",
    plural="aggregates",
    keyword="AGGREGATE",
    model=Aggregate,
    phase=64,
    create=_create,
    drop=_drop,
    alters=dict.fromkeys(
        (
            "sfunc",
            "sspace",
            "finalfunc_modify",
            "combinefunc",
            "serialfunc",
            "deserialfunc",
            "initcond",
            "msfunc",
            "minvfunc",
            "mstype",
            "msspace",
            "mfinalfunc",
            "mfinalfunc_extra",
            "mfinalfunc_modify",
            "minitcond",
            "sortop",
            "parallel",
        ),
        _replace,
    ),
    rename=_rename,
    identity=_identity,
    granted_on=_granted_on,
    sections=(SECTION,),
    declare=_declare,
    makes="functions",
    facets=frozenset({Facet.COMMENT, Facet.OWNER, Facet.GRANTS}),
)
