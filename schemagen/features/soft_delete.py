"""Soft delete: a row that is marked as deleted stays, and ordinary actors do not see it.

PostgreSQL shows an updated row to the policies for SELECT whenever the UPDATE has a WHERE clause or
RETURNING. So whoever is to mark rows needs to see them afterwards: by `visible_to`, or by `all`.
"""

from __future__ import annotations

from typing import Annotated

from schemagen.declare.base import SpecModel, readable
from schemagen.declare.draft import ProjectDraft, RowFilter, TableDraft
from schemagen.declare.facts import AccessRule
from schemagen.declare.predicate import EVERY_ROW, Predicate
from schemagen.features.claims import check_claims
from schemagen.features.feature import Feature
from schemagen.features.support import add_column, switched_on
from schemagen.kinds.column import ColumnSpec
from schemagen.sqltext.quoting import Name, sql
from schemagen.sqltext.types import read_type

_KEY = "soft_delete"


class SoftDeleteSpec(SpecModel):
    """The column that marks a row, and who sees the row nevertheless."""

    column: str = "deleted_at"
    """The column with the time of deletion, null until then."""
    type: Annotated[str, readable(read_type)] = "timestamptz"
    """The data type of that column."""
    visible_to: str | None = None
    """Where it holds, deleted rows are visible."""


def _expand(declared: bool | SoftDeleteSpec, table: TableDraft) -> None:
    spec = switched_on(declared, SoftDeleteSpec)
    if spec is None:
        return
    add_column(table, spec.column, ColumnSpec(type=spec.type), _KEY)
    table.project.facts.marked[table.id] = spec.column
    alive = Predicate(sql("{} IS NULL", Name(spec.column)), table.path(_KEY))
    if spec.visible_to is not None:
        path = table.path(_KEY, "visible_to")
        check_claims(spec.visible_to, table.project.facts.actors.values(), table.project, path)
        written = Predicate.by_person(spec.visible_to.rstrip(), path)
        alive = written.between(f"{alive.text} OR (", ")")
    commands = frozenset({"select", "update", "delete"})
    table.row_filters.append(RowFilter(commands, alive, (spec.visible_to or "").strip()))


def _check_markers(_: None, project: ProjectDraft) -> None:
    """Warn of actors that may mark a row as deleted and would not see it afterwards."""
    hiding = {
        table.id: (table, spec)
        for table in project.tables.values()
        if (spec := switched_on(table.declared.get(_KEY) or False, SoftDeleteSpec))
        and spec.visible_to is None
    }
    if not hiding:
        return
    whole = {(rule.table, rule.actor) for rule in project.facts.access if rule.using == EVERY_ROW}
    for rule in project.facts.access:
        if rule.command != "update" or rule.table not in hiding or rule.using is None:
            continue
        table, spec = hiding[rule.table]
        if (rule.table, rule.actor) in whole or not _may_set(spec.column, rule):
            continue
        project.problems.add(
            "soft-delete-unseen",
            f'actor "{rule.actor}" may set "{spec.column}" in no UPDATE with WHERE: '
            "the row would vanish from its sight",
            table.path("access", rule.actor, "update"),
            hint="say by `visible_to` who sees deleted rows, or list the `columns` of the update",
            warning=True,
        )


def _may_set(column: str, rule: AccessRule) -> bool:
    return not rule.columns or column in rule.columns


CHECK = Feature(
    name="who deletes softly",
    expand_project=_check_markers,
    description="Who marks a row as deleted must see it afterwards.",
)

FEATURE = Feature(
    name="soft delete",
    key=_KEY,
    table=bool | SoftDeleteSpec,
    expand_table=_expand,
    description="Rows are marked as deleted, and ordinary actors do not see them.",
)
