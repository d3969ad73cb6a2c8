"""Everything that a database's catalog holds, to see what a script leaves behind.

All rows of all system catalogs are compared as text, those of the whole server (roles,
memberships, settings) included: what nobody thought of is compared too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, TypeAlias

import psycopg
from psycopg import sql

Connection: TypeAlias = psycopg.Connection[tuple[Any, ...]]
Contents: TypeAlias = Mapping[str, Counter[str]]
"""The rows of every system catalog by its name."""

_CATALOGS = """
SELECT c.relname
FROM pg_class c
WHERE c.relnamespace = 'pg_catalog'::regnamespace
  AND c.relkind = 'r'
  AND c.oid < 16384
  AND c.relname NOT IN ('pg_statistic', 'pg_statistic_ext_data')
ORDER BY c.relname
"""

# PostgreSQL gives its own catalogs, and all that it comes with, oids below FirstNormalObjectId.
_NEWEST = """
SELECT greatest(
    16383, max(c.oid::bigint), (SELECT max(p.oid::bigint) FROM pg_proc AS p),
    (SELECT max(k.oid::bigint) FROM pg_constraint AS k)
)
FROM pg_class AS c
"""

# What a reader counts: `9 tables, 23 indexes`. What is made later has a higher oid.
_COUNTS = """
SELECT noun, count(*)
FROM (
    SELECT CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view'
           WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' END, oid
    FROM pg_class
    UNION ALL SELECT 'index', indexrelid
    FROM pg_index JOIN pg_class ON pg_class.oid = indrelid AND relkind <> 't'
    UNION ALL SELECT 'constraint', oid FROM pg_constraint WHERE contype <> 'n'
    UNION ALL SELECT 'function', oid FROM pg_proc
    UNION ALL SELECT 'trigger', oid FROM pg_trigger WHERE tgconstrindid = 0
    UNION ALL SELECT 'policy', oid FROM pg_policy
    UNION ALL SELECT 'role', oid FROM pg_authid
) AS made (noun, oid)
WHERE noun IS NOT NULL AND oid::bigint > %s
  AND oid NOT IN (SELECT objid FROM pg_depend WHERE deptype = 'e')
GROUP BY noun
"""
_NOUNS = (
    ("table", "tables"),
    ("view", "views"),
    ("materialized view", "materialized views"),
    ("sequence", "sequences"),
    ("constraint", "constraints"),
    ("index", "indexes"),
    ("function", "functions"),
    ("trigger", "triggers"),
    ("policy", "policies"),
    ("role", "roles"),
)


def read_contents(connection: Connection) -> Contents:
    """Read all rows of all system catalogs, statistics excepted."""
    found: dict[str, Counter[str]] = {}
    for (name,) in connection.execute(_CATALOGS).fetchall():
        query = sql.SQL("SELECT t::text FROM pg_catalog.{} AS t").format(sql.Identifier(name))
        found[name] = Counter(text for (text,) in connection.execute(query))
    return found


def leftovers(before: Contents, after: Contents) -> tuple[str, ...]:
    """Name the rows that are there more or less than before: `pg_proc: (16390,f,…)`."""
    found = []
    for name in sorted({*before, *after}):
        old, new = before.get(name, Counter()), after.get(name, Counter())
        found += [f"{name}: left behind: {text}" for text in sorted(new - old)]
        found += [f"{name}: gone: {text}" for text in sorted(old - new)]
    return tuple(found)


def newest(connection: Connection) -> int:
    """Return the oid of what was made last in a database, to tell what is made after it."""
    return int(connection.execute(_NEWEST).fetchall()[0][0])


def count_objects(connection: Connection, since: int) -> str:
    """Say how many objects were made since: `9 tables, 23 indexes, 4 roles`."""
    counts: dict[str, int] = dict(connection.execute(_COUNTS, [since]).fetchall())
    parts = [
        f"{counts[one]} {one if counts[one] == 1 else many}"
        for one, many in _NOUNS
        if one in counts
    ]
    return ", ".join(parts) or "nothing"
