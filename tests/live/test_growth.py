"""What a server says of tables that grow."""

from __future__ import annotations

import psycopg
import pytest

from schemagen.growth.reading import read_growth

SCRIPT = """
CREATE TABLE event (id integer, at date, note text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE INDEX by_note ON event (note);
CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE event_default PARTITION OF event DEFAULT;
CREATE TABLE few (id integer);
INSERT INTO event SELECT n, '2026-01-05', repeat('x', 500) FROM generate_series(1, 3000) AS n;
INSERT INTO event SELECT n, '2026-03-05', 'late' FROM generate_series(1, 20) AS n;
ANALYZE;
"""
THINNED = """
CREATE TABLE full_up AS
  SELECT n AS id, now() AS at, nullif(repeat('x', n % 90), '') AS note
  FROM generate_series(1, 20000) AS n;
CREATE TABLE thinned AS TABLE full_up;
CREATE TABLE never_analysed AS SELECT 1 AS id;
DELETE FROM thinned WHERE id % 10 > 0;
"""


@pytest.mark.majors(18)
def test_partitions_count_with_their_table_and_its_indexes(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(SCRIPT)
        connection.execute("SELECT pg_stat_clear_snapshot()")
        found = read_growth(connection)
    event, few = found.tables
    assert (event.schema, event.name, event.parts) == ("public", "event", 2)
    assert (event.rows, event.stray, few.rows) == (3020, 20, 0)
    assert event.heap > 3000 * 500
    assert 0 < event.indexes < event.heap
    assert [(use.name, use.needed) for use in event.uses] == [
        ("by_note", False),
        ("event_pkey", True),
    ]
    assert sum(use.bytes for use in event.uses) == event.indexes
    assert found.seconds > 0


@pytest.mark.majors(18)
def test_pages_that_hold_no_row_are_told_of_though_vacuum_has_cleared_them(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(THINNED)
        connection.execute("VACUUM ANALYZE full_up")
        connection.execute("VACUUM ANALYZE thinned")
        found = {each.name: each for each in read_growth(connection).tables}
    bloat = {name: each.bloat for name, each in found.items()}
    assert bloat["never_analysed"] is None
    assert 0 <= (bloat["full_up"] or 0) < 0.1
    assert 0.85 < (bloat["thinned"] or 0) < 0.95
    assert found["thinned"].heap == found["full_up"].heap
