"""Taking all rows out of a database, quickly and whatever refers to what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any, Final

import psycopg
from psycopg.rows import tuple_row

from schemagen.catalog.apart import PATTERN
from schemagen.sqltext.quoting import Name, QualifiedName, Raw, join_sql, sql

_TABLES: Final = """
SELECT c.oid, n.nspname, c.relname, ARRAY(
    SELECT coalesce(pg_partition_root(k.conrelid), k.conrelid)::oid
    FROM pg_catalog.pg_constraint AS k
    WHERE k.contype = 'f' AND coalesce(pg_partition_root(k.confrelid), k.confrelid) = c.oid
)
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND n.nspname !~ '^(pg_|information_schema$)' AND n.nspname !~ %s
ORDER BY 2, 3
"""
_STATE: Final = """
SELECT current_setting('is_superuser') = 'on', current_setting('session_replication_role'),
    current_setting('row_security')
"""
# A setting that only a superuser may change is changed only if it is another.
_BACK: Final = """
SELECT set_config('row_security', %s, true), CASE WHEN now.role <> given.role
    THEN set_config('session_replication_role', given.role, true) END
FROM current_setting('session_replication_role') AS now (role), (VALUES (%s)) AS given (role)
"""


@dataclass(frozen=True)
class ClearTables:
    """Takes all rows out of the tables of a database, in the reverse order of their references."""

    def __call__(self, connection: psycopg.Connection[Any], *, but: Sequence[str] = ()) -> None:
        """Take the rows out of all tables but some, in one statement.

        `but` has names of tables, with a schema where several have one name; what they refer to is
        kept with them. Where the role is a superuser, no trigger fires, so that tables that refuse
        to lose rows are cleared, too. Sequences go on counting.

        Raises:
            psycopg.Error: a trigger refuses it, or the role may not.
        """
        with connection.transaction(), connection.cursor(row_factory=tuple_row) as cursor:
            tables = cursor.execute(_TABLES, [PATTERN]).fetchall()
            names = {oid: QualifiedName(schema, table) for oid, schema, table, _ in tables}
            referring = {oid: others for oid, _, _, others in tables}
            kept = _with_referred({oid for oid in names if _is_named(names[oid], but)}, referring)
            listed = [names[oid] for oid in _order(referring) if oid not in kept]
            if not listed:
                return
            state = cursor.execute(_STATE).fetchone()
            superuser, role, security = state or (False, "", "")
            if superuser:
                cursor.execute("SET LOCAL session_replication_role = replica")
            else:
                # Rows that a policy hides would stay without a word.
                cursor.execute("SET LOCAL row_security = off")
            cursor.execute(_deleting(listed).encode())
            cursor.execute(_BACK, [security, role])


def _is_named(table: QualifiedName, names: Sequence[str]) -> bool:
    return table.name in names or f"{table.schema}.{table.name}" in names


def _with_referred(kept: set[int], referring: Mapping[int, Sequence[int]]) -> set[int]:
    """Return tables with all that they refer to, and so on."""
    while more := {oid for oid, others in referring.items() if kept & {*others}} - kept:
        kept |= more
    return kept


def _order(referring: Mapping[int, Sequence[int]]) -> list[int]:
    """Return tables after those that refer to them; in a circle, as they come."""
    graph = {
        oid: {other for other in others if other in referring and other != oid}
        for oid, others in referring.items()
    }
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError:
        return list(referring)


def _deleting(tables: Sequence[QualifiedName]) -> str:
    """Return one statement: references are looked at when it ends, so a circle is no matter."""
    parts = [
        sql("{} AS (DELETE FROM {})", Name(f"t{place}"), table)
        for place, table in enumerate(tables)
    ]
    return sql("WITH {} SELECT", Raw(join_sql(parts, ", ")))
