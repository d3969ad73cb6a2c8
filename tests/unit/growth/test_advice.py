"""What would help a table that grows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemagen.growth.advice import Topic, advise, advise_whole, per_day
from schemagen.growth.figures import Grown, Growth, IndexUse
from schemagen.growth.words import bytes_in_words, rows_in_words
from tests.specs import project_of

GIGABYTE = 2**30
DAYS = 86400.0
SPEC = """
tables:
  event:
    columns:
      id: bigint generated always as identity primary key
      happened_at: timestamptz not null
      created_at: timestamptz not null default now()
      note: text
  mark: {columns: {id: bigint primary key, event_id: bigint references event}}
"""
TABLE = Grown(
    schema="public",
    name="event",
    parts=0,
    rows=50_000_000,
    heap=6 * GIGABYTE,
    indexes=2 * GIGABYTE,
    rest=0,
    room=0,
    dead=0,
    inserted=50_000_000,
    updated=0,
    updated_in_page=0,
    deleted=0,
    scans=0,
    lookups=9,
    stray=0,
)
INDEX = IndexUse(schema="public", table="event", name="i", needed=False, bytes=GIGABYTE, used=0)


def said(table: Grown, spec: str = SPEC, days: float = 100) -> list[tuple[Topic, str, str]]:
    growth = Growth((table,), days * DAYS)
    catalog = project_of(spec).catalog
    return [(each.topic, each.reason, each.remedy) for each in advise(table, growth, catalog)]


def test_a_large_table_that_is_added_to_is_to_be_partitioned_by_when_rows_came() -> None:
    assert said(TABLE) == [
        (
            Topic.PARTITION,
            "50,000,000 rows, 8.0 GB, mostly added to",
            "partition_by: {range: created_at, every: month}, with created_at in each key;"
            " foreign_key public.mark.mark_event_id_fkey would have to refer to created_at as well",
        )
    ]


@pytest.mark.parametrize(
    "table",
    [
        replace(TABLE, rows=9_000_000, heap=GIGABYTE),
        replace(TABLE, updated=30_000_000, deleted=30_000_000, updated_in_page=30_000_000),
    ],
)
def test_one_that_is_small_or_changed_all_the_time_is_not(table: Grown) -> None:
    assert said(table) == []


@pytest.mark.parametrize(("days", "every"), [(100, "month"), (1, "week"), (0.1, "month")])
def test_partitions_are_as_wide_as_stays_small(days: float, every: str) -> None:
    table = replace(TABLE, inserted=8_000_000) if days == 1 else TABLE
    ((_, _, remedy),) = said(table, days=days)
    assert f"every: {every}" in remedy


def test_growth_is_not_told_from_less_than_a_day() -> None:
    assert per_day(TABLE, Growth((TABLE,), DAYS / 2)) is None
    assert per_day(replace(TABLE, deleted=10_000_000), Growth((TABLE,), 2 * DAYS)) == 20_000_000


def test_partitions_that_wait_for_somebody_or_are_kept_for_ever_are_told() -> None:
    spec = SPEC.replace("identity primary key", "identity").replace(" references event", "")
    spec = spec.replace(
        "  mark",
        "    primary_key: [id, created_at]\n"
        "    partition_by: {range: created_at, every: day}\n  mark",
    )
    assert [topic for topic, _, _ in said(replace(TABLE, stray=5, parts=9), spec)] == [
        Topic.MAINTAIN,
        Topic.KEEP,
    ]


def test_what_is_not_used_or_dead_is_told() -> None:
    small = replace(TABLE, rows=1_000_000)
    assert said(replace(small, uses=(INDEX,)))[0][:2] == (
        Topic.INDEX,
        "index i takes 1.0 GB and was not used",
    )
    assert said(replace(small, uses=(replace(INDEX, needed=True), replace(INDEX, used=1)))) == []
    assert said(replace(small, dead=500_000))[0][:2] == (Topic.VACUUM, "33% of its rows are dead")
    empty = replace(small, room=4 * GIGABYTE)
    assert said(empty)[0][:2] == (Topic.REWRITE, "about 4.0 GB of its 6.0 GB hold no row")
    assert said(replace(small, room=2 * GIGABYTE)) == said(replace(small, room=None)) == []
    moved = replace(small, updated=2_000_000, updated_in_page=500_000)
    assert said(moved)[0][:2] == (Topic.FILLFACTOR, "75% of its updates change every index")


def test_a_database_outgrows_a_server() -> None:
    growth = Growth((replace(TABLE, heap=600 * GIGABYTE),), DAYS)
    (found,) = advise_whole(growth, "tenant_id")
    assert found.reason == "the tables take 602 GB"
    assert "citus" in found.remedy
    assert "tenancy" in next(advise_whole(growth, None)).remedy
    assert list(advise_whole(Growth((TABLE,), DAYS), None)) == []


def test_sizes_are_said_as_people_do() -> None:
    assert [bytes_in_words(n) for n in (0, 8192, 1536, 10 * 2**20, 2**50)] == [
        "0 bytes",
        "8.0 kB",
        "1.5 kB",
        "10 MB",
        "1024 TB",
    ]
    assert [rows_in_words(n) for n in (1, 1000)] == ["1 row", "1,000 rows"]
