"""Foreign tables: their rows are on a foreign server, which a wrapper reads.

They have columns, checks, triggers and privileges like other tables, and nothing that is kept with
rows ("CREATE FOREIGN TABLE").
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.catalog.statement import Statement
from schemagen.declare.draft import TableDraft
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, locking
from schemagen.kinds.support import qualified, statement
from schemagen.kinds.table.model import Table
from schemagen.sqltext.generic_options import options_change, options_text
from schemagen.sqltext.quoting import Name, Raw, join_sql, sql

_NEVER: Final = ("primary_key", "unique", "exclude", "foreign_keys", "indexes", "policies")


def server_id(name: str) -> ObjectId:
    """Return the id of a foreign server."""
    return ObjectId("server", "", name)


def refuse_local(table: TableDraft, said: Iterable[str]) -> None:
    """Record what a foreign table cannot have; `said` are keys of its own that the spec gives."""
    for key in (*(each for each in _NEVER if table.sections[each]), *said):
        table.problem(
            "foreign-table",
            f'"{table.name}" is a foreign table, which has no `{key}`',
            key,
            hint="its rows are kept by the foreign server",
        )


def keyword(item: Table) -> str:
    """Return what COMMENT and DROP call it."""
    return "FOREIGN TABLE" if item.server else "TABLE"


def ending(item: Table) -> str:
    """Return what follows the columns of a foreign table: where the rows are."""
    if item.server is None:
        return ""
    server = sql("SERVER {}", Name(item.server.name))
    return join_sql([server, options_text(item.foreign_options)])


def set_options(current: Table, desired: Table) -> Iterable[Statement]:
    """Change what the wrapper is told of the table."""
    change = Raw(options_change(current.foreign_options, desired.foreign_options))
    effect = locking(desired, ACCESS_EXCLUSIVE)
    template = "ALTER FOREIGN TABLE {} {}"
    yield statement(desired, template, qualified(desired.id), change, effect=effect)
