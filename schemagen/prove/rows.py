"""What the tables of a database hold: a digest of each that does not depend on order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from schemagen.app.connecting import Connection
from schemagen.catalog.apart import PATTERN
from schemagen.frozen import frozen
from schemagen.sqltext.quoting import Names, QualifiedName, sql

# In the order of their names, because a column that is dropped comes back as the last one.
_TABLES: Final = """\
SELECT n.nspname, c.relname, array_agg(a.attname::text ORDER BY a.attname)
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    AND n.nspname !~ '^(pg_|information_schema)' AND n.nspname !~ %s
GROUP BY n.nspname, c.relname
ORDER BY n.nspname, c.relname"""
_SEQUENCES: Final = """\
SELECT schemaname || '.' || sequencename, last_value
FROM pg_catalog.pg_sequences
WHERE schemaname !~ '^(pg_|information_schema)' AND schemaname !~ %s
ORDER BY 1"""


class TableContents(NamedTuple):
    """How many rows a table has, and the sum of their hashes."""

    rows: int
    digest: str


@frozen
class Contents:
    """Tables and sequences by name; the position of a sequence that never counted is None."""

    tables: Mapping[str, TableContents]
    sequences: Mapping[str, int | None]

    @property
    def rows(self) -> int:
        """How many rows there are in all tables."""
        return sum(each.rows for each in self.tables.values())

    def lost(self, later: Contents) -> Iterator[str]:
        """Tell what is not there later, a sentence for each table and sequence."""
        for name, table in self.tables.items():
            other = later.tables.get(name, TableContents(0, ""))
            if table.rows != other.rows:
                yield f"{name} had {table.rows} rows, and has {other.rows}"
            elif table.digest != other.digest:
                yield f"rows of {name} are not what they were"
        for name, position in self.sequences.items():
            now = later.sequences.get(name)
            if position != now:
                was, there = position or "its start", now or "its start"
                yield f"the sequence {name} was at {was}, and is at {there}"


def read_contents(connection: Connection) -> Contents:
    """Read all rows of all tables, except what schemagen keeps for itself."""
    tables = {}
    for schema, name, columns in connection.execute(_TABLES.encode(), [PATTERN]).fetchall():
        text = sql(
            "SELECT count(*), coalesce(sum(hashtextextended(ROW({})::text, 0)), 0)::text"
            " FROM ONLY {}",
            Names(tuple(columns)),
            QualifiedName(schema, name),
        )
        row = connection.execute(text.encode()).fetchone()
        tables[f"{schema}.{name}"] = TableContents(*row) if row else TableContents(0, "")
    return Contents(tables, dict(connection.execute(_SEQUENCES.encode(), [PATTERN]).fetchall()))
