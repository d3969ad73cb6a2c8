"""Migrations through PgBouncer in transaction mode, which gives each transaction another session.

Debian has it as the package `pgbouncer`; no Python package brings it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from schemagen.app.migrating import Options, down, status, up
from schemagen.errors import ConnectError, MigrationError
from schemagen.migrate.session import is_pooled
from schemagen.sandbox import Server
from tests.kill.scenarios import Scenario, small
from tests.migrate.pooler import PROGRAM, pooler

pytestmark = [
    pytest.mark.skipif(PROGRAM is None, reason="pgbouncer is not installed: no package has it"),
    pytest.mark.majors(18),
]
TOTALS = "SELECT count(*), count(doubled), count(rounded) FROM orders"


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    """A repository whose second migration has steps of all sorts."""
    return small(tmp_path)


@pytest.fixture
def pooled(server: Server, database: str) -> Iterator[str]:
    """The URL of the empty database through a pooler with five sessions."""
    with pooler(server) as url:
        yield url.format(psycopg.conninfo.conninfo_to_dict(database)["dbname"])


def ask(url: str, *statements: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        done = [connection.execute(statement.encode()) for statement in statements][-1]
        return done.fetchall() if done.description else []


def test_a_pooler_is_told_from_a_server(pooled: str, database: str) -> None:
    with psycopg.connect(pooled) as through, psycopg.connect(database) as direct:
        assert (is_pooled(through), is_pooled(direct)) == (True, False)


def test_migrations_go_up_and_down_through_a_pooler(
    scenario: Scenario, pooled: str, database: str
) -> None:
    up(scenario.root, "depot", pooled, Options(to=scenario.base))
    ask(database, *scenario.rows)
    up(scenario.root, "depot", pooled, Options())
    assert status(scenario.root, "depot", pooled).settled
    assert ask(database, TOTALS) == [(900, 675, 675)]
    losing = Options(to=scenario.base, allow=frozenset({"DELETES_DATA"}))
    down(scenario.root, "depot", pooled, losing)
    assert ask(database, "SELECT count(*), count(rounded) FROM orders") == [(900, 0)]


def test_nothing_that_a_runner_sets_stays_in_the_sessions_of_others(
    scenario: Scenario, pooled: str
) -> None:
    shown = "SELECT current_setting('{}')"
    names = ("lock_timeout", "statement_timeout", "check_function_bodies")
    before = [ask(pooled, shown.format(name)) for name in names]
    up(scenario.root, "depot", pooled, Options())
    assert [ask(pooled, shown.format(name)) for name in names] == before
    assert ask(pooled, "SELECT FROM pg_prepared_statements") == []


def test_there_is_one_runner_at_a_time_behind_a_pooler_too(scenario: Scenario, pooled: str) -> None:
    failures: list[BaseException] = []

    def run() -> None:
        try:
            up(scenario.root, "depot", pooled, Options())
        except MigrationError as error:
            failures.append(error)

    runners = [threading.Thread(target=run) for _ in range(2)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    assert failures == []
    assert ask(pooled, "SELECT id, count(*) FROM schemagen.run GROUP BY id ORDER BY id") == [
        (scenario.base, 1),
        (scenario.last, 1),
    ]


def test_a_build_that_a_timeout_would_cut_short_asks_for_the_direct_url(
    scenario: Scenario, pooled: str, database: str
) -> None:
    name = psycopg.conninfo.conninfo_to_dict(database)["dbname"]
    ask(database, f"ALTER DATABASE {name} SET statement_timeout = '1min'")
    with pytest.raises(MigrationError, match="statement_timeout is 60000 ms") as caught:
        up(scenario.root, "depot", pooled, Options())
    assert "DATABASE_URL_UNPOOLED" in caught.value.hint
    up(scenario.root, "depot", database, Options())
    assert status(scenario.root, "depot", database).settled


def test_a_pool_of_one_session_asks_for_the_direct_url(
    scenario: Scenario, server: Server, new_database: Callable[[], str]
) -> None:
    name = psycopg.conninfo.conninfo_to_dict(new_database())["dbname"]
    with pooler(server, size=1) as url, pytest.raises(ConnectError) as caught:
        up(scenario.root, "depot", url.format(name), Options())
    assert "DATABASE_URL_UNPOOLED" in caught.value.hint
