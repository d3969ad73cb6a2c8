"""The trust project with its observer events partitioned by month, live."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from schemagen.app.maintaining import Maintenance, maintain
from tests.projects.acting import Connection, acting, apply_project, roll_back_project, rows, run
from tests.projects.test_trust import ANN, LISTED, OWN, PEOPLE

REPOSITORY = Path(__file__).parents[2]
PROJECT = "trust_partitioned"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
EVENTS = f"""
INSERT INTO observer_events (agent_id, event_type, created_at)
SELECT agent, 'call', day FROM unnest(ARRAY['{OWN}', '{LISTED}']::uuid[]) AS agent,
  unnest(ARRAY['2024-10-30', '2026-10-30', '2026-11-01', '2027-01-01']::timestamptz[]) AS day;
"""
pytestmark = pytest.mark.majors(18)


@pytest.fixture
def trust(database: str) -> Iterator[Connection]:
    """The project with events that came before their partitions, maintained since."""
    with psycopg.connect(database, autocommit=True) as connection:
        run(connection, "SET timezone = 'UTC'")
        apply_project(connection, PROJECT)
        run(connection, PEOPLE + EVENTS)
        found = maintain(REPOSITORY, PROJECT, database, Maintenance(now=NOW))
        assert not found.refused
        yield connection


def test_events_are_reached_through_their_table_by_whom_the_spec_says(trust: Connection) -> None:
    mine = "SELECT created_at::date::text FROM observer_events WHERE created_at::time = '00:00'"
    with acting(trust, "trust_member", user_id=ANN):
        assert rows(trust, f"{mine} AND created_at < '2027-02-01' ORDER BY 1") == [
            "2026-10-30",
            "2026-11-01",
            "2027-01-01",
        ]
        for part in ("observer_events_p2026_11", "observer_events_default"):
            with pytest.raises(errors.InsufficientPrivilege), trust.transaction():
                run(trust, f"SELECT FROM {part}")
    with acting(trust, "trust_system"):
        added = f"INSERT INTO observer_events (agent_id, event_type) VALUES ('{OWN}', 'x')"
        run(trust, added)
        with pytest.raises(errors.InsufficientPrivilege), trust.transaction():
            run(trust, "DELETE FROM observer_events")
    with pytest.raises(errors.RestrictViolation):
        run(trust, "UPDATE observer_events_p2026_11 SET event_type = 'other'")
    archived = "SELECT count(*) FROM public_archive.observer_events_p2024_10"
    assert rows(trust, archived) == [2]


def test_a_query_by_time_reads_its_partitions_alone(trust: Connection) -> None:
    query = "EXPLAIN (FORMAT JSON) SELECT FROM observer_events WHERE created_at >= '{}' AND"
    query += " created_at < '{}'"
    for first, last, parts in (
        ("2026-11-01", "2026-12-01", ["p2026_11"]),
        ("2026-10-31", "2026-11-02", ["p2026_10", "p2026_11"]),
        ("2031-01-01", "2031-02-01", ["default"]),
    ):
        plan = str(trust.execute(query.format(first, last).encode()).fetchall())
        assert sorted(re.findall(r"'Relation Name': 'observer_events_(\w+)'", plan)) == parts


def test_rolled_back_nothing_is_left_but_what_was_archived(trust: Connection) -> None:
    roll_back_project(trust, PROJECT)
    left = "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'p', 'S') AND"
    left += " relnamespace::regnamespace::text !~ '^(pg_|information_schema)' ORDER BY 1"
    assert rows(trust, left) == ["public_archive.observer_events_p2024_10"]
