"""Ranges and multiranges in generated models: checked, kept by a server, and sent as JSON."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from psycopg.types.multirange import Multirange
from psycopg.types.range import Range, RangeInfo, register_range
from pydantic import ValidationError

from schemagen.render.build import Build
from schemagen.render.events import render_events
from tests.client.packages import imported_package, loaded
from tests.specs import project_of

SPEC = Path(__file__).with_name("ranges.yaml").read_text(encoding="utf-8")
MONDAY, FRIDAY = dt.date(2026, 11, 2), dt.date(2026, 11, 6)
NOON = dt.datetime(2026, 11, 2, 12, 0, 0, 250000, tzinfo=dt.timezone(dt.timedelta(hours=5.5)))
LATER = dt.datetime(2026, 11, 3, tzinfo=dt.UTC)
WEEK = Range(MONDAY, FRIDAY)
PRICES = Range(Decimal("1.50"), Decimal(9), "(]")
VALUES: dict[str, Any] = {
    "during": WEEK,
    "at": Range(NOON, LATER),
    "local": Range(dt.datetime(2026, 1, 2, 3), None),
    "seats": Range(None, 7),
    "numbers": Range(1, 2**40),
    "price": Range(Decimal("0.10"), Decimal("0.10"), "[]"),
    "days": Multirange([WEEK, Range(dt.date(2027, 1, 1), None)]),
    "moments": Multirange([Range(NOON, LATER, "[]")]),
    "amounts": Multirange([Range(None, Decimal(1)), PRICES]),
    "stays": [WEEK, None, Range(empty=True)],
    "period": WEEK,
    "prices": PRICES,
    "price_sets": Multirange([PRICES]),
    "price_lists": [PRICES, None, Range(None, None)],
    "nights": Range(MONDAY, FRIDAY, "[]"),
    "slot": Range(NOON, LATER),
    "slot_sets": Multirange([Range(NOON, LATER)]),
    "spelling": Range('a "b", \\', "z)", "[]"),
    "grade": Range("low", "high", "[]"),
}
EMPTY = {"id": 2, "during": Range(empty=True), "days": Multirange(), "prices": Range(empty=True)}

TOLD = """
realtime: {channels: {all-notes: {}}}
range_types: {floats: float8}
tables:
  notes:
    columns: {id: integer primary key, during: daterange not null, sets: "floats_multirange[]"}
    realtime: {noted: {on: insert, channels: all-notes}}
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    return imported_package(project_of(SPEC), tmp_path_factory.mktemp("ranges"), "ranges_package")


@pytest.fixture
def booked(package: SimpleNamespace, database: str) -> str:
    return loaded(package, database)


def check_contract(bookings: Any, models: Any) -> None:
    """Write ranges of all sorts, find them and read them as they were."""
    full = bookings.insert(models.NewBooking(id=1, **VALUES))
    assert full.model_dump() == {"id": 1, **VALUES}
    assert bookings.get(1) == full
    for name, value in VALUES.items():
        assert bookings.find(**{name: value}) == [full], name
    assert bookings.insert_many([models.NewBooking(**EMPTY)]) == 1
    assert bookings.get(2).model_dump(include=set(EMPTY)) == EMPTY
    assert bookings.get(2).seats == Range(1, 3)
    changes = models.BookingUpdate(prices=Range(Decimal(2), None), days="{}", stays=[])
    changed = bookings.update(1, changes)
    assert (changed.prices, changed.days, changed.stays) == (
        Range(Decimal(2), None),
        Multirange(),
        [],
    )


def test_a_server_keeps_what_a_model_holds(booked: str, package: SimpleNamespace) -> None:
    with psycopg.connect(booked) as session:
        check_contract(package.repositories.Repositories(session).bookings, package.models)


def test_the_memory_does_the_same(package: SimpleNamespace) -> None:
    check_contract(package.memory.MemoryStorage().bookings, package.models)


def test_all_are_copied_as_they_are(booked: str, package: SimpleNamespace) -> None:
    with psycopg.connect(booked) as session:
        bookings = package.repositories.Repositories(session).bookings
        bookings.insert_many([package.models.NewBooking(id=1, **VALUES)])
        assert bookings.get(1).model_dump() == {"id": 1, **VALUES}


def test_types_that_a_program_registered_are_read(booked: str, package: SimpleNamespace) -> None:
    with psycopg.connect(booked) as session:
        info = RangeInfo.fetch(session, "prices")
        assert info
        register_range(info, session)
        bookings = package.repositories.Repositories(session).bookings
        made = bookings.insert(package.models.NewBooking(id=1, during=WEEK, prices=PRICES))
        assert (made.prices, bookings.find(prices=PRICES)) == (PRICES, [made])


def test_a_key_is_a_range(booked: str, package: SimpleNamespace) -> None:
    with psycopg.connect(booked) as session:
        kept = package.repositories.Repositories(session).kept
        rows = [package.models.NewKept(during=Range(n, n + 5)) for n in (1, 2**40)]
        first, second = map(kept.insert, rows)
        page = kept.page(limit=1)
        assert (page.rows, page.after) == ([first], first.during)
        assert kept.page(after=page.after).rows == [second]
        assert kept.update(second.during, package.models.KeptUpdate(note="a")).note == "a"


def test_days_and_whole_numbers_are_held_as_postgresql_keeps_them(
    booked: str, package: SimpleNamespace
) -> None:
    new = package.models.NewBooking(
        id=1,
        during=Range(MONDAY, FRIDAY, "(]"),
        seats=Range(1, 5, "[]"),
        numbers=Range(1, 2, "()"),
        price=Range(Decimal(1), Decimal(1)),
    )
    after = dt.timedelta(1)
    assert new.during == Range(MONDAY + after, FRIDAY + after)
    assert (new.seats, new.numbers, new.price) == (
        Range(1, 6),
        Range(empty=True),
        Range(empty=True),
    )
    with psycopg.connect(booked) as session:
        row = package.repositories.Repositories(session).bookings.insert(new)
    assert (row.during, row.seats, row.numbers, row.price) == (
        new.during,
        new.seats,
        new.numbers,
        new.price,
    )


def test_they_are_postgresqls_text_in_json(booked: str, package: SimpleNamespace) -> None:
    row = package.models.Booking(id=1, **VALUES)
    text = row.model_dump_json()
    sent = json.loads(text)
    assert sent["during"] == "[2026-11-02,2026-11-06)"
    assert sent["at"] == "[2026-11-02T12:00:00.250000+05:30,2026-11-03T00:00:00Z)"
    assert sent["seats"] == "(,7)"
    assert sent["amounts"] == "{(,1),(1.50,9]}"
    assert sent["stays"] == ["[2026-11-02,2026-11-06)", None, "empty"]
    assert sent["spelling"] == r'["a ""b"", \\","z)"]'
    assert package.models.Booking.model_validate_json(text) == row
    with psycopg.connect(booked) as session:
        bookings = package.repositories.Repositories(session).bookings
        bookings.insert(package.models.NewBooking.model_validate_json(text))
        session.execute("SET timezone TO 'UTC'")
        found = session.execute("SELECT to_json(b)::text FROM bookings b").fetchone()
        read = "SELECT (json_populate_record(NULL::bookings, %s)).*"
        cursor = session.cursor(row_factory=psycopg.rows.class_row(package.models.Booking))
        assert found
        assert package.models.Booking.model_validate_json(found[0]) == row
        assert cursor.execute(read, [text]).fetchone() == row


def test_their_json_schema_is_that_of_a_text(package: SimpleNamespace) -> None:
    for mode in ("validation", "serialization"):
        schema = package.models.Booking.model_json_schema(mode=mode)["properties"]
        assert schema["during"] == {"title": "During", "type": "string"}
        assert schema["days"] == {"title": "Days", "type": "string"}


@pytest.mark.parametrize(
    ("column", "value", "where", "message"),
    [
        ("during", "anything", (), "Range of psycopg is expected"),
        ("during", None, (), "Range of psycopg is expected"),
        ("during", Range(FRIDAY, MONDAY), (), "above its upper bound"),
        ("during", Range("soon", None), ("lower",), "valid date"),
        ("during", Range(MONDAY, dt.date.max, "[]"), (), "no day after"),
        ("at", Range(dt.datetime(2026, 1, 1), None), ("lower",), "timezone"),
        ("local", Range(None, NOON), ("upper",), "timezone"),
        ("seats", Range(1, 2**31), ("upper",), "less than or equal to 2147483647"),
        ("price", "[a,)", ("lower",), "decimal"),
        ("days", WEEK, (), "Multirange of psycopg is expected"),
        ("days", "{[2026-01-01,2026-01-02),}", (), "Multirange of psycopg is expected"),
        ("days", Multirange[Any]([WEEK, Range(1.5, None)]), (1, "lower"), "date"),
        ("stays", [Range(FRIDAY, MONDAY)], (0,), "above its upper bound"),
        ("prices", Range(Decimal(2), Decimal(1)), (), "above its upper bound"),
        ("grade", Range("low", "middle"), ("upper",), "'low' or 'high'"),
        ("spelling", Range("\x00", None), ("lower",), "U+0000"),
    ],
)
def test_what_is_no_such_range_is_refused_with_its_field(
    package: SimpleNamespace, column: str, value: object, where: tuple[object, ...], message: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        package.models.NewBooking(**{"id": 1, "during": WEEK, column: value})
    told = [error for error in caught.value.errors() if message in error["msg"]]
    assert [error["loc"][: len(where) + 1] for error in told] == [(column, *where)]


def test_a_factory_takes_and_makes_up_ranges(booked: str, package: SimpleNamespace) -> None:
    with psycopg.connect(booked, autocommit=True) as session:
        make = package.testing.Make()
        told = {
            name: VALUES[name] for name in ("during", "seats", "prices", "nights", "price_sets")
        }
        assert make.booking(session, **told).model_dump(include=set(told)) == told
        assert isinstance(make.booking(session).during, Range)


def test_events_tell_them_as_text() -> None:
    text = render_events(Build(project_of(TOLD)))
    assert "    during: str\n    sets: list[str | None] | None\n" in text
