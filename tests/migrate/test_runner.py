"""Migrations run on real servers, whatever interrupts them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from psycopg.pq import TransactionStatus

from schemagen.errors import ApplyError, MigrationError
from schemagen.migrate.guard import only_runner
from schemagen.migrate.history import Status
from schemagen.migrate.patience import Patience
from schemagen.migrate.runner import Happening, Runner
from schemagen.migrate.script import read_script
from schemagen.migrate.session import APPLICATION
from schemagen.migrate.step import Alone, Direction, Step

UP = """
CREATE TABLE orders (id integer PRIMARY KEY, total numeric, rounded numeric);
INSERT INTO orders SELECT number, number + 0.4 FROM generate_series(1, 25) AS number;

-- schemagen: no transaction
CREATE INDEX CONCURRENTLY orders_total_idx ON orders (total);

-- schemagen: batches of 10 by (id)
UPDATE orders SET rounded = round(total) WHERE total % 1 > 0;

-- schemagen: new transaction
ALTER TABLE orders ALTER rounded SET NOT NULL;
"""
DOWN = "DROP TABLE orders;"
VALID = """
SELECT coalesce((SELECT indisvalid FROM pg_index
                 WHERE indexrelid = to_regclass('orders_total_idx')), false)"""


@pytest.fixture
def connect(database: str) -> Iterator[Callable[[], Any]]:
    """Open a connection to the empty database each time it is called."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(psycopg.connect(database, autocommit=True))


def steps(text: str = UP) -> tuple[Step, ...]:
    return read_script(text, "up.sql")


class InterruptionError(Exception):
    """Stands for whatever stops a runner between two statements."""


def stop_at(number: int) -> Callable[[Happening], None]:
    """Report that interrupts the runner when it tells something for the nth time."""
    count = iter(range(number + 1))

    def report(_: Happening) -> None:
        if next(count) == number:
            raise InterruptionError

    return report


def test_a_migration_runs_and_is_remembered(connect: Callable[[], Any]) -> None:
    connection = connect()
    runner = Runner(connection, "shop")
    runner.run("1_orders", "abc", Direction.UP, steps())
    row = connection.execute("SELECT count(*), sum(rounded - total) FROM orders").fetchone()
    assert row == (25, -10)
    record = runner.history.records()["1_orders"]
    assert (record.status, record.checksum, record.by) == (Status.APPLIED, "abc", "postgres")
    assert connection.execute("SELECT count(*) FROM schemagen.step").fetchone() == (0,)


def test_the_way_back_takes_it_out_of_the_history(connect: Callable[[], Any]) -> None:
    connection = connect()
    runner = Runner(connection, "shop")
    runner.run("1_orders", "abc", Direction.UP, steps())
    runner.run("1_orders", "abc", Direction.DOWN, steps(DOWN))
    assert runner.history.records() == {}
    assert connection.execute("SELECT to_regclass('orders')").fetchone() == (None,)
    runs = connection.execute("SELECT direction, error FROM schemagen.run ORDER BY number")
    assert runs.fetchall() == [("up", None), ("down", None)]


@pytest.mark.parametrize("place", range(6))
def test_the_next_run_goes_on_where_one_was_interrupted(
    connect: Callable[[], Any], place: int
) -> None:
    connection = connect()
    with pytest.raises(InterruptionError):
        Runner(connection, "shop", report=stop_at(place)).run(
            "1_orders", "abc", Direction.UP, steps()
        )
    runner = Runner(connect(), "shop")
    found = runner.history.records().get("1_orders")
    # What was begun and not committed never happened.
    assert (found.status if found else None) is (Status.APPLYING if place else None)
    runner.run("1_orders", "abc", Direction.UP, steps())
    row = connection.execute("SELECT count(*), count(rounded) FROM orders").fetchone()
    assert row == (25, 25)
    assert connection.execute(VALID).fetchone() == (True,)
    assert runner.history.records()["1_orders"].status is Status.APPLIED


def test_a_refused_statement_is_shown_and_nothing_of_its_transaction_stays(
    connect: Callable[[], Any],
) -> None:
    connection = connect()
    runner = Runner(connection, "shop")
    with pytest.raises(ApplyError) as caught:
        runner.run("1_a", "abc", Direction.UP, steps("CREATE TABLE a (); CREATE TABEL b ();"))
    assert (caught.value.statement, caught.value.applied) == ("CREATE TABEL b ()", 1)
    assert connection.execute("SELECT to_regclass('a')").fetchone() == (None,)
    assert runner.history.records() == {}
    failure = runner.history.failure()
    assert failure is not None
    assert (failure.migration, failure.error) == ("1_a", 'syntax error at or near "TABEL"')
    assert "change or remove the migration" in caught.value.hint
    # So it may be another one by the next time, and its way back may fail as well.
    runner.run("1_a", "def", Direction.UP, steps("CREATE TABLE a ();"))
    assert runner.history.failure() is None
    with pytest.raises(ApplyError) as caught:
        runner.run("1_a", "def", Direction.DOWN, steps("DROP TABLE a; DROP TABLE b;"))
    assert "nothing of it is undone" in caught.value.hint
    record = runner.history.records()["1_a"]
    assert (record.status, record.checksum) == (Status.APPLIED, "def")


def test_what_is_half_way_is_said_with_what_may_be_done(connect: Callable[[], Any]) -> None:
    runner = Runner(connect(), "shop")
    text = "CREATE TABLE a ();\n-- schemagen: new transaction\nCREATE TABEL b ();"
    with pytest.raises(ApplyError) as caught:
        runner.run("1_a", "abc", Direction.UP, steps(text))
    assert caught.value.hint.startswith("1 of 2 steps are done and stay: ")
    assert "schemagen migrate up shop" in caught.value.hint
    assert "schemagen migrate repair shop --reverted 1_a" in caught.value.hint
    assert runner.history.records()["1_a"].status is Status.APPLYING


def test_a_lock_is_tried_again_and_nobody_queues_behind_it(connect: Callable[[], Any]) -> None:
    connection, holder, reader = connect(), connect(), connect()
    connection.execute("CREATE TABLE orders (id integer)")
    holder.execute("BEGIN")
    holder.execute("SELECT * FROM orders")
    runner = Runner(connection, "shop", patience=Patience(lock_timeout=20))
    change = steps("ALTER TABLE orders ADD COLUMN note text")
    worker = threading.Thread(target=runner.run, args=("1_a", "abc", Direction.UP, change))
    worker.start()
    # While the reader of the open transaction lasts, a queue behind the ALTER would last as well.
    reader.execute("SET statement_timeout = '10s'")
    for _ in range(20):
        reader.execute("SELECT count(*) FROM orders")
        time.sleep(0.02)
    waited = worker.is_alive()
    holder.execute("COMMIT")
    worker.join()
    assert waited
    assert runner.history.records()["1_a"].status is Status.APPLIED


def test_a_lock_that_is_never_free_is_given_up_with_advice(connect: Callable[[], Any]) -> None:
    connection, holder = connect(), connect()
    connection.execute("CREATE TABLE orders (id integer)")
    holder.execute("BEGIN")
    holder.execute("LOCK TABLE orders")
    runner = Runner(connection, "shop", patience=Patience(lock_timeout=20, retries=0))
    with pytest.raises(MigrationError, match="other sessions are in the way") as caught:
        runner.run("1_a", "abc", Direction.UP, steps("ALTER TABLE orders ADD COLUMN note text"))
    assert "pg_stat_activity" in caught.value.hint
    holder.execute("ROLLBACK")


def test_a_failed_concurrent_build_leaves_no_invalid_index(connect: Callable[[], Any]) -> None:
    connection = connect()
    connection.execute("CREATE TABLE orders (id integer)")
    connection.execute("INSERT INTO orders VALUES (1), (1)")
    (build,) = steps(
        "-- schemagen: no transaction\nCREATE UNIQUE INDEX CONCURRENTLY orders_id ON orders (id)"
    )
    assert isinstance(build, Alone)
    build = replace(build, cleanup=("DROP INDEX CONCURRENTLY IF EXISTS orders_id",))
    with pytest.raises(ApplyError, match="could not create unique index"):
        Runner(connection, "shop").run("1_a", "abc", Direction.UP, [build])
    assert connection.execute("SELECT to_regclass('orders_id')").fetchone() == (None,)
    # It left nothing, so it never happened; what has the name already is somebody else's.
    assert Runner(connection, "shop").history.records() == {}
    connection.execute("CREATE INDEX orders_id ON orders (id)")
    with pytest.raises(ApplyError, match="already exists"):
        Runner(connection, "shop").run("1_a", "abc", Direction.UP, [build])
    assert connection.execute("SELECT to_regclass('orders_id')").fetchone() == ("orders_id",)
    assert Runner(connection, "shop").history.records() == {}


def test_there_is_one_runner_at_a_time(connect: Callable[[], Any]) -> None:
    said: list[str] = []
    with only_runner(connect(), patience=0, waiting=said.append):
        with (
            pytest.raises(MigrationError, match="another schemagen migrates this database"),
            only_runner(connect(), patience=0.3, waiting=said.append),
        ):
            pytest.fail("the second runner came in")
        assert len(said) == 1
    with only_runner(connect(), patience=0, waiting=said.append):
        assert len(said) == 1


@pytest.mark.parametrize("size", [1, 10, 1000])
def test_each_row_is_changed_once_whatever_its_key_looks_like(
    connect: Callable[[], Any], size: int
) -> None:
    connection = connect()
    connection.execute("CREATE TABLE orders (id integer, part integer, total integer DEFAULT 0)")
    connection.execute("ALTER TABLE orders ADD PRIMARY KEY (id, part)")
    connection.execute("INSERT INTO orders SELECT n % 120 - 5, n FROM generate_series(1, 240) AS n")
    change = steps(
        f"-- schemagen: batches of {size} by (id, part)\nUPDATE orders SET total = total + 1"
    )
    Runner(connection, "shop").run("1_a", "abc", Direction.UP, change)
    found = connection.execute("SELECT total, count(*) FROM orders GROUP BY total")
    assert found.fetchall() == [(1, 240)]


def test_rows_are_deleted_in_the_order_of_the_primary_key(connect: Callable[[], Any]) -> None:
    connection = connect()
    connection.execute("CREATE TABLE batch (id integer, batch text, PRIMARY KEY (batch, id))")
    connection.execute("INSERT INTO batch SELECT n, n % 7 FROM generate_series(1, 300) AS n")
    change = steps(
        "-- schemagen: batches of 40\n"
        "DELETE FROM public.batch AS b WHERE b.id <= (SELECT max(id) - 100 FROM batch)"
    )
    told: list[Happening] = []
    runner = Runner(connection, "shop", report=told.append)
    runner.run("1_a", "abc", Direction.UP, change)
    assert connection.execute("SELECT count(*), min(id) FROM batch").fetchone() == (100, 201)
    assert (told[-1].done, told[-1].total, told[-1].unit) == (200, 200, "rows")
    connection.execute("ALTER TABLE batch DROP CONSTRAINT batch_pkey")
    with pytest.raises(MigrationError, match=r"public\.batch has no primary key"):
        runner.run("2_b", "abc", Direction.UP, change)


def test_what_a_dead_runner_commits_comes_before_the_next_one(connect: Callable[[], Any]) -> None:
    """Its lock is gone with its connection, and its last statement may be under way."""
    dying = connect()
    dying.execute("SELECT set_config('application_name', %s, false)", [APPLICATION])
    dying.execute("BEGIN")
    with (
        pytest.raises(MigrationError, match="ends the work of an earlier run"),
        only_runner(connect(), patience=0.3, waiting=lambda _: None),
    ):
        pytest.fail("the next runner came in")

    def commit(_: float) -> None:
        dying.execute("COMMIT")

    with only_runner(connect(), patience=5, waiting=lambda _: None, pause=commit):
        assert dying.info.transaction_status == TransactionStatus.IDLE


def test_a_batch_waits_for_a_row_and_keeps_nobody_from_the_others(
    connect: Callable[[], Any],
) -> None:
    connection, holder, writer = connect(), connect(), connect()
    connection.execute("CREATE TABLE orders (id integer PRIMARY KEY, total integer)")
    connection.execute("INSERT INTO orders SELECT n, 0 FROM generate_series(1, 30) AS n")
    holder.execute("BEGIN")
    holder.execute("UPDATE orders SET total = 5 WHERE id = 15")
    runner = Runner(connection, "shop", patience=Patience(lock_timeout=20))
    change = steps("-- schemagen: batches of 10 by (id)\nUPDATE orders SET total = total + 1")
    worker = threading.Thread(target=runner.run, args=("1_a", "abc", Direction.UP, change))
    worker.start()
    _wait_for(writer, "SELECT total = 1 FROM orders WHERE id = 10")
    # Between two tries the rows of the batch that waits are free.
    writer.execute("SET lock_timeout = '5s'")
    for _ in range(10):
        writer.execute("UPDATE orders SET total = total + 1 WHERE id = 11")
        time.sleep(0.02)
    waited = worker.is_alive()
    holder.execute("COMMIT")
    worker.join()
    assert waited
    found = connection.execute("SELECT id, total FROM orders WHERE total > 1 ORDER BY id")
    assert found.fetchall() == [(11, 11), (15, 6)]


def test_a_concurrent_build_does_not_wait_for_whoever_waits_for_its_runner(
    connect: Callable[[], Any],
) -> None:
    connection = connect()
    connection.execute("CREATE TABLE orders (id integer)")
    build = "-- schemagen: no transaction\nCREATE INDEX CONCURRENTLY orders_id ON orders (id)"
    waits = threading.Event()

    def wait_too() -> None:
        with only_runner(connect(), patience=60, waiting=lambda _: waits.set()):
            pass

    with only_runner(connect(), patience=0, waiting=print):
        waiter = threading.Thread(target=wait_too)
        waiter.start()
        waits.wait()
        start = time.monotonic()
        for number in range(3):
            runner = Runner(connection, "shop")
            runner.run(f"{number}", "abc", Direction.UP, steps(build.replace("_id", f"_{number}")))
        assert time.monotonic() - start < 20
    waiter.join()


def test_a_concurrent_build_does_not_wait_for_the_guard(connect: Callable[[], Any]) -> None:
    connection = connect()
    with only_runner(connect(), patience=0, waiting=print):
        connection.execute("SET statement_timeout = '20s'")
        connection.execute("CREATE TABLE orders (id integer)")
        connection.execute("CREATE INDEX CONCURRENTLY orders_id ON orders (id)")


def test_a_statement_of_a_dead_runner_ends_before_it_is_tried_again(
    connect: Callable[[], Any], database: str
) -> None:
    """Its connection may still build an index that nobody waits for."""
    connection = connect()
    connection.execute("CREATE TABLE orders (id integer)")
    blocker = connect()
    blocker.execute("BEGIN; INSERT INTO orders VALUES (1)")
    text = "-- schemagen: no transaction\nCREATE INDEX CONCURRENTLY orders_id ON orders (id)"
    dying = psycopg.connect(database, autocommit=True)
    worker = threading.Thread(target=_run_until_lost, args=(dying, text))
    worker.start()
    # The tables of the history have indexes, too.
    building = "SELECT FROM pg_stat_progress_create_index WHERE relid = 'orders'::regclass"
    _wait_for(connection, f"SELECT EXISTS ({building})")
    connection.execute("SELECT pg_terminate_backend(%s)", [dying.info.backend_pid])
    worker.join(30)
    blocker.execute("COMMIT")
    assert not worker.is_alive()
    runner = Runner(connect(), "shop")
    (build,) = steps(text)
    assert isinstance(build, Alone)
    build = replace(build, cleanup=("DROP INDEX CONCURRENTLY IF EXISTS orders_id",))
    runner.run("1_a", "abc", Direction.UP, [build])
    valid = connection.execute(
        "SELECT indisvalid FROM pg_index WHERE indexrelid = 'orders_id'::regclass"
    )
    assert valid.fetchall() == [(True,)]


def _run_until_lost(connection: Any, text: str) -> None:
    with pytest.raises(MigrationError, match="the connection was lost"):
        Runner(connection, "shop").run("1_a", "abc", Direction.UP, steps(text))


def _wait_for(connection: Any, query: str) -> None:
    deadline = time.monotonic() + 20
    while not connection.execute(query).fetchone()[0]:
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ALTER ROLE shared CONNECTION LIMIT 5", "ALTER ROLE shared CONNECTION LIMIT 6"),
        ("GRANT shared TO other", "GRANT shared TO other"),
    ],
)
def test_a_role_that_another_database_changes_is_waited_for(
    connect: Callable[[], Any], first: str, second: str
) -> None:
    connection, other = connect(), connect()
    connection.execute("CREATE ROLE shared; CREATE ROLE other")
    other.execute(f"BEGIN; {first}")
    # So long that it still waits when the other one ends.
    runner = Runner(connection, "shop", patience=Patience(lock_timeout=10_000))
    worker = threading.Thread(target=runner.run, args=("1_a", "abc", Direction.UP, steps(second)))
    worker.start()
    _wait_for(other, "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
    other.execute("COMMIT")
    worker.join()
    assert runner.history.records()["1_a"].status is Status.APPLIED
    connection.execute("DROP ROLE shared; DROP ROLE other")
