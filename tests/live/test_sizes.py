"""How large a server says that its relations are."""

from __future__ import annotations

import psycopg

from schemagen.introspect.sizes import read_sizes

SCRIPT = """
CREATE SCHEMA app;
CREATE TABLE app.events (id integer, note text) PARTITION BY LIST (id);
CREATE TABLE app.events_1 PARTITION OF app.events FOR VALUES IN (1);
CREATE TABLE app.few (id integer);
INSERT INTO app.few SELECT 1;
INSERT INTO app.events SELECT 1, repeat('x', 1000) FROM generate_series(1, 10000);
"""


def test_a_table_is_as_large_as_its_partitions(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(SCRIPT)
        sizes = read_sizes(connection)
    assert sizes.is_large("app", "events")
    assert sizes.is_large("app", "events_1")
    assert not sizes.is_large("app", "few")


def test_what_is_not_there_is_not_large(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        assert not read_sizes(connection).is_large("public", "missing")
