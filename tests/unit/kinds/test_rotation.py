"""Names and bounds of partitions that come and go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from schemagen.kinds.table import Rotation


def rotation(
    every: str, *, type_: str = "timestamp with time zone", keep: str | None = None
) -> Rotation:
    return Rotation(column="at", type=type_, every=every, keep=keep)


MOMENT = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("every", "name", "start"),
    [
        ("day", "event_p2026_11_21", "2026-11-21"),
        ("week", "event_p2026w47", "2026-11-16"),
        ("month", "event_p2026_11", "2026-11-01"),
        ("year", "event_p2026", "2026-01-01"),
    ],
)
def test_a_partition_is_named_after_its_first_day(every: str, name: str, start: str) -> None:
    of = rotation(every, type_="date")
    index = of.index(MOMENT)
    assert of.name("event", index) == name
    assert of.text(of.start(index)) == start
    assert of.index(MOMENT) == of.index(datetime.fromisoformat(f"{start}T00:00Z"))


def test_days_are_those_of_utc() -> None:
    of = rotation("day")
    there = MOMENT.astimezone(timezone(timedelta(hours=9)))
    assert of.index(there) == of.index(MOMENT)
    assert of.text(of.start(of.index(there))) == "2026-11-21 00:00:00+00"


def test_numbers_below_zero_have_partitions_too() -> None:
    of = rotation("1000", type_="bigint")
    assert [of.name("event", of.index(n)) for n in (-1, 0, 999, 1000)] == [
        "event_pm1000",
        "event_p0",
        "event_p0",
        "event_p1000",
    ]


def test_a_long_name_keeps_its_ending() -> None:
    of = rotation("month")
    name = of.name("e" * 63, of.index(MOMENT))
    assert len(name) == 63
    assert name.endswith("_p2026_11")
    assert of.owns("e" * 63, name, None)


@pytest.mark.parametrize(
    ("keep", "expected"),
    [("3 months", (2027, 11, 30)), ("1 year", (2027, 2, 28)), ("2 weeks", (2028, 2, 15))],
)
def test_rows_are_kept_so_long(keep: str, expected: tuple[int, int, int]) -> None:
    now = datetime(2028, 2, 29, tzinfo=UTC)
    limit = rotation("month", keep=keep).expires(now)
    assert isinstance(limit, datetime)
    assert (limit.year, limit.month) == expected[:2]
    assert limit.day in (expected[2], 29)


def test_a_partition_is_known_by_name_and_bounds() -> None:
    of = rotation("month")
    bound = "FOR VALUES FROM ('2026-11-01 00:00:00+00') TO ('2026-12-01 00:00:00+00')"
    elsewhere = "FOR VALUES FROM ('2026-11-01 09:00:00+09') TO ('2026-12-01 09:00:00+09')"
    assert of.owns("event", "event_p2026_11", bound)
    assert of.owns("event", "event_p2026_11", elsewhere)
    assert not of.owns("event", "event_p2026_10", bound)
    assert not of.owns("event", "event_p2026_11", bound.replace("-12-01", "-12-02"))
    assert not of.owns("event", "event_p2026_11", "FOR VALUES FROM (MINVALUE) TO (MAXVALUE)")
    assert not of.owns("event", "event_old", None)
