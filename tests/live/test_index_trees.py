"""Indexes of partitions that PostgreSQL did not make: there, back, and nothing left to do."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from schemagen.plan.transition import plan_transition
from tests.catalogs import differences, make, read

TABLES = """
CREATE TABLE t (id integer NOT NULL, part integer NOT NULL) PARTITION BY LIST (part);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2);
"""
USUAL = "CREATE INDEX whole ON t (id);"
HALF = """
CREATE INDEX whole ON ONLY t (id);
CREATE INDEX first ON t1 (id);
ALTER INDEX whole ATTACH PARTITION first;
"""
NAMED = f"""
{HALF}
CREATE INDEX second ON t2 (id);
ALTER INDEX whole ATTACH PARTITION second;
"""
ALONE = "ALTER TABLE ONLY t ADD CONSTRAINT whole PRIMARY KEY (id, part);"
KEY = f"""
{ALONE}
ALTER TABLE t1 ADD CONSTRAINT first PRIMARY KEY (id, part);
ALTER INDEX whole ATTACH PARTITION first;
"""
CONSTRAINT = """
CREATE UNIQUE INDEX whole ON ONLY t (id, part);
ALTER TABLE t1 ADD CONSTRAINT first UNIQUE (id, part);
ALTER INDEX whole ATTACH PARTITION first;
"""
INDEXES = """
SELECT x.relname, t.relname, coalesce(p.relname, ''), i.indisvalid
FROM pg_index AS i
JOIN pg_class AS x ON x.oid = i.indexrelid
JOIN pg_class AS t ON t.oid = i.indrelid
LEFT JOIN pg_inherits AS h ON h.inhrelid = x.oid
LEFT JOIN pg_class AS p ON p.oid = h.inhparent
WHERE t.relname ~ '^t[123]?$'
ORDER BY 1
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", NAMED),
        (USUAL, NAMED),
        (USUAL, HALF),
        (HALF, NAMED),
        (ALONE, KEY),
        (KEY, USUAL),
        (CONSTRAINT, USUAL),
        ("", CONSTRAINT),
    ],
    ids=["new", "renamed", "half", "completed", "key", "replaced", "constraint", "unique"],
)
def test_the_indexes_of_partitions_become_others(
    new_database: Any, before: str, after: str
) -> None:
    url, other = new_database(), new_database()
    for where, text in ((url, before), (other, after)):
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute((TABLES + text).encode())
    current, desired, start = read(url), read(other), indexes(url)
    plan = plan_transition(current, desired)
    with psycopg.connect(url, autocommit=True) as connection:
        make(connection, plan.statements)
    assert indexes(url) == indexes(other)
    assert differences(read(url), desired) == []
    with psycopg.connect(url, autocommit=True) as connection:
        make(connection, plan.undo)
    assert indexes(url) == start


def test_a_new_partition_has_its_own_key_for_an_index_of_the_parent(new_database: Any) -> None:
    url, other = new_database(), new_database()
    index = "CREATE UNIQUE INDEX whole ON t (id, part);"
    extra = """
    ALTER TABLE t ADD CONSTRAINT positive CHECK (id > 0);
    CREATE TABLE t3 (id integer, part integer, CONSTRAINT positive CHECK (id > 0),
        CONSTRAINT key PRIMARY KEY (id, part));
    ALTER TABLE t ATTACH PARTITION t3 FOR VALUES IN (3);
    """
    for where, text in ((url, index), (other, index + extra)):
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute((TABLES + text).encode())
    current, desired = read(url), read(other)
    plan = plan_transition(current, desired)
    with psycopg.connect(url, autocommit=True) as connection:
        make(connection, plan.statements)
    assert differences(read(url), desired) == []
    assert indexes(url) == indexes(other)
    with psycopg.connect(url, autocommit=True) as connection:
        make(connection, plan.undo)
    assert differences(read(url), current) == []


def indexes(url: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(INDEXES).fetchall()
