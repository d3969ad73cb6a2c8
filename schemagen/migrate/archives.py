"""The archives that a database has (`catalog/archive.py`): how old they are, and what is left.

What is purged keeps its tables, so that the way back of its migration still finds them: only their
rows are gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from schemagen.catalog.archive import ARCHIVED, PREFIX, PURGED
from schemagen.frozen import frozen
from schemagen.migrate.history import Database
from schemagen.sqltext.quoting import Literal, Name, QualifiedName, Raw, join_sql, sql

_ARCHIVES: Final = """\
SELECT n.nspname,
       CASE WHEN d.description ~ %(form)s THEN right(d.description, -length(%(archived)s)) END
           ::timestamptz,
       coalesce(starts_with(d.description, %(purged)s), false),
       array(SELECT c.relname::text FROM pg_catalog.pg_class AS c
             WHERE c.relnamespace = n.oid AND c.relkind = 'r' ORDER BY c.relname COLLATE "C"),
       (SELECT coalesce(sum(pg_catalog.pg_total_relation_size(c.oid)), 0)
        FROM pg_catalog.pg_class AS c WHERE c.relnamespace = n.oid AND c.relkind = 'r')::bigint
FROM pg_catalog.pg_namespace AS n
LEFT JOIN pg_catalog.pg_description AS d
    ON d.objoid = n.oid AND d.classoid = 'pg_catalog.pg_namespace'::regclass
WHERE starts_with(n.nspname, %(prefix)s)
ORDER BY n.nspname COLLATE "C\""""


@frozen
class Archived:
    """An archive in a database.

    Attributes:
        schema: its name.
        at: when it was made; None if its comment does not tell any more.
        purged: whether its rows are gone.
        tables: the names of the tables in it.
        size: of these tables, in bytes.
    """

    schema: str
    at: datetime | None
    purged: bool
    tables: tuple[str, ...]
    size: int


def read_archives(connection: Database) -> tuple[Archived, ...]:
    """Return the archives of a database, by their names, which begin with their times."""
    rows = connection.execute(
        _ARCHIVES,
        {
            "form": f"^{ARCHIVED}[-0-9: ]+[+]00$",
            "archived": ARCHIVED,
            "purged": PURGED,
            "prefix": PREFIX,
        },
    ).fetchall()
    return tuple(Archived(row[0], row[1], row[2], tuple(row[3]), row[4]) for row in rows)


def purge(connection: Database, archives: Sequence[Archived]) -> None:
    """Discard the rows of archives, each in a transaction."""
    for archive in archives:
        with connection.transaction():
            tables = [sql("{}", QualifiedName(archive.schema, name)) for name in archive.tables]
            if tables:
                connection.execute(sql("TRUNCATE {}", Raw(join_sql(tables, ", "))).encode())
            row = connection.execute("SELECT to_char(now(), 'YYYY-MM-DD HH24:MI:SSOF')").fetchone()
            comment = Literal(PURGED + str(row[0] if row else ""))
            text = sql("COMMENT ON SCHEMA {} IS {}", Name(archive.schema), comment)
            connection.execute(text.encode())
