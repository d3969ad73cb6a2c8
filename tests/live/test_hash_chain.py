"""Hash chains, live: several chains in one table, types whose text depends on the session."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import LiteralString

import psycopg
import pytest

from tests.projects.acting import Connection, acting, rows, run

Live = Callable[[str], Connection]

LEDGER = """
actors:
  clerk: {role: ledger_clerk, claims: {account: integer}}
enums: {kind: [credit, debit]}
tables:
  ledger:
    columns:
      id: bigint generated always as identity primary key
      account: integer not null
      kind: kind not null default 'credit'
      amount: numeric not null
      doubled: numeric generated always as (amount * 2) stored
      at: timestamptz not null default now()
      period: tstzrange not null default tstzrange('2026-01-01 12:00+00', '2026-02-01 12:00+00')
      times: timestamptz[] not null default '{2026-01-01 12:00+00}'
      span: interval not null default '1 month 2 days'
      raw: bytea not null default '\\xdeadbeef'
      ratio: double precision not null default 0.1
      price: money not null default 12.5
      note: text
    append_only: true
    hash_chain: {chain: account}
    access:
      clerk: {select: account = claim.account, insert: account = claim.account}
"""

ADD: LiteralString = "INSERT INTO ledger (account, amount) VALUES (%s, %s)"
VERIFY: LiteralString = "SELECT valid, broken_at, reason FROM verify_ledger()"


@pytest.fixture
def ledger(live: Live) -> Connection:
    connection = live(LEDGER)
    for number in range(1, 5):
        for account in (1, 2):
            connection.execute(ADD, (account, number))
    return connection


def test_each_chain_is_numbered_by_itself(ledger: Connection) -> None:
    found = rows(ledger, "SELECT account, sequence, amount FROM ledger ORDER BY 1, 2")
    assert found == [(account, n, n) for account in (1, 2) for n in (1, 2, 3, 4)]
    firsts = "SELECT account FROM ledger WHERE previous_hash IS NULL ORDER BY account"
    assert rows(ledger, firsts) == [1, 2]
    assert rows(ledger, VERIFY) == [(True, None, None)]


def test_an_actor_adds_to_the_chain_that_it_sees(ledger: Connection) -> None:
    with acting(ledger, "ledger_clerk", account=2):
        ledger.execute(ADD, (2, 9))
        assert rows(ledger, "SELECT max(sequence) FROM ledger") == [5]
        assert rows(ledger, VERIFY) == [(True, None, None)]


def test_no_setting_of_a_session_changes_a_hash(ledger: Connection) -> None:
    run(
        ledger,
        "SET TimeZone = 'Asia/Tokyo'; SET DateStyle = 'German'; SET IntervalStyle = 'iso_8601';"
        "SET bytea_output = 'escape'; SET extra_float_digits = -10; SET search_path = ''",
    )
    assert rows(ledger, "SELECT valid FROM public.verify_ledger()") == [True]
    ledger.execute("INSERT INTO public.ledger (account, amount) VALUES (1, 5)")
    run(ledger, "RESET ALL")
    assert rows(ledger, VERIFY) == [(True, None, None)]


def test_a_nullable_column_that_comes_later_breaks_no_link(live: Live, ledger: Connection) -> None:
    before = rows(ledger, "SELECT hash FROM ledger ORDER BY account, sequence")
    run(ledger, "SET session_replication_role = replica; UPDATE ledger SET note = NULL")
    assert rows(ledger, "SELECT hash FROM ledger ORDER BY account, sequence") == before
    assert rows(ledger, VERIFY) == [(True, None, None)]


@pytest.mark.parametrize(
    ("tampering", "broken_at", "reason"),
    [
        ("UPDATE ledger SET amount = 0 WHERE account = 2 AND sequence = 3", 3, "contents"),
        ("UPDATE ledger SET kind = 'debit' WHERE account = 2 AND sequence = 1", 1, "contents"),
        ("UPDATE ledger SET span = '32 days' WHERE account = 2 AND sequence = 2", 2, "contents"),
        ("UPDATE ledger SET note = 'x' WHERE account = 2 AND sequence = 4", 4, "contents"),
        ("DELETE FROM ledger WHERE account = 2 AND sequence = 2", 3, "missing"),
        (
            "UPDATE ledger SET previous_hash = repeat('0', 64) WHERE account = 2 AND sequence = 2",
            2,
            "does not continue",
        ),
    ],
)
def test_the_first_broken_link_is_named(
    ledger: Connection, tampering: LiteralString, broken_at: int, reason: str
) -> None:
    run(ledger, "SET session_replication_role = replica")
    ledger.execute(tampering)
    [(valid, found, said)] = rows(ledger, VERIFY)
    assert (valid, found) == (False, broken_at)
    assert reason in said
    assert said.endswith("in chain 2")


def test_eight_writers_fork_no_chain(ledger: Connection, database: str) -> None:
    def write(writer: int) -> None:
        with psycopg.connect(database, autocommit=True) as connection:
            for number in range(20):
                connection.execute(ADD, (writer % 3, number))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert rows(ledger, VERIFY) == [(True, None, None)]
    assert rows(ledger, "SELECT count(*), count(DISTINCT hash) FROM ledger") == [(168, 168)]


def test_many_rows_in_one_statement_are_linked(ledger: Connection) -> None:
    run(
        ledger, "INSERT INTO ledger (account, amount) SELECT n % 2, n FROM generate_series(1, 99) n"
    )
    assert rows(ledger, VERIFY) == [(True, None, None)]
    assert rows(ledger, "SELECT max(sequence) FROM ledger") == [54]
