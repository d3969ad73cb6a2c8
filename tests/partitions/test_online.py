"""A large table comes to be partitioned, and is none again, while everybody goes on with it."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import psycopg
import pytest

from schemagen.catalog.object import ObjectId
from schemagen.catalog.sizes import Sizes
from schemagen.errors import ApplyError
from schemagen.kinds.table import Rotation, Table
from schemagen.kinds.table.periods import make_periods
from schemagen.migrate.batches import batch_statement
from schemagen.migrate.runner import Happening, Report, Runner
from schemagen.migrate.script import batches_of, described
from schemagen.migrate.step import Direction, Step
from schemagen.plan.transition import Transition, plan_transition
from schemagen.plan.whole import create_statements
from schemagen.render.migration import steps_of
from schemagen.sqltext.types import read_type
from tests.projects.acting import Connection
from tests.specs import project_of

SPEC = """\
tables:
  people: {columns: {id: integer primary key}}
  event:
    columns:
      id: bigint generated always as identity primary key
      at: timestamptz not null default now()
      owner_id: integer not null references people
      note: text
      loud: text generated always as (upper(note)) stored
    indexes: [owner_id]
"""
PARTITIONED = SPEC.replace(
    "    indexes:",
    "    primary_key: [id, at]\n    partition_by: {range: at, every: month}\n    indexes:",
).replace("identity primary key", "identity")
ROWS = 6000
FILL = (
    "INSERT INTO event (at, owner_id, note) SELECT now() - n % 60 * interval '1 day', 1,"
    f" 'row ' || n FROM generate_series(1, {ROWS}) AS n"
)


class KilledError(Exception):
    """Stands for whatever ends a runner."""


class Writers:
    """Sessions that change rows all the time, each its own, and remember what they wrote."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.notes: dict[int, str] = {}
        self.failed: list[Exception] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(n,)) for n in range(2)]

    def __enter__(self) -> Writers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _run(self, number: int) -> None:
        choose = random.Random(number)
        with psycopg.connect(self._url, autocommit=True, prepare_threshold=None) as connection:
            while not self._over.wait(0.002):
                try:
                    self._write(connection, choose, number)
                except psycopg.Error as error:
                    self.failed.append(error)
                    return

    def _write(self, connection: Connection, choose: random.Random, number: int) -> None:
        key = choose.randint(1, ROWS // 2) * 2 + number
        match choose.randint(0, 3):
            case 0:
                text = "INSERT INTO event (at, owner_id, note) VALUES (now() - %s * interval"
                text += " '1 day', 1, 'new') RETURNING id"
                row = connection.execute(text, [choose.randint(0, 70)]).fetchone()
                assert row is not None
                self.notes[row[0]] = "new"
            case 1:
                connection.execute("DELETE FROM event WHERE id = %s", [key])
                self.notes[key] = ""
            case _:
                # The row may come into another partition.
                text = "UPDATE event SET note = %s, at = at - interval '9 days' WHERE id = %s"
                note = f"{key} {choose.random()}"
                if connection.execute(text, [note, key]).rowcount:
                    self.notes[key] = note


def filled(url: str) -> Transition:
    """Make the table with its rows, and return the plan to partition it."""
    now, then = (project_of(text).catalog for text in (SPEC, PARTITIONED))
    with psycopg.connect(url, autocommit=True) as connection:
        for each in create_statements(now):
            connection.execute(each.sql.encode())
        connection.execute("INSERT INTO people VALUES (1)")
        connection.execute(FILL.encode())
    return plan_transition(now, then, sizes=Sizes())


def content(url: str) -> dict[int, str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT id, note, loud FROM event").fetchall()
    assert all(loud == note.upper() for _, note, loud in rows)
    assert len({key for key, _, _ in rows}) == len(rows)
    return {key: note for key, note, _ in rows}


def changed(before: dict[int, str], notes: dict[int, str]) -> dict[int, str]:
    return {key: note for key, note in {**before, **notes}.items() if note}


def migrate(url: str, way: Direction, steps: Sequence[Step], report: Report = print) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        runner = Runner(connection, "log", report=report)
        runner.run("20261121093000_partition", "", way, steps)


@pytest.mark.majors(18)
def test_no_row_is_lost_there_and_back_and_the_run_may_be_killed(database: str) -> None:
    plan = filled(database)
    before = content(database)

    def stop(happening: Happening) -> None:
        if happening.what == "rows of public.event" and happening.done >= ROWS // 2:
            raise KilledError

    with Writers(database) as writers:
        with pytest.raises(KilledError):
            migrate(database, Direction.UP, steps_of(plan.statements), stop)
        migrate(database, Direction.UP, steps_of(plan.statements))
        time.sleep(0.1)
    assert writers.failed == []
    assert len(writers.notes) > 50
    there = changed(before, writers.notes)
    assert content(database) == there
    this_month = f"event_p{datetime.now(UTC):%Y_%m}"
    query = "EXPLAIN (FORMAT JSON) SELECT FROM event WHERE at >= date_trunc('month', now(), 'UTC')"
    with psycopg.connect(database) as connection:
        read = set(re.findall(r"event_p\w{7}\b", str(connection.execute(query).fetchall())))
    assert this_month in read
    assert not any(name < this_month for name in read)

    with Writers(database) as writers:
        migrate(database, Direction.DOWN, steps_of(plan.undo))
        time.sleep(0.1)
    assert writers.failed == []
    assert content(database) == changed(there, writers.notes)
    relations = "SELECT relname, relkind FROM pg_class WHERE relname ~ '^event' AND relkind <> 'i'"
    with psycopg.connect(database) as connection:
        assert sorted(connection.execute(relations).fetchall()) == [
            ("event", "r"),
            ("event_id_seq", "S"),
        ]


@pytest.mark.majors(18)
def test_where_a_row_is_missing_nothing_is_left_of_it(database: str) -> None:
    plan = filled(database)
    with psycopg.connect(database, autocommit=True) as connection:

        def forget(happening: Happening) -> None:
            if happening.what == "rows of public.event" and happening.done == ROWS:
                connection.execute('ALTER TABLE event DISABLE TRIGGER "~_event_follow"')
                connection.execute("UPDATE event SET note = 'unseen' WHERE id = 1")

        with pytest.raises(ApplyError, match="not all rows of event"):
            migrate(database, Direction.UP, steps_of(plan.statements), forget)
        left = connection.execute(
            "SELECT (SELECT count(*) FROM pg_trigger WHERE tgname ~ '^~'),"
            " (SELECT count(*) FROM pg_namespace WHERE nspname ~ 'beside'),"
            " (SELECT count(*) FROM schemagen.step)"
        ).fetchone()
    assert left == (0, 0, 0)
    migrate(database, Direction.UP, steps_of(plan.statements))
    assert content(database)[1] == "unseen"


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("views: {all: {query: SELECT id FROM event}}", "view public.all depends on it"),
        (
            "tables: {mark: {columns: {id: bigint, at: timestamptz}, foreign_keys: "
            "[{columns: [id, at], references: 'event (id, at)'}]}}",
            "foreign_key public.mark.mark_id_at_fkey depends on it",
        ),
    ],
)
def test_what_cannot_be_done_meanwhile_says_why(more: str, reason: str) -> None:
    key, _, rest = more.partition(": ")
    body, then = SPEC, PARTITIONED
    if key == "tables":
        own = f"  {rest.strip()[1:-1]}\n"
        body = body.replace("    indexes", "    unique: [[id, at]]\n    indexes") + own
        then += own
    else:
        body, then = f"{more}\n{body}", f"{more}\n{then}"
    plan = plan_transition(project_of(body).catalog, project_of(then).catalog, sizes=Sizes())
    told = [hazard.message for each in plan.statements for hazard in each.hazards]
    assert f"everybody waits until all rows are copied, because {reason}" in told


def test_an_index_of_a_table_with_unlisted_partitions_is_not_built_one_by_one() -> None:
    then = PARTITIONED.replace("[owner_id]", "[owner_id, note]")
    plan = plan_transition(project_of(PARTITIONED).catalog, project_of(then).catalog, sizes=Sizes())
    (made,) = plan.statements
    assert made.sql == "CREATE INDEX event_note_idx ON public.event (note)"
    assert any(hazard.type == "ACQUIRES_SHARE_LOCK" for hazard in made.hazards)
    (gone,) = plan.undo
    assert gone.sql == "DROP INDEX public.event_note_idx"


def test_an_insert_of_what_it_selects_goes_in_batches_too() -> None:
    text = (
        "INSERT INTO b (id, at) OVERRIDING SYSTEM VALUE SELECT a.id, a.at FROM a"
        " WHERE a.id > 3 ON CONFLICT DO NOTHING"
    )
    step = batches_of(text, ("id",))
    assert (step.relation, step.condition) == ("a", "a.id > 3")
    assert described(step)[0].sql == text
    assert batch_statement(step, first=True) == (
        "WITH schemagen_batch (key_0, value_0, value_1) AS MATERIALIZED (SELECT id, a.id, a.at"
        " FROM a WHERE a.id > 3 ORDER BY id LIMIT 1000 FOR UPDATE), done AS (INSERT INTO b (id, at)"
        " OVERRIDING SYSTEM VALUE SELECT value_0, value_1 FROM schemagen_batch"
        " ON CONFLICT DO NOTHING) SELECT count(*) OVER (), key_0::text AS last_key_0"
        " FROM schemagen_batch ORDER BY key_0 DESC LIMIT 1"
    )


@pytest.mark.majors(18)
def test_partitions_that_a_migration_makes_are_those_that_maintain_makes(database: str) -> None:
    kinds = [
        ("day", "timestamptz", "('2024-12-30 23:30-05'), (now())"),
        ("week", "timestamp", "('2024-12-30 23:30'), (now())"),
        ("month", "date", "('2024-12-30'), (now())"),
        ("year", "timestamptz", "('2024-12-31 23:30-05'), (now())"),
        ("1000", "bigint", "(-1), (0)"),
    ]
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("SET timezone = 'Asia/Tokyo'")
        for every, type_, values in kinds:
            name = f"by_{every}"
            rotation = Rotation("at", read_type(type_).canonical, every, ahead=1)
            there = Table(id=ObjectId("table", "public", name), rotation=rotation)
            made = replace(there, id=there.id._replace(schema="aside"))
            for text in (
                f"CREATE TABLE public.{name} (at {type_})",
                f"INSERT INTO public.{name} VALUES {values}",
                "CREATE SCHEMA IF NOT EXISTS aside",
                f"CREATE TABLE aside.{name} (at {type_}) PARTITION BY RANGE (at)",
                make_periods(there, made),
                f"INSERT INTO aside.{name} SELECT * FROM public.{name}",
                "SET timezone = 'UTC'",
            ):
                connection.execute(text.encode())
            found = connection.execute(
                "SELECT relname, pg_get_expr(relpartbound, oid) FROM pg_class WHERE relispartition"
                " AND relname ~ %s ORDER BY 1",
                [f"^{name}_"],
            ).fetchall()
            assert len(found) == 3
            assert [part for part in found if not rotation.owns(name, *part)] == []
            connection.execute("SET timezone = 'Asia/Tokyo'")
