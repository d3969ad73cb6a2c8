"""Bounds of numbers: a check constraint, and where asked for a trigger that clamps.

The trigger runs before the check, so a clamped value never violates it; the check stays as a guard
for when the trigger is disabled.
"""

from __future__ import annotations

import math
from typing import Literal as Choice

from pydantic import model_validator

from schemagen.declare.base import SpecModel, spec_error
from schemagen.declare.draft import TableDraft
from schemagen.features.feature import Feature
from schemagen.features.support import add_function, add_trigger, member_name, require_column
from schemagen.kinds import check, column
from schemagen.kinds.check import CheckSpec
from schemagen.kinds.function import FunctionSpec
from schemagen.kinds.trigger import TriggerSpec
from schemagen.sqltext.quoting import Literal, Name, Raw, sql
from schemagen.sqltext.tokens import SqlTextError
from schemagen.sqltext.types import read_type

_KEY = "bounds"
_NUMBERS = frozenset({"smallint", "integer", "bigint", "numeric", "real", "double precision"})


class BoundsSpec(SpecModel):
    """The least and the greatest value of a column, and what becomes of others."""

    min: int | float | None = None
    """The least value."""
    max: int | float | None = None
    """The greatest value."""
    outside: Choice["reject", "clamp"] = "reject"
    """`clamp` moves a value to the nearest bound."""
    function: str | None = None
    """By default `<table>_<column>_bounds`."""
    name: str | None = None
    """Name of the check constraint."""

    @model_validator(mode="after")
    def _check(self) -> BoundsSpec:
        if self.min is None and self.max is None:
            raise spec_error("empty-bounds", "bounds have a `min`, a `max` or both")
        for key, bound in (("min", self.min), ("max", self.max)):
            if bound is not None and not math.isfinite(bound):
                raise spec_error(
                    "infinite-bounds",
                    f"`{key}` is no number that a value can be compared with",
                    hint="leave it out where there is no bound",
                    at=(key,),
                )
        if self.min is not None and self.max is not None and self.min > self.max:
            raise spec_error("crossed-bounds", f"`min` {self.min} is above `max` {self.max}")
        if self.function is not None and self.outside == "reject":
            raise spec_error(
                "unused-function",
                "there is no function where values are rejected",
                hint="write `outside: clamp`, or leave `function` out",
                at=("function",),
            )
        return self


def _expand(declared: dict[str, BoundsSpec], table: TableDraft) -> None:
    for name, spec in declared.items():
        if not require_column(table, name, _KEY, name, key=True) or not _is_number(name, table):
            continue
        checks = check.SECTION.of(table)
        table.made_by("checks", spec.name or len(checks), _KEY, name)
        checks.append(CheckSpec(expression=_condition(name, spec), name=spec.name))
        if spec.outside == "clamp":
            _clamp(name, spec, table)


def _is_number(name: str, table: TableDraft) -> bool:
    """Tell whether bounds make sense; a type that is not built in may be a domain over numbers."""
    text = column.SECTION.of(table)[name].type
    try:
        read = read_type(text)
    except SqlTextError:
        return False
    if not read.is_builtin or (read.name in _NUMBERS and not read.dimensions):
        return True
    table.problem(
        "bounds-type",
        f'column "{name}" is {text}, and bounds are for numbers',
        _KEY,
        name,
        hint="write a condition on other types under `checks`",
        key=True,
    )
    return False


def _condition(name: str, spec: BoundsSpec) -> str:
    column = Name(name)
    if spec.min is None:
        return sql("{} <= {}", column, Literal(spec.max))
    if spec.max is None:
        return sql("{} >= {}", column, Literal(spec.min))
    return sql("{} BETWEEN {} AND {}", column, Literal(spec.min), Literal(spec.max))


def _clamp(name: str, spec: BoundsSpec, table: TableDraft) -> None:
    default = member_name(table.schema, f"{table.name}_{name}_bounds", table.project)
    function = spec.function or default
    new = sql("NEW.{}", Name(name))
    value = new
    if spec.min is not None:
        value = sql("greatest({}, {})", Raw(value), Literal(spec.min))
    if spec.max is not None:
        value = sql("least({}, {})", Raw(value), Literal(spec.max))
    # greatest() and least() pass over NULL, which is within any bounds.
    body = sql(
        """\
BEGIN
  IF {} IS NOT NULL THEN
    {} := {};
  END IF;
  RETURN NEW;
END
""",
        Raw(new),
        Raw(new),
        Raw(value),
    )
    keeper = FunctionSpec(
        returns="trigger",
        language="plpgsql",
        body=body,
        comment=f"Moves {name} to the nearest bound.",
    )
    add_function(table.project, function, keeper, table.path(_KEY, name))
    # On every update, since another trigger may change the column.
    add_trigger(
        table,
        f"clamp_{name}",
        TriggerSpec(
            timing="before", events=["insert", "update"], for_each="row", function=function
        ),
        _KEY,
        name,
    )


FEATURE = Feature(
    name="bounds",
    key=_KEY,
    table=dict[str, BoundsSpec],
    expand_table=_expand,
    description="Least and greatest values of columns; others are rejected or clamped.",
)
