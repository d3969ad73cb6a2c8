"""Foreign keys that are checked for all rows of a statement at once.

PostgreSQL looks up the row that is referred to for each row by itself, which takes longer than all
the rest of a large INSERT. A superuser can leave that out: afterwards one join looks for rows that
refer to nothing, as ALTER TABLE … VALIDATE CONSTRAINT does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg

from schemagen.seeding.reading import Connection, Constraint, Shelf, Table
from schemagen.sqltext.quoting import Name, QualifiedName, Raw, join_sql, sql

_TRIGGERS: Final = """
SELECT n.nspname, c.relname, t.tgname
FROM (
    SELECT %s::oid UNION SELECT relid FROM pg_catalog.pg_partition_tree(%s::oid)
) AS part (relid)
JOIN pg_catalog.pg_trigger AS t ON t.tgrelid = part.relid
JOIN pg_catalog.pg_proc AS p ON p.oid = t.tgfoid
JOIN pg_catalog.pg_constraint AS k ON k.oid = t.tgconstraint
JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE current_setting('is_superuser') = 'on' AND t.tgisinternal AND t.tgenabled = 'O'
    AND p.proname IN ('RI_FKey_check_ins', 'RI_FKey_check_upd')
    AND k.confmatchtype = 's' AND coalesce(pg_catalog.to_jsonb(k) ->> 'conperiod', '') <> 'true'
ORDER BY 1, 2, 3
"""


@contextmanager
def checked_at_once(connection: Connection, table: Table, shelf: Shelf) -> Iterator[None]:
    """Check the foreign keys of what the block writes to a table in its end, in a transaction.

    Whoever is no superuser has them checked row by row.

    Raises:
        psycopg.errors.ForeignKeyViolation: a row refers to nothing.
    """
    triggers = connection.execute(_TRIGGERS.encode(), [table.row.oid] * 2).fetchall()
    for trigger in triggers:
        _switch(connection, "DISABLE", *trigger)
    yield
    if triggers:
        # A table with triggers that are still to fire cannot be altered.
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for trigger in triggers:
        _switch(connection, "ENABLE", *trigger)
    for key in table.of("f") if triggers else ():
        parent = shelf.tables.get(key.other)
        if parent is not None and connection.execute(_astray(table, key, parent)).fetchone():
            raise psycopg.errors.ForeignKeyViolation(
                f"rows of {table.name} violate its foreign key {key.name}"
            )


def _astray(table: Table, key: Constraint, parent: Table) -> bytes:
    """Return the query for a row that refers to nothing."""
    own, others = table.names(key.columns), parent.names(key.other_columns)
    pairs = [
        sql("other.{} = own.{}", Name(other), Name(name))
        for name, other in zip(own, others, strict=True)
    ]
    given = [sql("own.{} IS NOT NULL", Name(name)) for name in own]
    return sql(
        "SELECT 1 FROM {} AS own LEFT JOIN {} AS other ON {} WHERE {} AND other.{} IS NULL LIMIT 1",
        table.qualified,
        parent.qualified,
        Raw(join_sql(pairs, " AND ")),
        Raw(join_sql(given, " AND ")),
        Name(others[0]),
    ).encode()


def _switch(connection: Connection, what: str, schema: str, table: str, trigger: str) -> None:
    connection.execute(
        sql(
            "ALTER TABLE ONLY {} {} TRIGGER {}",
            QualifiedName(schema, table),
            Raw(what),
            Name(trigger),
        ).encode()
    )
