"""What several features need: adding functions, triggers and columns to drafts."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from schemagen.declare.base import SpecModel
from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.declare.problems import Path
from schemagen.declare.section import Section
from schemagen.declare.suggest import did_you_mean
from schemagen.kinds import column, enum, function, policy, primary_key, schema, trigger
from schemagen.kinds.column import ColumnSpec
from schemagen.kinds.function import FunctionSpec
from schemagen.kinds.policy import PolicySpec
from schemagen.kinds.schema import SchemaSpec
from schemagen.kinds.support import split_name
from schemagen.kinds.trigger import TriggerSpec
from schemagen.sqltext.quoting import quote_qualified

S = TypeVar("S", bound=SpecModel)
M = TypeVar("M", bound=SpecModel)


def switched_on(declared: bool | S, model: type[S]) -> S | None:
    """Return the mapping of a key that may be a mere `true`; None for `false`."""
    if isinstance(declared, bool):
        return model() if declared else None
    return declared


def member_name(schema: str, name: str, project: ProjectDraft) -> str:
    """Return a name as a spec writes it: qualified only where it is not in the project's schema."""
    return name if schema == project.schema else f"{schema}.{name}"


def full_name(name: str, project: ProjectDraft) -> str:
    """Return a name of the spec as SQL, always with its schema."""
    return quote_qualified(*split_name(name, project.schema))


def find_table(text: str, project: ProjectDraft) -> TableDraft | None:
    """Return the declared table that a name of the spec means, None if there is none."""
    schema, name = split_name(text, project.schema)
    for key in (text, f"{schema}.{name}", name):
        table = project.tables.get(key)
        if table is not None and (table.schema, table.name) == (schema, name):
            return table
    return None


def add_function(project: ProjectDraft, name: str, spec: FunctionSpec, asked_at: Path) -> None:
    """Add a function that tables may share; one that the spec declares itself takes its place.

    Two features that want different functions under one name are a problem.
    """
    declared = function.SECTION.of(project)
    path: Path = ("functions", name)
    present = declared.get(name)
    if present is None:
        declared[name] = [spec]
        project.problems.origins[path] = asked_at
    elif path in project.problems.origins and present != [spec]:
        project.problem(
            "function-name",
            f'function "{name}" is already generated for something else',
            asked_at,
            hint="give one of them a `function` of another name",
        )


def add_trigger(table: TableDraft, name: str, spec: TriggerSpec, *asked_at: str | int) -> None:
    """Add a trigger to a table; a name that the table has already is a problem."""
    _add_member(table, trigger.SECTION, name, spec, asked_at)


def add_keeper(
    table: TableDraft, name: str, function: str, body: str, comment: str, asked_at: str
) -> None:
    """Add a trigger that sets something in each row before an update, and its function."""
    add_function(table.project, function, _keeper(body, comment), table.path(asked_at))
    add_trigger(table, name, _each_update(function), asked_at)


@lru_cache(maxsize=1024)
def _keeper(body: str, comment: str) -> FunctionSpec:
    return FunctionSpec(returns="trigger", language="plpgsql", body=body, comment=comment)


@lru_cache(maxsize=1024)
def _each_update(function: str) -> TriggerSpec:
    return TriggerSpec(timing="before", events=["update"], for_each="row", function=function)


def add_policy(table: TableDraft, name: str, spec: PolicySpec, *asked_at: str | int) -> None:
    """Add a policy to a table; a name that the table has already is a problem."""
    _add_member(table, policy.SECTION, name, spec, asked_at)
    table.project.facts.made_policies.add(table.member("policy", name))


def _add_member(
    table: TableDraft,
    section: Section[dict[str, M]],
    name: str,
    spec: M,
    asked_at: tuple[str | int, ...],
) -> None:
    declared = section.of(table)
    if name in declared:
        table.problem(
            "declared-twice",
            f'"{name}" stands among the {section.key} of table "{table.name}" already',
            *asked_at,
            hint="rename the one that is written out",
        )
        return
    declared[name] = spec
    table.made_by(section.key, name, *asked_at)


def add_column(table: TableDraft, name: str, spec: ColumnSpec, *asked_at: str | int) -> None:
    """Add a column behind the others, unless the table declares it itself."""
    columns = column.SECTION.of(table)
    if name not in columns:
        columns[name] = spec
        table.made_by("columns", name, *asked_at)


def put_after_key(table: TableDraft, name: str, spec: ColumnSpec, *asked_at: str | int) -> None:
    """Add a column behind the primary key's, or in front of all where there is none."""
    columns = column.SECTION.of(table)
    if name in columns:
        return
    key = primary_key.SECTION.of(table)
    leading = list(key.columns) if key else []
    before = {each: columns[each] for each in columns if each in leading}
    after = {each: columns[each] for each in columns if each not in leading}
    columns.clear()
    columns.update({**before, name: spec, **after})
    table.made_by("columns", name, *asked_at)


def require_column(table: TableDraft, name: str, *asked_at: str | int, key: bool = False) -> bool:
    """Tell whether a column is there; record a problem if it is not."""
    columns = column.SECTION.of(table)
    if name in columns:
        return True
    table.problem(
        "unknown-column",
        f'column "{name}" not found in {table.schema}.{table.name}',
        *asked_at,
        hint=did_you_mean(name, columns),
        key=key,
    )
    return False


def grant_schema(project: ProjectDraft, name: str, actor: str) -> None:
    """Let an actor name what is in a schema."""
    declared = schema.SECTION.of(project)
    spec = declared.get(name) or SchemaSpec()
    if name in declared and "usage" in spec.grants.get(actor, ()):
        return
    privileges = sorted({*spec.grants.get(actor, ()), "usage"})
    declared[name] = spec.model_copy(update={"grants": {**spec.grants, actor: privileges}})


def enum_labels(type_text: str, table: TableDraft) -> list[str] | None:
    """Return the labels of an enum of the spec, None for any other type."""
    home = table.project.schema
    wanted = split_name(type_text, home)
    for name, spec in enum.SECTION.of(table.project).items():
        if split_name(name, home) == wanted:
            return [given.label for given in spec.labels]
    return None
