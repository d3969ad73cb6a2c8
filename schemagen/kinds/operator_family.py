"""Operator families (pg_opfamily), with what they hold besides their operator classes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ALTER, CatalogObject, Ignore, ObjectId, on_change
from schemagen.catalog.statement import Statement
from schemagen.declare.base import SpecModel, one_or_many
from schemagen.declare.declaration import Declaration, is_plain, stated
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
    removed,
)
from schemagen.kinds.support import split_name, statement
from schemagen.sqltext.quoting import Name, QualifiedName, Raw, sql


@frozen(kw_only=True)
class OperatorFamily(CatalogObject):
    """An operator family and the operators and functions that belong to none of its classes."""

    name: str = on_change(Ignore("part of the identity"))
    method: str = on_change(Ignore("part of the identity"))  # btree
    operators: tuple[OperatorMember, ...] = on_change(ALTER, ())
    functions: tuple[FunctionMember, ...] = on_change(ALTER, ())


class OperatorFamilySpec(SpecModel):
    """An operator family; what its classes bring along is not said again."""

    method: str = "btree"
    """The index method."""
    operators: list[str] = Field(default_factory=list)
    """Strategy numbers with operators and their types: `1 < (integer, bigint)`."""
    functions: list[str] = Field(default_factory=list)
    """Support numbers with functions: `1 (integer, bigint) compare(integer, bigint)`."""
    comment: str | None = None
    was: str | None = None


OperatorFamilySpecs = Annotated[list[OperatorFamilySpec], one_or_many(OperatorFamilySpec)]
"""An operator family, or a list of those of the same name for several index methods."""


def _lower(declared: dict[str, list[OperatorFamilySpec]], project: ProjectDraft) -> Declared:
    found = set()
    for name, listed in declared.items():
        for index, spec in enumerate(listed):
            path: Path = ("operator_families", name, index)
            if len(listed) == 1:
                path = path[:-1]
            item = _family(name, spec, project, path)
            found.add(item.id)
            yield item, path
    for name, classes in project.sections["operator_classes"].items():
        for spec in classes:
            key = _id(name, spec.method, project)
            if spec.family is None and key not in found:
                found.add(key)
                plain = split_name(name, project.schema)[1]
                family = OperatorFamily(id=key, name=plain, method=spec.method)
                yield family, ("operator_classes", name)


def _family(
    name: str, spec: OperatorFamilySpec, project: ProjectDraft, path: Path
) -> OperatorFamily:
    operators, needs = read_operators(spec.operators, project, (*path, "operators"))
    functions, used = read_functions(spec.functions, project, (*path, "functions"))
    return OperatorFamily(
        id=_id(name, spec.method, project),
        name=split_name(name, project.schema)[1],
        method=spec.method,
        operators=operators,
        functions=functions,
        comment=spec.comment,
        was=f"{spec.was} using {spec.method}" if spec.was else None,
        depends_on=tuple(sorted(needs | used)),
    )


def _id(name: str, method: str, project: ProjectDraft) -> ObjectId:
    schema, plain = split_name(name, project.schema)
    return ObjectId("operator_family", schema, f"{plain} using {method}")


def _identity(item: OperatorFamily) -> str:
    name = QualifiedName(item.id.schema, item.name)
    return sql("{} USING {}", name, Name(item.method))


def _create(item: OperatorFamily, _: CreateContext) -> Iterable[Statement]:
    text = "CREATE OPERATOR FAMILY {}"
    yield statement(item, text, Raw(_identity(item)), effect=NO_LOCK)
    yield from _add(item, _members(item))


def _drop(item: OperatorFamily) -> Iterable[Statement]:
    yield statement(item, "DROP OPERATOR FAMILY {}", Raw(_identity(item)), effect=NO_LOCK)


def _set_members(current: OperatorFamily, desired: OperatorFamily) -> Iterable[Statement]:
    before, after = _members(current), _members(desired)
    yield from _remove(desired, [member for member in before if member not in after])
    yield from _add(desired, [member for member in after if member not in before])


def _members(item: OperatorFamily) -> list[OperatorMember | FunctionMember]:
    return [*item.operators, *item.functions]


def _add(
    item: OperatorFamily, members: Iterable[OperatorMember | FunctionMember]
) -> Iterable[Statement]:
    if text := added(members):
        template = "ALTER OPERATOR FAMILY {} ADD\n    {}"
        yield statement(item, template, Raw(_identity(item)), Raw(text), effect=NO_LOCK)


def _remove(
    item: OperatorFamily, members: Iterable[OperatorMember | FunctionMember]
) -> Iterable[Statement]:
    if text := removed(members):
        template = "ALTER OPERATOR FAMILY {} DROP\n    {}"
        yield statement(item, template, Raw(_identity(item)), Raw(text), effect=NO_LOCK)


def _rename(current: OperatorFamily, desired: OperatorFamily) -> Iterable[Statement]:
    text = "ALTER OPERATOR FAMILY {} USING {} RENAME TO {}"
    ending = f" using {current.method}"
    former = QualifiedName(current.id.schema, current.id.name.removesuffix(ending))
    names = former, Name(current.method), Name(desired.id.name.removesuffix(ending))
    yield statement(desired, text, *names, effect=NO_LOCK)


def _declare(item: OperatorFamily, catalog: Catalog) -> Declaration | None:
    values = {
        "method": item.method,
        "operators": [member.written() for member in item.operators],
        "functions": [member.written() for member in item.functions],
    }
    own_class = item.id._replace(kind="operator_class")
    if is_plain(item) and not item.operators and not item.functions and own_class in catalog:
        return None
    return Declaration("operator_families", stated(OperatorFamilySpec, values), item.name)


SECTION: Section[dict[str, list[OperatorFamilySpec]]] = Section(
    key="operator_families",
    level=Level.PROJECT,
    annotation=dict[str, OperatorFamilySpecs],
    default=dict,
    description="Operator families.",
    lower_project=_lower,
)

KIND = Kind(
    name="operator_family",
    plural="operator families",
    keyword="OPERATOR FAMILY",
    model=OperatorFamily,
    phase=67,
    create=_create,
    drop=_drop,
    alters={"operators": _set_members, "functions": _set_members},
    rename=_rename,
    identity=_identity,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT, Facet.OWNER}),
)
