"""Shapes: a `jsonb<Shape>` column is held to its shape by a check constraint.

The constraint calls a generated function that says which path of a document is wrong. A column that
may be NULL stays so: a check constraint passes over NULL.
"""

from __future__ import annotations

from typing import Any

from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.declare.suggest import did_you_mean
from schemagen.features.feature import Feature
from schemagen.kinds import column

_KEY = "shapes"


def _expand_project(declared: dict[str, Any], project: ProjectDraft) -> None:
    # Imported here, as below, because few specs have shapes.
    from schemagen.features.shape_checks import read_shapes

    read_shapes(declared, project)


def _expand_columns(_: None, project: ProjectDraft) -> None:
    validators: dict[str, Any] = {}
    declared = project.declared.get(_KEY) or {}
    # A shape that could not be read is missing in others that refer to it.
    readable = declared.keys() <= project.facts.shapes.keys()
    for table in project.tables.values():
        for name, spec in column.SECTION.of(table).items():
            if spec.shape is None:
                continue
            if spec.shape not in declared:
                _unknown(name, spec.shape, table)
            elif readable:
                from schemagen.features.shape_checks import hold

                hold(name, spec.shape, table, validators)


def _unknown(name: str, shape: str, table: TableDraft) -> None:
    table.problem(
        "unknown-shape",
        f'shape "{shape}" is not declared',
        "columns",
        name,
        hint=did_you_mean(shape, table.project.declared.get(_KEY) or ())
        or "declare it at the top, under `shapes`",
    )


FEATURE = Feature(
    name="shapes",
    key=_KEY,
    project=dict[str, Any],
    expand_project=_expand_project,
    description="Typed JSONB: JSON Schema or its short form, by name.",
)

COLUMNS = Feature(
    name="columns with a shape",
    expand_project=_expand_columns,
    description="A jsonb<Shape> column is held to its shape.",
)
