"""A type is widened and a column filled while others write, of which nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from schemagen.catalog.sizes import Sizes
from schemagen.migrate.runner import Runner
from schemagen.migrate.step import Direction
from schemagen.plan.transition import plan_transition
from schemagen.render.migration import steps_of
from tests.catalogs import applied, differences, read
from tests.specs import project_of

BEFORE = """
tables:
  accounts:
    columns:
      id: integer primary key generated always as identity
      amount: integer not null default 0
    checks: {some: amount >= 0}
  payments:
    columns:
      id: bigint primary key generated always as identity
      account: integer references accounts
"""
AFTER = BEFORE.replace("integer", "bigint").replace(
    "default 0", "default 0\n      token: uuid not null default gen_random_uuid()"
)
ROWS = "INSERT INTO accounts (amount) SELECT 0 FROM generate_series(1, 5000)"
SUMS = "SELECT sum(amount), count(*), count(DISTINCT id) FROM accounts"
WRITES = (
    "UPDATE accounts SET amount = amount + 1 WHERE id = %s",
    "INSERT INTO accounts (amount) VALUES (1 + 0 * %s)",
    "INSERT INTO payments (account) VALUES (%s)",
)


@contextmanager
def writers(url: str) -> Iterator[list[int]]:
    """Let a writer of each sort go on, and count what each has written."""
    counts, over, failed = [0] * len(WRITES), threading.Event(), []

    def write(number: int) -> None:
        try:
            with psycopg.connect(url, autocommit=True, prepare_threshold=None) as connection:
                while not over.wait(0.002):
                    account = counts[number] * 7 % 5000 + 1
                    connection.execute(WRITES[number].encode(), [account])
                    counts[number] += 1
        except psycopg.Error as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(len(WRITES))]
    for thread in threads:
        thread.start()
    try:
        yield counts
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert failed == []


@pytest.mark.majors(18)
def test_nothing_that_is_written_meanwhile_is_lost(new_database: Any) -> None:
    url, other = new_database(), new_database()
    current = applied(url, project_of(BEFORE).catalog)
    desired = applied(other, project_of(AFTER).catalog)
    plan = plan_transition(current, desired, sizes=Sizes())
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(ROWS.encode())
        with writers(url) as counts:
            Runner(connection, "p").run("m", "", Direction.UP, steps_of(plan.statements))
        assert all(counts)
        updated, inserted, _ = counts
        sums = (updated + inserted, 5000 + inserted, 5000 + inserted)
        assert connection.execute(SUMS.encode()).fetchone() == sums
        assert connection.execute(b"SELECT count(token) FROM accounts").fetchone() == sums[1:2]
        connection.execute(b"DROP SCHEMA schemagen CASCADE")
    assert differences(read(url), desired) == []
