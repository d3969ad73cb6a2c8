"""The generated client against real servers: actors, retries, health, and an end in good order."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import IsolationLevel, errors

from generated.trust.actors import Actor, Anonymous, Member, System
from generated.trust.client import (
    AsyncClient,
    AsyncSession,
    Client,
    ClientClosed,
    OutcomeUnknown,
    Session,
    Settings,
    SettingsError,
    Unavailable,
)
from schemagen.sandbox import Server
from schemagen.spec.compile import compile_spec
from schemagen.testing.acting import AsActor
from tests.client.isolation import crowd
from tests.client.projects import as_login
from tests.migrate.pooler import PROGRAM, pooler
from tests.projects.acting import GENERATED, run

WHO = "SELECT current_user, coalesce(current_setting('app.user_id', true), '')"
ONE = {"DATABASE_POOL_SIZE": "1", "DATABASE_CONNECT_TIMEOUT": "0.5"}
NOBODY = ("trust_app", "")


def settings(url: str, **more: str) -> Settings:
    return Settings.from_environment({"DATABASE_URL": as_login(url, "trust"), **more})


@pytest.fixture
def client(trust: str) -> Iterator[Client]:
    """A client with one connection, so that whatever stays in it is seen by the next."""
    with Client(settings(trust, **ONE)) as made:
        yield made


def new_member(url: str) -> UUID:
    with psycopg.connect(url) as connection:
        [found] = connection.execute(
            "INSERT INTO profiles (id) VALUES (%s) RETURNING id", [uuid4()]
        )
        return UUID(str(found[0]))


def kill(url: str, session: Session | AsyncSession) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(%s, 5000)", [session.info.backend_pid])


def test_the_environment_is_read_and_no_password_shown() -> None:
    url = "postgresql+asyncpg://me:s3cret@db.example.com/app"
    read = Settings.from_environment({"DATABASE_URL": url, "DATABASE_POOL_SIZE": "7"})
    assert (read.database_pool_size, read.database_pool_idle) == (7, 30)
    assert Settings.from_environment({"DATABASE_URL": url}).database_pool_size == 20
    assert read.unpooled() == "postgresql://me:s3cret@db.example.com/app"
    assert "s3cret" not in f"{read!r} {read} {read.model_dump()} {read.model_dump_json()}"
    with pytest.raises(SettingsError, match=r"^DATABASE_URL: this is not set$"):
        Settings.from_environment({})
    wrong = {"DATABASE_URL": "host=x pass s3cret", "DATABASE_POOL_SIZE": "s3cret"}
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(wrong)
    assert str(caught.value) == (
        "DATABASE_URL: this is no connection string; postgresql://… is one;"
        " DATABASE_POOL_SIZE: Input should be a valid integer, unable to parse string as an integer"
    )


def test_nothing_is_connected_to_before_it_is_used(tmp_path: Any) -> None:
    url = f"postgresql://me:s3cret@/app?host={tmp_path}"
    with Client(Settings.from_environment({**ONE, "DATABASE_URL": url})) as client:
        health = client.health()
        assert not health.ok
        assert (
            health.problem
            == f"{tmp_path}/app gave no connection within 0.5 s: the server does not answer"
        )


def test_health_has_latency_and_version(client: Client, real: Server) -> None:
    health = client.health()
    assert health.ok
    assert 0 < health.latency < 2
    assert str(health.server_version).startswith(f"{real.major}.")


def test_an_actor_is_left_behind_with_its_transaction(client: Client) -> None:
    user = uuid4()
    with client.acting_as(Member(user_id=user)) as session:
        assert session.execute(WHO).fetchone() == ("trust_member", str(user))
    with client.transaction() as session:
        assert session.execute(WHO).fetchone() == NOBODY
    with pytest.raises(errors.DivisionByZero), client.acting_as(System()) as session:
        session.execute("SELECT 1 / 0")
    with client.transaction() as session:
        assert session.execute(WHO).fetchone() == NOBODY


@pytest.mark.parametrize(
    ("name", "claims", "actor"),
    [
        ("member", {"user_id": UUID(int=7)}, Member(user_id=UUID(int=7))),
        ("member", {}, Member(user_id=None)),
        ("anonymous", {}, Anonymous()),
    ],
)
def test_the_client_and_the_tests_of_a_service_mean_the_same(
    name: str, claims: dict[str, object], actor: Actor, client: Client
) -> None:
    root = GENERATED.parent
    actors = compile_spec(root / "specs/trust.yaml", root).project.facts.actors
    with client.acting_as(actor) as session:
        meant = session.execute(WHO).fetchone()
    with client.transaction() as session, AsActor(actors)(session, name, claims):
        assert session.execute(WHO).fetchone() == meant


def test_work_is_run_again_where_others_came_first(client: Client, trust: str) -> None:
    user, tried = new_member(trust), 0

    def rename(session: Session) -> None:
        nonlocal tried
        tried += 1
        session.execute("SELECT display_name FROM profiles WHERE id = %s", [user])
        if tried == 1:
            with psycopg.connect(trust) as other:
                other.execute("UPDATE profiles SET display_name = 'x' WHERE id = %s", [user])
        session.execute(
            "UPDATE profiles SET display_name = display_name || 'y' WHERE id = %s", [user]
        )

    client.run(rename, actor=Member(user_id=user), isolation=IsolationLevel.REPEATABLE_READ)
    with psycopg.connect(trust) as connection:
        query = "SELECT display_name FROM profiles WHERE id = %s"
        assert (tried, connection.execute(query, [user]).fetchone()) == (2, ("xy",))


def test_connections_that_the_server_closed_meanwhile_are_not_lent(
    client: Client, trust: str
) -> None:
    with client.transaction() as session:
        idle = session
    kill(trust, idle)
    with client.acting_as(Anonymous()) as session:
        assert session.execute(WHO).fetchone() == ("trust_anonymous", "")
        assert session is not idle


def test_work_is_run_again_where_its_connection_is_lost(client: Client, trust: str) -> None:
    tried = 0

    def work(session: Session) -> Any:
        nonlocal tried
        tried += 1
        if tried < 3:
            kill(trust, session)
        return session.execute(WHO).fetchone()

    assert client.run(work, actor=Anonymous()) == ("trust_anonymous", "")
    assert tried == 3


def test_what_may_have_happened_is_not_run_again(client: Client, trust: str) -> None:
    user, tried = new_member(trust), 0
    with psycopg.connect(trust, autocommit=True) as connection:
        run(
            connection,
            "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS"
            " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';"
            "CREATE CONSTRAINT TRIGGER die AFTER UPDATE ON profiles DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION die()",
        )

    def work(session: Session) -> None:
        nonlocal tried
        tried += 1
        session.execute("UPDATE profiles SET display_name = 'z' WHERE id = %s", [user])

    try:
        with pytest.raises(OutcomeUnknown):
            client.run(work, actor=Member(user_id=user))
    finally:
        with psycopg.connect(trust, autocommit=True) as connection:
            run(connection, "DROP FUNCTION die() CASCADE")
    assert tried == 1


def test_a_full_pool_says_so(client: Client) -> None:
    with client.transaction(), pytest.raises(Unavailable, match="all 1 are in use"):
        _wait(client)


def _wait(client: Client) -> None:
    with client.transaction():
        pass


def test_running_work_ends_before_the_client_does(client: Client) -> None:
    ended: list[object] = []
    begun = threading.Event()

    def work(session: Session) -> None:
        begun.set()
        session.execute("SELECT pg_sleep(0.3)")
        ended.append(session.info.backend_pid)

    thread = threading.Thread(target=client.run, args=[work])
    thread.start()
    begun.wait()
    assert client.close()
    assert len(ended) == 1
    thread.join()
    with pytest.raises(ClientClosed), client.transaction():
        pass


def test_work_that_does_not_end_is_cancelled(client: Client) -> None:
    failures: list[BaseException] = []
    begun = threading.Event()

    def work(session: Session) -> None:
        begun.set()
        session.execute("SELECT pg_sleep(60)")

    def try_work() -> None:
        try:
            client.run(work)
        except psycopg.Error as error:
            failures.append(error)

    thread = threading.Thread(target=try_work)
    thread.start()
    begun.wait()
    start = time.monotonic()
    assert not client.close(timeout=0.2)
    thread.join()
    assert time.monotonic() - start < 5
    assert isinstance(failures[0], errors.QueryCanceled)


def test_tasks_do_the_same_as_threads(trust: str) -> None:
    user = uuid4()

    async def serve() -> None:
        tried = 0

        async def work(session: AsyncSession) -> Any:
            nonlocal tried
            tried += 1
            if tried < 3:
                await asyncio.to_thread(kill, trust, session)
            return await (await session.execute(WHO)).fetchone()

        async with AsyncClient(settings(trust, **ONE)) as client:
            assert (await client.health()).ok
            assert await client.run(work, actor=Member(user_id=user)) == ("trust_member", str(user))
            async with client.transaction() as session:
                assert await (await session.execute(WHO)).fetchone() == NOBODY
            async with client.direct() as session:
                await session.execute("LISTEN news")
            task = asyncio.create_task(client.run(lambda each: each.execute("SELECT pg_sleep(60)")))
            await asyncio.sleep(0.1)
            assert not await client.close(timeout=0.2)
            with pytest.raises(errors.QueryCanceled):
                await task
        assert tried == 3

    asyncio.run(serve())


@pytest.mark.skipif(PROGRAM is None, reason="pgbouncer is not installed: no package has it")
def test_nothing_stays_in_the_sessions_of_a_pooler(real: Server, trust: str) -> None:
    name = psycopg.conninfo.conninfo_to_dict(trust)["dbname"]
    with pooler(real, size=1) as through:
        environment = {"DATABASE_URL": through.format(name), "DATABASE_URL_UNPOOLED": trust}
        with Client(Settings.from_environment(environment)) as client:
            for number in range(20):
                user = UUID(int=number)
                with client.acting_as(Member(user_id=user)) as session:
                    assert session.execute(WHO).fetchone() == ("trust_member", str(user))
                with client.transaction() as session:
                    assert session.execute(WHO).fetchone() == ("postgres", "")
                    found = session.execute("SELECT FROM pg_prepared_statements").fetchall()
                    assert found == []
            with client.direct() as session:
                [(pid,)] = session.execute("SELECT pg_backend_pid()").fetchall()
                assert pid == session.info.backend_pid


@pytest.mark.skipif(PROGRAM is None, reason="pgbouncer is not installed: no package has it")
@pytest.mark.parametrize("real", [18], indirect=True)
def test_nobody_sees_the_rows_of_others_through_a_pooler(real: Server, trust: str) -> None:
    seen = crowd(real, trust, threads=20, seconds=3, sessions=4)
    assert seen["transactions"] > 100
    assert (seen["foreign"], seen["lacking"]) == (0, 0)
