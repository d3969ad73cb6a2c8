"""What a spec says of aggregates, the objects that come of it, and the way back."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Annotated
from typing import Literal as Choice

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.declare.argument_text import read_arguments
from schemagen.declare.base import SpecModel, one_or_many, readable
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.expressions import check_type, find_type
from schemagen.declare.grants import GrantsSpec, revoked_grants, simple_grants
from schemagen.declare.problems import Path
from schemagen.declare.section import Declared, Level, Section
from schemagen.kinds.aggregate.model import FUNCTIONS, Aggregate
from schemagen.kinds.support import former_name, split_name
from schemagen.sqltext.tokens import tokenize

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

    arguments: Annotated[str, readable(_types)] = ""
    """As PostgreSQL writes them, ORDER BY included."""
    hypothetical: bool = False
    """A hypothetical-set aggregate, as `rank` is; its `arguments` have ORDER BY."""
    sfunc: str
    """The state transition function, called for each row."""
    stype: str
    """The type of the state."""
    sspace: int | None = None
    """About how many bytes the state takes, for the planner."""
    finalfunc: str | None = None
    """The function that turns the last state into the result."""
    finalfunc_extra: bool = False
    """Whether `finalfunc` takes the arguments too, as nulls that tell their types."""
    finalfunc_modify: _Modify | None = None
    """Whether `finalfunc` changes the state; by default what PostgreSQL takes."""
    combinefunc: str | None = None
    """The function that makes one state of two, for partial aggregation."""
    serialfunc: str | None = None
    """The function that turns a state of type `internal` into bytea."""
    deserialfunc: str | None = None
    """The function that turns bytea back into a state of type `internal`."""
    initcond: str | None = None
    """The first state, as text; null without it."""
    msfunc: str | None = None
    """As `sfunc`, for moving-aggregate mode, in window frames that move."""
    minvfunc: str | None = None
    """The function that takes a row out of the state of that mode."""
    mstype: str | None = None
    """As `stype`, for moving-aggregate mode."""
    msspace: int | None = None
    """As `sspace`, for moving-aggregate mode."""
    mfinalfunc: str | None = None
    """As `finalfunc`, for moving-aggregate mode."""
    mfinalfunc_extra: bool = False
    """As `finalfunc_extra`, for moving-aggregate mode."""
    mfinalfunc_modify: _Modify | None = None
    """As `finalfunc_modify`, for moving-aggregate mode."""
    minitcond: str | None = None
    """As `initcond`, for moving-aggregate mode."""
    sortop: str | None = None
    """The operator that finds the same by an index, as `<` does for `min`."""
    parallel: Choice["safe", "restricted", "unsafe"] = "unsafe"
    grants: GrantsSpec = Field(default_factory=dict)
    comment: str | None = None
    was: str | None = None


AggregateSpecs = Annotated[list[AggregateSpec], one_or_many(AggregateSpec)]
"""An aggregate, or a list of its overloads."""

_TAKEN_OVER = (
    *FUNCTIONS,
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
    for field in FUNCTIONS:
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


def declare(item: Aggregate, _: Catalog) -> Declaration:
    """Return what a spec says of an aggregate."""
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
