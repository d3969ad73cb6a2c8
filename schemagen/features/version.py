"""Version columns: a number that each update raises by one, for optimistic locks."""

from __future__ import annotations

from schemagen.declare.base import SpecModel
from schemagen.declare.draft import TableDraft
from schemagen.features.feature import Feature
from schemagen.features.support import add_column, add_keeper, switched_on
from schemagen.kinds.column import ColumnSpec
from schemagen.sqltext.quoting import Name, sql

_KEY = "version"


class VersionSpec(SpecModel):
    """The column that holds the version, and the name of the trigger's function."""

    column: str = "version"
    """The column that counts."""
    function: str | None = None
    """By default `raise_<column>`."""


def _expand(declared: bool | VersionSpec, table: TableDraft) -> None:
    spec = switched_on(declared, VersionSpec)
    if spec is None:
        return
    name = spec.column
    table.project.facts.touched.add(table.column(name))
    add_column(table, name, ColumnSpec(type="integer", not_null=True, default="1"), _KEY)
    table.project.facts.renewed[table.id] = name
    text = "BEGIN\n  NEW.{} := OLD.{} + 1;\n  RETURN NEW;\nEND\n"
    body = sql(text, Name(name), Name(name))
    function = spec.function or f"raise_{name}"
    comment = f"Raises {name} by one, whatever the update says."
    add_keeper(table, f"raise_{name}", function, body, comment, _KEY)


FEATURE = Feature(
    name="version",
    key=_KEY,
    table=bool | VersionSpec,
    expand_table=_expand,
    description="A number that each update raises by one.",
)
