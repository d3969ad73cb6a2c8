"""Casts between two types (pg_cast). PostgreSQL has no statement that alters one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal as Choice

from pydantic import model_validator

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import correctness
from schemagen.catalog.object import RECREATE, CatalogObject, ObjectId, on_change
from schemagen.catalog.statement import Effect, Statement
from schemagen.declare.argument_text import read_arguments
from schemagen.declare.base import SpecModel, spec_error
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import operand_type, routine_ids, statement
from schemagen.sqltext.quoting import Raw, sql

_BETWEEN = " as "
_CONTEXTS = {"assignment": " AS ASSIGNMENT", "implicit": " AS IMPLICIT"}


@frozen(kw_only=True)
class Cast(CatalogObject):
    """A cast: by a function, through the text of the value, or because both look the same."""

    source: str = on_change(RECREATE)  # text
    target: str = on_change(RECREATE)  # public.mood
    function: str | None = on_change(RECREATE, None)  # public.to_mood(text)
    inout: bool = on_change(RECREATE, False)
    context: str = on_change(RECREATE, "explicit")


class CastSpec(SpecModel):
    """A cast: with a function, `inout`, or `binary`."""

    function: str | None = None
    """With its types: `to_mood(text)`."""
    inout: bool = False
    """Through the text of the value."""
    binary: bool = False
    """Both types are the same bytes: WITHOUT FUNCTION."""
    context: Choice["explicit", "assignment", "implicit"] = "explicit"
    """Where it is applied: where it is written, in assignments too, or anywhere."""
    comment: str | None = None

    @model_validator(mode="after")
    def _check_way(self) -> CastSpec:
        if (self.function is not None) + self.inout + self.binary != 1:
            raise spec_error(
                "cast-way", "a cast needs one of `function`, `inout: true` and `binary: true`"
            )
        return self


def _lower(declared: dict[str, CastSpec], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        path = ("casts", name)
        source, between, target = name.partition(_BETWEEN)
        if not between:
            message = f'"{name}" does not say which type is cast to which'
            hint = "write `text as mood`"
            project.problems.add("cast-types", message, path, hint=hint, key=True)
            continue
        from_type, needs = operand_type(source.strip(), project, path)
        to_type, used = operand_type(target.strip(), project, path)
        if spec.function:
            used |= routine_ids(spec.function, project)
        item = Cast(
            id=ObjectId("cast", "", f"{from_type}{_BETWEEN}{to_type}"),
            source=from_type,
            target=to_type,
            function=spec.function,
            inout=spec.inout,
            context=spec.context,
            comment=spec.comment,
            depends_on=tuple(sorted(needs | used)),
        )
        yield item, path


def _identity(item: Cast) -> str:
    return sql("({} AS {})", Raw(item.source), Raw(item.target))


def _create(item: Cast, _: CreateContext) -> Iterable[Statement]:
    if item.function:
        way = sql("WITH FUNCTION {}", Raw(_called(item.function)))
    else:
        way = "WITH INOUT" if item.inout else "WITHOUT FUNCTION"
    context = Raw(_CONTEXTS.get(item.context, ""))
    effect = NO_LOCK
    if context.text:
        message = f"statements that were refused, or meant another type, may cast to {item.target}"
        effect = Effect(risks=(correctness(message),))
    text = "CREATE CAST {} {}{}"
    yield statement(item, text, Raw(_identity(item)), Raw(way), context, effect=effect)


def _called(function: str) -> str:
    """Return a function with the types of its arguments alone, names and defaults left out."""
    name, parenthesis, rest = function.partition("(")
    if not parenthesis:
        return function
    types = [each.type for each in read_arguments(rest.rstrip().removesuffix(")"))]
    return sql("{}({})", Raw(name.strip()), Raw(", ".join(types)))


def _drop(item: Cast) -> Iterable[Statement]:
    yield statement(item, "DROP CAST {}", Raw(_identity(item)), effect=NO_LOCK)


def _declare(item: Cast, _: Catalog) -> Declaration:
    values = {
        "function": item.function,
        "inout": item.inout,
        "binary": item.function is None and not item.inout,
        "context": item.context,
    }
    return Declaration("casts", stated(CastSpec, values), item.id.name)


SECTION: Section[dict[str, CastSpec]] = Section(
    key="casts",
    level=Level.PROJECT,
    annotation=dict[str, CastSpec],
    default=dict,
    description="Casts by their types: `text as mood`.",
    lower_project=_lower,
    named=False,
)

KIND = Kind(
    name="cast",
    plural="casts",
    keyword="CAST",
    model=Cast,
    phase=65,
    create=_create,
    drop=_drop,
    identity=_identity,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT}),
)
