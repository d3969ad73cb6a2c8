"""Statuses: which values a column may have, the first one, and from which to which it may go.

A text column gets a check constraint; an enum type says its values itself. Transitions are held by
a trigger: setting a status to what it is already is always allowed, and so is any first status of a
row that has none.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from schemagen.declare.base import SpecModel
from schemagen.declare.draft import TableDraft
from schemagen.declare.suggest import did_you_mean
from schemagen.features.feature import Feature
from schemagen.features.support import (
    add_function,
    add_trigger,
    enum_labels,
    member_name,
    require_column,
)
from schemagen.kinds import check, column
from schemagen.kinds.check import CheckSpec
from schemagen.kinds.function import FunctionSpec
from schemagen.kinds.trigger import TriggerSpec
from schemagen.sqltext.quoting import Literal, Name, Raw, sql

_KEY = "status"


class StatusSpec(SpecModel):
    """The values of a status; `transitions` maps each value to those that may follow it."""

    values: list[str] = Field(default_factory=list)
    """All values that it may have."""
    initial: str | None = None
    """The first one: the default of the column."""
    transitions: dict[str, list[str]] | None = None
    """Value to the values that may follow it; others are refused."""
    function: str | None = None
    """By default `<table>_<column>_transition`."""
    name: str | None = None
    """Name of the check constraint."""


def _expand(declared: dict[str, StatusSpec], table: TableDraft) -> None:
    for name, spec in declared.items():
        if not require_column(table, name, _KEY, name, key=True):
            continue
        values = _values(name, spec, table)
        if values is None:
            continue
        _check_names(name, spec, values, table)
        if spec.initial in values:
            _set_default(name, spec.initial, table)
        if spec.transitions is not None:
            _transitions(name, spec.transitions, spec, table)


def _values(name: str, spec: StatusSpec, table: TableDraft) -> list[str] | None:
    """Return the values of a status, and hold a text column to them."""
    labels = enum_labels(column.SECTION.of(table)[name].type, table)
    if labels is not None:
        if spec.values and spec.values != labels:
            table.problem(
                "status-values",
                f'the values of "{name}" are those of its enum',
                _KEY,
                name,
                "values",
                hint="leave `values` out",
            )
            return None
        return labels
    if not spec.values:
        table.problem(
            "status-values",
            f'the status "{name}" has no `values`',
            _KEY,
            name,
            hint="list them: `values: [draft, active]`",
        )
        return None
    checks = check.SECTION.of(table)
    table.made_by("checks", spec.name or len(checks), _KEY, name)
    listed = ", ".join(sql("{}", Literal(value)) for value in spec.values)
    expression = sql("{} IN ({})", Name(name), Raw(listed))
    checks.append(CheckSpec(expression=expression, name=spec.name))
    return spec.values


def _check_names(name: str, spec: StatusSpec, values: list[str], table: TableDraft) -> None:
    named: list[tuple[str, tuple[str, ...]]] = []
    if spec.initial is not None:
        named.append((spec.initial, ("initial",)))
    for start, ends in (spec.transitions or {}).items():
        named.append((start, ("transitions", start)))
        named += [(end, ("transitions", start)) for end in ends]
    for value, where in named:
        if value not in values:
            table.problem(
                "unknown-status",
                f'"{value}" is not a value of "{name}"',
                _KEY,
                name,
                *where,
                hint=did_you_mean(value, values),
            )


def _set_default(name: str, initial: str, table: TableDraft) -> None:
    columns = column.SECTION.of(table)
    default = sql("{}", Literal(initial))
    declared = columns[name].default
    if declared is None:
        columns[name] = columns[name].model_copy(update={"default": default})
    elif declared.split("::")[0].strip() != default:
        table.problem(
            "status-initial",
            f'"{name}" begins as {default} here and as {declared} at its column',
            _KEY,
            name,
            "initial",
            hint="say it in one place",
        )


def _transitions(
    name: str, transitions: Mapping[str, list[str]], spec: StatusSpec, table: TableDraft
) -> None:
    default = member_name(table.schema, f"{table.name}_{name}_transition", table.project)
    function = spec.function or default
    keeper = FunctionSpec(
        returns="trigger",
        language="plpgsql",
        body=_body(name, transitions),
        comment=f"Refuses a {name} that may not follow the present one.",
    )
    add_function(table.project, function, keeper, table.path(_KEY, name))
    add_trigger(
        table,
        f"check_{name}_transition",
        TriggerSpec(
            timing="before",
            events=["update"],  # of whatever column: another trigger may change the status
            for_each="row",
            when=sql("OLD.{} IS DISTINCT FROM NEW.{}", Name(name), Name(name)),
            function=function,
        ),
        _KEY,
        name,
    )


def _body(name: str, transitions: Mapping[str, list[str]]) -> str:
    first = sql("OLD.{} IS NULL", Name(name))
    following = (
        sql(
            "(OLD.{} = {} AND NEW.{} IN ({}))",
            Name(name),
            Literal(start),
            Name(name),
            Raw(", ".join(sql("{}", Literal(end)) for end in ends)),
        )
        for start, ends in transitions.items()
        if ends
    )
    allowed = "\n    OR ".join([first, *following])
    return sql(
        """\
BEGIN
  IF ({}) IS NOT TRUE THEN
    RAISE EXCEPTION '% of %.% cannot go from % to %',
      {}, TG_TABLE_SCHEMA, TG_TABLE_NAME, OLD.{}, coalesce(NEW.{}::text, 'nothing')
      USING ERRCODE = 'check_violation', COLUMN = {},
            TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
  END IF;
  RETURN NEW;
END
""",
        Raw(allowed),
        Literal(name),
        Name(name),
        Name(name),
        Literal(name),
    )


FEATURE = Feature(
    name="status",
    key=_KEY,
    table=dict[str, StatusSpec],
    expand_table=_expand,
    description="The values of a status column, the first one, and which may follow which.",
)
