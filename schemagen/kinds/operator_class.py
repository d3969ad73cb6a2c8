"""Operator classes (pg_opclass): how an index method works with a type."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import RECREATE, CatalogObject, Ignore, ObjectId, on_change
from schemagen.catalog.statement import Statement
from schemagen.declare.base import SpecModel, one_or_many
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.problems import Path
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.operator_members import (
    FunctionMember,
    OperatorMember,
    added,
    read_functions,
    read_operators,
)
from schemagen.kinds.support import operand_type, split_name, statement
from schemagen.sqltext.quoting import Name, QualifiedName, Raw, join_sql, quote_qualified, sql


@frozen(kw_only=True)
class OperatorClass(CatalogObject):
    """An operator class; nothing in it can be altered."""

    name: str = on_change(Ignore("part of the identity"))
    method: str = on_change(Ignore("part of the identity"))  # btree
    type: str = on_change(RECREATE)  # public.point3
    default: bool = on_change(RECREATE, False)
    family: str = on_change(RECREATE)  # public.point3_ops
    storage: str | None = on_change(RECREATE, None)
    operators: tuple[OperatorMember, ...] = on_change(RECREATE, ())
    functions: tuple[FunctionMember, ...] = on_change(RECREATE, ())


class OperatorClassSpec(SpecModel):
    """An operator class."""

    type: str
    """The data type that it is for."""
    method: str = "btree"
    """The index method."""
    default: bool = False
    """Used where an index on the type names none."""
    family: str | None = None
    """Its family; default: one of the same name."""
    storage: str | None = None
    """The type that the index keeps."""
    operators: list[str] = Field(default_factory=list)
    """Strategy numbers with operators: `1 <`."""
    functions: list[str] = Field(default_factory=list)
    """Support numbers with functions: `1 compare(point3, point3)`."""
    comment: str | None = None
    was: str | None = None


OperatorClassSpecs = Annotated[list[OperatorClassSpec], one_or_many(OperatorClassSpec)]
"""An operator class, or a list of those of the same name for several index methods."""


def _lower(declared: dict[str, list[OperatorClassSpec]], project: ProjectDraft) -> Declared:
    for name, listed in declared.items():
        for index, spec in enumerate(listed):
            path: Path = ("operator_classes", name, index)
            if len(listed) == 1:
                path = path[:-1]
            yield _class(name, spec, project, path), path


def _class(name: str, spec: OperatorClassSpec, project: ProjectDraft, path: Path) -> OperatorClass:
    schema, plain = split_name(name, project.schema)
    own, needs = operand_type(spec.type, project, (*path, "type"))
    operators, used = read_operators(spec.operators, project, (*path, "operators"), own)
    functions, called = read_functions(spec.functions, project, (*path, "functions"), own)
    # What is not declared is PostgreSQL's own, unless it says in which schema it is.
    home = project.schema if _is_declared(spec, project) else ""
    family = split_name(spec.family, home) if spec.family else (schema, plain)
    storage = None
    if spec.storage:
        storage, stored = operand_type(spec.storage, project, (*path, "storage"))
        needs |= stored
    if _is_declared(spec, project):
        needs.add(ObjectId("operator_family", family[0], f"{family[1]} using {spec.method}"))
    return OperatorClass(
        id=ObjectId("operator_class", schema, f"{plain} using {spec.method}"),
        name=plain,
        method=spec.method,
        type=own,
        default=spec.default,
        family=quote_qualified(*family),
        storage=storage,
        operators=operators,
        functions=functions,
        comment=spec.comment,
        was=f"{spec.was} using {spec.method}" if spec.was else None,
        depends_on=tuple(sorted(needs | used | called)),
    )


def _is_declared(spec: OperatorClassSpec, project: ProjectDraft) -> bool:
    """Tell whether the family is one of the project and none of PostgreSQL's own."""
    return spec.family is None or spec.family in project.sections["operator_families"]


def _identity(item: OperatorClass) -> str:
    name = QualifiedName(item.id.schema, item.name)
    return sql("{} USING {}", name, Name(item.method))


def _create(item: OperatorClass, _: CreateContext) -> Iterable[Statement]:
    head = sql(
        "CREATE OPERATOR CLASS {}{} FOR TYPE {} USING {} FAMILY {} AS",
        QualifiedName(item.id.schema, item.name),
        Raw(" DEFAULT" if item.default else ""),
        Raw(item.type),
        Name(item.method),
        Raw(item.family),
    )
    members = added((*item.operators, *item.functions))
    storage = sql("STORAGE {}", Raw(item.storage)) if item.storage else ""
    if not members and not storage:
        # An operator class cannot be empty, but what it keeps may be said.
        storage = sql("STORAGE {}", Raw(item.type))
    body = join_sql([storage, members], ",\n    ")
    yield statement(item, "{}\n    {}", Raw(head), Raw(body), effect=NO_LOCK)


def _drop(item: OperatorClass) -> Iterable[Statement]:
    yield statement(item, "DROP OPERATOR CLASS {}", Raw(_identity(item)), effect=NO_LOCK)


def _rename(current: OperatorClass, desired: OperatorClass) -> Iterable[Statement]:
    ending = f" using {current.method}"
    former = QualifiedName(current.id.schema, current.id.name.removesuffix(ending))
    text = "ALTER OPERATOR CLASS {} USING {} RENAME TO {}"
    names = former, Name(current.method), Name(desired.id.name.removesuffix(ending))
    yield statement(desired, text, *names, effect=NO_LOCK)


def _declare(item: OperatorClass, _: Catalog) -> Declaration:
    own_family = quote_qualified(item.id.schema, item.name)
    values = {
        "type": item.type,
        "method": item.method,
        "default": item.default,
        "family": item.family if item.family != own_family else None,
        "storage": item.storage,
        "operators": [member.written() for member in item.operators],
        "functions": [member.written() for member in item.functions],
    }
    return Declaration("operator_classes", stated(OperatorClassSpec, values), item.name)


SECTION: Section[dict[str, list[OperatorClassSpec]]] = Section(
    key="operator_classes",
    level=Level.PROJECT,
    annotation=dict[str, OperatorClassSpecs],
    default=dict,
    description="Operator classes.",
    lower_project=_lower,
)

KIND = Kind(
    name="operator_class",
    plural="operator classes",
    keyword="OPERATOR CLASS",
    model=OperatorClass,
    phase=68,
    create=_create,
    drop=_drop,
    rename=_rename,
    identity=_identity,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT, Facet.OWNER}),
)
