"""Timestamps: when a row was made and when it was last changed, the latter kept by a trigger."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from schemagen.declare.base import SpecModel, readable
from schemagen.declare.draft import TableDraft
from schemagen.features.feature import Feature
from schemagen.features.support import add_column, add_keeper, switched_on
from schemagen.kinds.column import ColumnSpec
from schemagen.sqltext.quoting import Name, sql
from schemagen.sqltext.types import read_type

_KEY = "timestamps"


class TimestampsSpec(SpecModel):
    """The names and the type of both columns, and the name of the trigger's function."""

    created: str | None = "created_at"
    """The column with the time when a row was made; null for none."""
    updated: str | None = "updated_at"
    """The column with the time of its last change; null for none."""
    type: Annotated[str, readable(read_type)] = "timestamptz"
    """The data type of both."""
    function: str | None = None
    """By default `set_<updated>`."""


def _expand(declared: bool | TimestampsSpec, table: TableDraft) -> None:
    spec = switched_on(declared, TimestampsSpec)
    if spec is None:
        return
    for name in (spec.created, spec.updated):
        if name:
            add_column(table, name, _moment(spec.type), _KEY)
    if spec.updated:
        table.project.facts.renewed.setdefault(table.id, spec.updated)
        _maintain(spec.updated, spec.function or f"set_{spec.updated}", table)


@lru_cache(maxsize=1024)
def _moment(type_text: str) -> ColumnSpec:
    return ColumnSpec(type=type_text, not_null=True, default="now()")


def _maintain(name: str, function: str, table: TableDraft) -> None:
    body = sql("BEGIN\n  NEW.{} := pg_catalog.now();\n  RETURN NEW;\nEND\n", Name(name))
    table.project.facts.touched.add(table.column(name))
    add_keeper(table, f"set_{name}", function, body, f"Maintains {name}.", _KEY)


FEATURE = Feature(
    name="timestamps",
    key=_KEY,
    table=bool | TimestampsSpec,
    expand_table=_expand,
    description="When a row was made and last changed; a trigger maintains the latter.",
)
