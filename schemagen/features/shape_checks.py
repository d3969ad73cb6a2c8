"""What the shapes of a spec come to: shapes that are read, and functions that validate columns.

It stands apart from the feature since it takes a while to import, and few specs have shapes.
"""

from __future__ import annotations

from typing import Any

from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.features.support import add_function
from schemagen.kinds import check
from schemagen.kinds.check import CheckSpec
from schemagen.kinds.function import FunctionSpec
from schemagen.shapes.library import ShapeLibrary
from schemagen.shapes.model import Shape
from schemagen.shapes.parse import read_shape
from schemagen.shapes.problem import ShapeError
from schemagen.shapes.validator import (
    ValidatorFunction,
    Validators,
    check_expression,
    shape_validators,
)
from schemagen.sqltext.quoting import fit_name


def read_shapes(declared: dict[str, Any], project: ProjectDraft) -> None:
    """Read the shapes of a spec, and record what is wrong with them."""
    for name, value in declared.items():
        shape = _read(name, value, declared, project)
        if shape is not None:
            project.facts.shapes[name] = shape
    if declared.keys() <= project.facts.shapes.keys():
        _refuse_endless(project)


def _refuse_endless(project: ProjectDraft) -> None:
    """Refuse shapes that refer to themselves for the same value: nothing could ever judge it."""
    for name in ShapeLibrary(project.facts.shapes).endless():
        project.problems.add(
            "endless-shape",
            f'shape "{name}" refers to itself without going down into the value',
            ("shapes", name),
            hint="put the reference under a key or into a list",
            key=True,
        )


def _read(name: str, value: Any, declared: dict[str, Any], project: ProjectDraft) -> Shape | None:
    try:
        return read_shape(name, value, declared)
    except ShapeError as error:
        for problem in error.problems:
            project.problems.add(
                problem.code,
                problem.message,
                ("shapes", name, *problem.path),
                hint=problem.hint,
                offset=problem.offset,
                key=problem.key,
            )
    return None


def hold(name: str, shape: str, table: TableDraft, known: dict[str, Validators]) -> None:
    """Add the validators of a shape, once, and the constraint that calls them."""
    project = table.project
    if shape not in known:
        known[shape] = _validators(shape, project, table, name)
    constraint = fit_name(table.name, name, suffix="shape")
    project.facts.column_shapes[table.column(name)] = shape
    project.facts.shape_checks.add(table.member("check", constraint))
    table.made_by("checks", constraint, "columns", name)
    expression = check_expression(known[shape], project.schema, name, constraint, table.name)
    check.SECTION.of(table).append(CheckSpec(expression=expression, name=constraint))


def _validators(shape: str, project: ProjectDraft, table: TableDraft, name: str) -> Validators:
    found = shape_validators(shape, project.facts.shapes, project.schema)
    for each in found.functions:
        add_function(project, each.name, _function(each), table.path("columns", name))
    return found


def _function(each: ValidatorFunction) -> FunctionSpec:
    return FunctionSpec(
        arguments=each.arguments,
        returns=each.returns,
        language=each.language,
        volatility="immutable",
        parallel="safe",
        strict=each.strict,
        set=dict(each.settings),
        body=f"{each.body}\n",
        comment=each.comment,
    )
