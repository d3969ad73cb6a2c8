"""Operators (pg_operator). The fields are called what CREATE OPERATOR calls them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ALTER, RECREATE, CatalogObject, Ignore, ObjectId, on_change
from schemagen.catalog.statement import Statement
from schemagen.declare.base import SpecModel, one_or_many
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.problems import Path
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import operand_type, routine_ids, statement
from schemagen.sqltext.quoting import Name, Raw, join_sql, sql


@frozen(kw_only=True)
class Operator(CatalogObject):
    """An operator.

    What commutator and negator are links two operators to each other: dropping one cuts the link.
    """

    name: str = on_change(Ignore("part of the identity"))  # <->
    left: str | None = on_change(Ignore("part of the identity"), None)  # integer; None: a prefix
    right: str = on_change(Ignore("part of the identity"))  # public.point3
    function: str = on_change(RECREATE)  # public.distance
    commutator: str | None = on_change(RECREATE, None)  # OPERATOR(public.<->)
    negator: str | None = on_change(RECREATE, None)
    restrict: str | None = on_change(ALTER, None)  # eqsel
    join: str | None = on_change(ALTER, None)  # eqjoinsel
    hashes: bool = on_change(RECREATE, False)
    merges: bool = on_change(RECREATE, False)


class OperatorSpec(SpecModel):
    """An operator."""

    left: str | None = None
    """The type on the left; none for a prefix."""
    right: str
    """The type on the right."""
    function: str
    """The function that computes it."""
    commutator: str | None = None
    """The operator that gives the same with its operands swapped."""
    negator: str | None = None
    """The operator that gives the opposite."""
    restrict: str | None = None
    """The function that estimates how many rows it selects."""
    join: str | None = None
    """The function that estimates how many rows of a join it selects."""
    hashes: bool = False
    """Whether it may serve a hash join."""
    merges: bool = False
    """Whether it may serve a merge join."""
    comment: str | None = None


OperatorSpecs = Annotated[list[OperatorSpec], one_or_many(OperatorSpec)]
"""An operator, or a list of those of the same name."""


def _lower(declared: dict[str, list[OperatorSpec]], project: ProjectDraft) -> Declared:
    for name, overloads in declared.items():
        for index, spec in enumerate(overloads):
            path: Path = ("operators", name, index) if len(overloads) > 1 else ("operators", name)
            item = _operator(name, spec, project, path)
            _announce(item, project)
            yield item, path


def _operator(name: str, spec: OperatorSpec, project: ProjectDraft, path: Path) -> Operator:
    schema, plain = _split(name, project.schema)
    left, needs = None, routine_ids(spec.function, project)
    if spec.left:
        left, used = operand_type(spec.left, project, (*path, "left"))
        needs |= used
    right, used = operand_type(spec.right, project, (*path, "right"))
    needs |= used
    for estimator in (spec.restrict, spec.join):
        needs |= routine_ids(estimator, project) if estimator else set()
    return Operator(
        id=ObjectId("operator", schema, f"{plain}({left or 'NONE'}, {right})"),
        name=plain,
        left=left,
        right=right,
        function=spec.function,
        commutator=_other(spec.commutator, schema),
        negator=_other(spec.negator, schema),
        restrict=spec.restrict,
        join=spec.join,
        hashes=spec.hashes,
        merges=spec.merges,
        comment=spec.comment,
        depends_on=tuple(sorted(needs)),
    )


def _announce(item: Operator, project: ProjectDraft) -> None:
    """Enter an operator under its names, for the operator classes, which are lowered later."""
    schema, known = item.id.schema, project.names.operators
    for written in (f"{schema}.{item.name}", *([item.name] if schema == project.schema else [])):
        known[written] = (*known.get(written, ()), item.id)


def _split(text: str, home: str) -> tuple[str, str]:
    """Split schema and operator; an operator has no dot in it."""
    schema, _, name = text.rpartition(".")
    return schema.strip('"') or home, name


def _other(text: str | None, schema: str) -> str | None:
    """Return how another operator is written; it is in the same schema unless it says which."""
    if text is None or text.startswith("OPERATOR("):
        return text
    named, plain = _split(text, schema)
    return sql("OPERATOR({}.{})", Name(named), Raw(plain))


def _create(item: Operator, _: CreateContext) -> Iterable[Statement]:
    options = {
        "FUNCTION": item.function,
        "LEFTARG": item.left,
        "RIGHTARG": item.right,
        "COMMUTATOR": item.commutator,
        "NEGATOR": item.negator,
        "RESTRICT": item.restrict,
        "JOIN": item.join,
    }
    listed = [sql("{} = {}", Raw(key), Raw(value)) for key, value in options.items() if value]
    flags = ["HASHES" if item.hashes else "", "MERGES" if item.merges else ""]
    text = "CREATE OPERATOR {} (\n    {}\n)"
    body = Raw(join_sql([*listed, *flags], ",\n    "))
    yield statement(item, text, Raw(_qualified(item)), body, effect=NO_LOCK)


def _qualified(item: Operator) -> str:
    return sql("{}.{}", Name(item.id.schema), Raw(item.name))


def _identity(item: Operator) -> str:
    return sql("{} ({}, {})", Raw(_qualified(item)), Raw(item.left or "NONE"), Raw(item.right))


def _drop(item: Operator) -> Iterable[Statement]:
    yield statement(item, "DROP OPERATOR {}", Raw(_identity(item)), effect=NO_LOCK)


def _set_estimators(_: Operator, desired: Operator) -> Iterable[Statement]:
    text = "ALTER OPERATOR {} SET (RESTRICT = {}, JOIN = {})"
    parts = Raw(desired.restrict or "NONE"), Raw(desired.join or "NONE")
    yield statement(desired, text, Raw(_identity(desired)), *parts, effect=NO_LOCK)


def _declare(item: Operator, _: Catalog) -> Declaration:
    names = ("left", "right", "function", "restrict", "join", "hashes", "merges")
    values = {name: getattr(item, name) for name in (*names, "commutator", "negator")}
    return Declaration("operators", stated(OperatorSpec, values), item.name)


SECTION: Section[dict[str, list[OperatorSpec]]] = Section(
    key="operators",
    level=Level.PROJECT,
    annotation=dict[str, OperatorSpecs],
    default=dict,
    description="Operators.",
    lower_project=_lower,
)

KIND = Kind(
    name="operator",
    plural="operators",
    keyword="OPERATOR",
    model=Operator,
    phase=66,
    create=_create,
    drop=_drop,
    alters={"restrict": _set_estimators, "join": _set_estimators},
    identity=_identity,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT, Facet.OWNER}),
)
