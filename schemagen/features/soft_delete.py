"""Soft delete: a row that is marked as deleted stays, and ordinary actors do not see it.

PostgreSQL shows an updated row to the policies for SELECT whenever the UPDATE has a WHERE clause or
RETURNING. So whoever is to mark rows needs to see them afterwards: by `visible_to`, or by `all`.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from schemagen.declare.base import SpecModel, readable
from schemagen.declare.draft import RowFilter, TableDraft
from schemagen.declare.predicate import Predicate
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
    type: Annotated[str, readable(read_type)] = "timestamptz"
    visible_to: str | None = Field(None, description="Where it holds, deleted rows are visible.")


def _expand(declared: bool | SoftDeleteSpec, table: TableDraft) -> None:
    spec = switched_on(declared, SoftDeleteSpec)
    if spec is None:
        return
    add_column(table, spec.column, ColumnSpec(type=spec.type), _KEY)
    alive = Predicate(sql("{} IS NULL", Name(spec.column)), table.path(_KEY))
    if spec.visible_to is not None:
        path = table.path(_KEY, "visible_to")
        check_claims(spec.visible_to, table.project.facts.actors.values(), table.project, path)
        written = Predicate.by_person(spec.visible_to.rstrip(), path)
        alive = written.between(f"{alive.text} OR (", ")")
    table.row_filters.append(RowFilter(frozenset({"select", "update", "delete"}), alive))


FEATURE = Feature(
    name="soft delete",
    key=_KEY,
    table=bool | SoftDeleteSpec,
    expand_table=_expand,
    description="Rows are marked as deleted, and ordinary actors do not see them.",
)
