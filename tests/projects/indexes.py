"""Asking whether an index serves a query, where several of one table would."""

from __future__ import annotations

from typing import LiteralString

from tests.projects.acting import Connection, plan, rows

Indexes = dict[str, tuple[str, LiteralString]]
"""By name: what the index is on (`agents (owner_id)`), and a query that it should serve."""


def definitions(connection: Connection) -> dict[str, str]:
    """Return what every index is on that no constraint owns: `events USING gin (data)`.

    The method is left out where it is btree, UNIQUE comes first.
    """
    found = rows(
        connection,
        "SELECT c.relname, regexp_replace(pg_get_indexdef(c.oid),"
        " '^CREATE (UNIQUE )?INDEX \\w+ ON public\\.(\\w+)( USING btree)?', '\\1\\2')"
        " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " WHERE c.relnamespace = 'public'::regnamespace"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = c.oid)",
    )
    return dict(found)


def unused(connection: Connection, indexes: Indexes) -> list[str]:
    """Return the indexes that do not serve their query even when no other of the table can."""
    return [name for name, (_, query) in indexes.items() if not _serves(connection, name, query)]


def _serves(connection: Connection, name: str, query: LiteralString) -> bool:
    with connection.transaction(force_rollback=True):
        connection.execute(
            "UPDATE pg_index SET indisvalid = false FROM pg_index mine"
            " WHERE mine.indexrelid = %(name)s::regclass AND pg_index.indrelid = mine.indrelid"
            " AND pg_index.indexrelid <> mine.indexrelid",
            {"name": name},
        )
        return name in plan(connection, query)
