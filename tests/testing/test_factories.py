"""Factories where tables ask for more than a value: keys, checks, circles, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from schemagen.errors import SettingsError
from tests.client.packages import imported_package
from tests.conftest import Servers
from tests.projects.acting import run
from tests.specs import project_of

SPEC = """\
enums: {grade: [low, high]}
domains: {code: {type: text, not_null: true, checks: {code_form: "VALUE ~ '^[A-Z]{2}-[0-9]{4,}$'"}}}
shapes: {Note: {text: string}}
actors: {reader: {role: factories_reader, claims: {house_id: integer}}}
tables:
  houses:
    columns: {id: serial primary key, code: code unique, best_room_id: integer references rooms}
    access: {reader: {select: id = claim.house_id}}
  rooms:
    columns:
      id: serial primary key
      house_id: integer not null references houses
      number: integer not null check (number between 1 and 9)
    unique: [[house_id, number], [house_id, id]]
  guests:
    columns:
      id: bigint generated always as identity primary key
      house_id: integer not null references houses
      room_id: integer
      second_room_id: integer
      class: varchar(3) not null
      grade: grade not null
      arrived_on: date not null
      left_on: date not null check (left_on > arrived_on)
      phone: text
      email: text check (phone is not null or email is not null)
      note: jsonb<Note> not null
      tags: text[] not null
    foreign_keys:
    - {columns: [house_id, room_id], references: 'rooms (house_id, id)'}
    - {columns: [house_id, second_room_id], references: 'rooms (house_id, id)'}
  hens:
    columns: {id: serial primary key, egg_id: uuid not null}
    foreign_keys: [{columns: [egg_id], references: eggs (id), deferrable: true}]
  eggs:
    columns: {id: uuid primary key default gen_random_uuid(), hen_id: integer not null}
    foreign_keys: [{columns: [hen_id], references: hens (id), deferrable: true}]
  people:
    columns:
      id: serial primary key
      boss_id: integer not null references people
      '100% "odd"': text not null unique
      note: jsonb<Note> not null default '{}'
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    return imported_package(project_of(SPEC), tmp_path_factory.mktemp("made"), "factories")


@pytest.fixture(scope="module")
def url(servers: Servers, package: SimpleNamespace) -> Iterator[str]:
    server = servers.of(16)
    url = server.create_database("factories")
    with psycopg.connect(url, autocommit=True) as connection:
        run(connection, package.schema)
        yield url
        run(connection, package.rollback)
    server.drop_database("factories")


@pytest.fixture
def session(url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(url) as connection, connection.transaction(force_rollback=True):
        yield connection


@pytest.fixture
def make(package: SimpleNamespace) -> Any:
    return package.testing.Make()


def test_a_row_has_what_it_is_told_and_what_it_needs(
    session: psycopg.Connection[Any], make: Any, package: SimpleNamespace
) -> None:
    note = package.models.Note(text="b")
    told = make.guest(session, class_="b", grade="high", note=note, tags=["x"], phone=None)
    assert (told.class_, told.grade, told.note, told.tags) == ("b", "high", note, ["x"])
    assert told.email is not None
    assert told.left_on > told.arrived_on
    assert told.room_id is None
    assert make.guest(session, email=None).phone is not None
    assert make.guest(session, arrived_on=told.left_on).left_on > told.left_on


def test_parents_agree_with_each_other_and_with_what_is_told(
    session: psycopg.Connection[Any], make: Any
) -> None:
    room, other = make.room(session), make.room(session)
    assert room.house_id != other.house_id
    guest = make.guest(session, second_room_id=other.id)
    assert guest.house_id == other.house_id
    assert make.room(session, house_id=room.house_id).house_id == room.house_id
    assert make.guest(session, house_id=room.house_id, room_id=room.id).room_id == room.id
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        make.guest(session, house_id=room.house_id, room_id=other.id)


def test_keys_differ_as_long_as_there_is_room(session: psycopg.Connection[Any], make: Any) -> None:
    house = make.house(session)
    numbers = [make.room(session, house_id=house.id).number for _ in range(9)]
    assert sorted(numbers) == [*range(1, 10)]
    with pytest.raises(psycopg.errors.UniqueViolation):
        make.room(session, house_id=house.id)
    with pytest.raises(psycopg.errors.UniqueViolation):
        make.house(session, code=house.code)
    session.execute("DELETE FROM rooms WHERE number < 5")
    assert make.room(session, house_id=house.id).number < 5


def test_rows_that_need_each_other_are_made_together(
    session: psycopg.Connection[Any], make: Any
) -> None:
    hen = make.hen(session)
    egg = session.execute("SELECT hen_id FROM eggs WHERE id = %s", [hen.egg_id]).fetchone()
    assert egg == (hen.id,)
    with pytest.raises(psycopg.errors.ForeignKeyViolation), session.transaction():
        session.execute("INSERT INTO eggs (hen_id) VALUES (0)")
    person = make.person(session)
    assert person.boss_id == person.id
    assert person.note.text
    assert make.person(session, boss_id=person.id).boss_id == person.id


def test_the_database_refuses_what_a_test_tells_it(
    session: psycopg.Connection[Any], make: Any
) -> None:
    refused: tuple[tuple[type[psycopg.Error], dict[str, object]], ...] = (
        (psycopg.errors.StringDataRightTruncation, {"class_": "four"}),
        (psycopg.errors.CheckViolation, {"phone": None, "email": None}),
        (psycopg.errors.NotNullViolation, {"arrived_on": None}),
        (psycopg.errors.ForeignKeyViolation, {"house_id": 0}),
    )
    for error, values in refused:
        with pytest.raises(error):
            make.guest(session, **values)
    with pytest.raises(SettingsError, match=r'public\.guests has no column "mail"') as caught:
        make.guest(session, mail="a")
    assert caught.value.__notes__ == ['did you mean "email"?']
    assert session.execute("SELECT count(*) FROM houses").fetchone() == (0,)


def test_the_same_database_gets_the_same_rows(
    session: psycopg.Connection[Any], make: Any, package: SimpleNamespace
) -> None:
    codes = [make.house(session).code for _ in range(3)]
    package.testing.clear(session)
    assert [package.testing.Make().house(session).code for _ in range(3)] == codes


def test_actors_see_their_rows_and_all_are_cleared(
    session: psycopg.Connection[Any], make: Any, package: SimpleNamespace
) -> None:
    house, _ = make.house(session), make.house(session)
    make.hen(session)
    room = make.room(session, house_id=house.id)
    session.execute("UPDATE houses SET best_room_id = %s", [room.id])
    with package.testing.as_actor(session, package.actors.Reader(house_id=house.id)):
        assert session.execute("SELECT id FROM houses").fetchall() == [(house.id,)]
    assert session.execute("SELECT count(*) FROM houses").fetchone() == (2,)
    package.testing.clear(session)
    assert session.execute("SELECT count(*) FROM houses, rooms, hens, eggs").fetchone() == (0,)
