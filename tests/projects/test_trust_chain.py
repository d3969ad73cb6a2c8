"""The truth chain of the trust project: it cannot be forked, and whoever alters it is found out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import LiteralString
from uuid import UUID

import psycopg
import pytest

from tests.projects.acting import Connection, acting, apply_project, rows, run, value

VERIFY: LiteralString = "SELECT valid, broken_at FROM verify_truth_chain_integrity()"
RECORD: LiteralString = (
    "INSERT INTO truth_chain (subject_type, subject_id, record_type, payload)"
    " VALUES ('agent', %s, 'noted', jsonb_build_object('number', %s::integer))"
)
SUBJECT = UUID(int=11)


BROKEN_AT: dict[LiteralString, int | None] = {
    "UPDATE truth_chain SET payload = '{\"number\": 0}' WHERE sequence = 5": 5,
    "UPDATE truth_chain SET subject_id = gen_random_uuid() WHERE sequence = 5": 5,
    "UPDATE truth_chain SET subject_type = 'person' WHERE sequence = 5": 5,
    "UPDATE truth_chain SET record_type = 'denied' WHERE sequence = 1": 1,
    "UPDATE truth_chain SET created_at = created_at - interval '1 s' WHERE sequence = 9": 9,
    "UPDATE truth_chain SET id = gen_random_uuid() WHERE sequence = 2": 2,
    "UPDATE truth_chain SET hash = repeat('0', 64) WHERE sequence = 5": 5,
    "UPDATE truth_chain SET previous_hash = NULL WHERE sequence = 5": 5,
    "DELETE FROM truth_chain WHERE sequence = 1": 2,
    "DELETE FROM truth_chain WHERE sequence = 5": 6,
    "DELETE FROM truth_chain WHERE sequence = 5;"
    " UPDATE truth_chain SET sequence = sequence - 1 WHERE sequence > 5": 5,
    "UPDATE truth_chain SET payload = '{}', hash = calculate_hash('{}', previous_hash)"
    " WHERE sequence = 5": 5,
    "UPDATE truth_chain SET hash = hash": None,
}


@pytest.fixture
def chain(database: str) -> Iterator[Connection]:
    """A chain of nine entries."""
    with psycopg.connect(database, autocommit=True) as connection:
        apply_project(connection, "trust")
        for number in range(1, 10):
            connection.execute(RECORD, (SUBJECT, number))
        yield connection


def test_a_hash_is_the_sha_256_of_the_previous_one_and_the_payload(chain: Connection) -> None:
    query: LiteralString = "SELECT calculate_hash(%s::jsonb, %s)"
    text = '{"a": [1, "ü"], "b": null}'
    for previous in ("", "0f", None):
        expected = hashlib.sha256(((previous or "") + text).encode()).hexdigest()
        assert value(chain, query, text, previous) == expected
        # The order of keys and the blanks are not part of a jsonb value.
        assert value(chain, query, '{"b":null,"a":[1,"ü"]}', previous) == expected


def test_each_entry_continues_the_one_before(chain: Connection) -> None:
    entries = rows(chain, "SELECT sequence, previous_hash, hash FROM truth_chain ORDER BY sequence")
    assert [sequence for sequence, _, _ in entries] == list(range(1, 10))
    hashes = [hash_ for _, _, hash_ in entries]
    assert [previous for _, previous, _ in entries] == [None, *hashes[:-1]]
    assert len(set(hashes)) == 9
    assert all(len(hash_) == 64 for hash_ in hashes)


def test_what_a_writer_says_of_the_chain_is_overruled(chain: Connection) -> None:
    chain.execute(
        "INSERT INTO truth_chain"
        " (subject_type, subject_id, record_type, payload, sequence, previous_hash, hash)"
        " VALUES ('agent', %s, 'forged', '{}', 3, 'aa', 'bb')",
        (SUBJECT,),
    )
    assert rows(chain, "SELECT sequence FROM truth_chain WHERE record_type = 'forged'") == [10]
    assert rows(chain, VERIFY) == [(True, None)]


def test_everybody_can_verify_an_unbroken_chain(chain: Connection) -> None:
    for role in ("trust_member", "trust_anonymous", "trust_system"):
        with acting(chain, role):
            assert rows(chain, VERIFY) == [(True, None)]


def test_a_chain_is_the_same_in_every_session(chain: Connection) -> None:
    run(
        chain,
        "SET TimeZone = 'Asia/Tokyo'; SET DateStyle = 'German'; SET IntervalStyle = 'iso_8601'",
    )
    run(chain, "SET bytea_output = 'escape'; SET extra_float_digits = -15; SET search_path = ''")
    assert rows(chain, VERIFY.replace("verify", "public.verify")) == [(True, None)]


def test_an_empty_chain_is_unbroken(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        apply_project(connection, "trust")
        assert rows(connection, VERIFY) == [(True, None)]


def test_the_first_altered_entry_is_named(chain: Connection) -> None:
    assert {tampering: verdict(chain, tampering) for tampering in BROKEN_AT} == BROKEN_AT


def verdict(connection: Connection, tampering: LiteralString) -> int | None:
    with connection.transaction(force_rollback=True):
        # What only a superuser can do: the triggers that refuse it are off.
        run(connection, "SET LOCAL session_replication_role = replica")
        run(connection, tampering)
        query: LiteralString = "SELECT * FROM verify_truth_chain_integrity()"
        [(valid, broken_at, reason)] = rows(connection, query)
    assert valid == (broken_at is None) == (reason is None)
    return None if broken_at is None else int(broken_at)


def test_concurrent_writers_make_no_fork(chain: Connection, database: str) -> None:
    writers, each = 8, 25

    def write(writer: int) -> None:
        with psycopg.connect(database) as connection:
            connection.execute("SET ROLE trust_system")
            for number in range(each):
                connection.execute(RECORD, (UUID(int=writer), number))
                connection.commit()

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))
    assert rows(chain, VERIFY) == [(True, None)]
    total = 9 + writers * each
    assert rows(chain, "SELECT max(sequence), count(DISTINCT previous_hash) FROM truth_chain") == [
        (total, total - 1)
    ]


def test_an_entry_that_is_taken_back_leaves_no_gap(chain: Connection) -> None:
    with chain.transaction(force_rollback=True):
        chain.execute(RECORD, (SUBJECT, 10))
    chain.execute(RECORD, (SUBJECT, 10))
    assert value(chain, "SELECT max(sequence) FROM truth_chain") == 10
    assert rows(chain, VERIFY) == [(True, None)]
