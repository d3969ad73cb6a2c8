"""Views that show rows by the rights of their owner, from tables with row-level security."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.kinds.materialized_view import MaterializedView
from schemagen.kinds.table import Table
from schemagen.kinds.view import View
from schemagen.lint.rule import Found, Level, Rule

_WHY = """\
A view reads its tables with the rights, and under the policies, of its owner; a materialized view
holds what the owner saw when it was refreshed. Whoever may select from it sees those rows,
whatever the policies say of him. This is the most common hole in a database that is otherwise
guarded row by row.

A view is a security invoker here unless the spec says otherwise: leave `security_invoker` out
(from PostgreSQL 15 on). Of a materialized view, grant SELECT only on what everybody may know, and
give the rest through a view or function that chooses rows. Where the view is meant to show more
than the tables do, suppress the rule and say which rows and why.
"""


def _check(catalog: Catalog) -> Iterator[Found]:
    guarded = {table.id for table in catalog.of(Table) if table.row_security}
    for view in catalog.of(View):
        tables = _tables(view, catalog) & guarded
        if tables and not view.security_invoker:
            yield Found(
                view.id,
                f'view "{view.id.name}" lifts row-level security of {_listed(tables)}:'
                " it reads with the rights of its owner",
                "leave out `security_invoker: false`",
            )
    for stored in catalog.of(MaterializedView):
        tables = _tables(stored, catalog) & guarded
        if tables and stored.grants:
            yield Found(
                stored.id,
                f'materialized view "{stored.id.name}" lifts row-level security of'
                f" {_listed(tables)}: it holds what its owner saw",
                "grant nobody SELECT on it but who may see every row",
            )


def _tables(view: CatalogObject, catalog: Catalog) -> set[ObjectId]:
    """Return what a view reads, through other views too: these read with the same rights."""
    found: set[ObjectId] = set()
    waiting = [view]
    while waiting:
        for key in waiting.pop().depends_on:
            # Of what a view reads, a database tells the columns alone.
            other = catalog.get(key if not key.table else _relation(key))
            if other is not None and other.id not in found:
                found.add(other.id)
                waiting += [other] if isinstance(other, View) else []
    return found


def _relation(column: ObjectId) -> ObjectId:
    kind = "table" if column.kind == "column" else "view"
    return ObjectId(kind, column.schema, column.table)


def _listed(tables: set[ObjectId]) -> str:
    return ", ".join(f'"{key.name}"' for key in sorted(tables))


RULE = Rule(
    code="view-bypasses-row-level-security",
    title="a view that shows rows which its reader may not see",
    why=_WHY,
    level=Level.ERROR,
    check=_check,
    good="""\
tables:
  notes:
    columns: {id: bigint primary key}
    row_level_security: forced
views:
  all_notes:
    query: SELECT id FROM notes
""",
    bad="""\
tables:
  notes:
    columns: {id: bigint primary key}
    row_level_security: forced
views:
  all_notes:
    query: SELECT id FROM notes
    security_invoker: false
""",
)
