"""Finding a place for scratch databases, and leaving it as it was."""

from __future__ import annotations

import psycopg
import pytest

from schemagen.app.connecting import parse_target
from schemagen.app.scratch import PREFIX, VARIABLE, scratch_choices
from schemagen.errors import SandboxError
from schemagen.sandbox import Server

LEFT_BEHIND = f"{PREFIX}00000001_00c0ffee"
pytestmark = pytest.mark.majors(18)


def databases(server: Server) -> set[str]:
    with psycopg.connect(server.url()) as connection:
        rows = connection.execute("SELECT datname FROM pg_database").fetchall()
        return {name for (name,) in rows if name.startswith(PREFIX)}


def test_the_option_and_the_variable_leave_no_other_choice(server: Server) -> None:
    live = parse_target(server.url(), "--url")
    for choices in (
        scratch_choices(18, live, "postgresql://a/b", environment={}),
        scratch_choices(18, live, environment={VARIABLE: "postgresql://a/b"}),
    ):
        assert [choice.words for choice in choices] == ["the scratch server a:5432/b"]


def test_otherwise_the_server_itself_comes_before_this_machine(server: Server) -> None:
    first, *others = scratch_choices(18, parse_target(server.url(), ""), environment={})
    assert first.words.startswith("a temporary database on ")
    assert others
    assert all("PostgreSQL 18" in choice.words for choice in others)


def test_a_database_is_there_and_then_it_is_not(server: Server) -> None:
    choice = scratch_choices(18, parse_target(server.url(), ""), environment={})[0]
    with choice.open() as scratch:
        assert databases(server) == {scratch.connection.info.dbname}
    assert databases(server) == set()
    with pytest.raises(psycopg.errors.DivisionByZero), choice.open() as scratch:
        scratch.connection.execute("SELECT 1 / 0")
    assert databases(server) == set()


def test_what_a_killed_process_left_is_dropped_when_it_is_a_day_old(server: Server) -> None:
    server.create_database(LEFT_BEHIND)
    young = f"{PREFIX}ffffffff_00c0ffee"
    server.create_database(young)
    choice = scratch_choices(18, parse_target(server.url(), ""), environment={})[0]
    with choice.open():
        assert LEFT_BEHIND not in databases(server)
    assert databases(server) == {young}
    server.drop_database(young)


def test_a_role_that_may_make_no_database_is_told_so(server: Server) -> None:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("CREATE ROLE idle_one LOGIN")
        url = server.url().replace("postgres@", "idle_one@")
        choice = scratch_choices(18, parse_target(url, ""), environment={})[0]
        with pytest.raises(SandboxError, match="the role idle_one may not create databases"):
            choice.open().__enter__()
        connection.execute("DROP ROLE idle_one")
    assert databases(server) == set()


def test_a_server_of_our_own_may_make_roles_and_is_gone(server: Server) -> None:
    choice = scratch_choices(18, environment={})[0]
    with choice.open() as scratch:
        assert scratch.disposable
        scratch.connection.execute("CREATE ROLE somebody")
        where = scratch.connection.info.host
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host=where, user="postgres")
