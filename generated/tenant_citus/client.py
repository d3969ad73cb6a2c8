# Made by schemagen from specs/tenant_citus.yaml. Do not edit.
"""A client of tenant_citus: connections, actors, health, and an end in good order."""

import asyncio
import os
import random
import re
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from selectors import EVENT_READ, DefaultSelector
from typing import Annotated, Any, Generic, NoReturn, Self, TypeAlias, TypeVar

import psycopg
from psycopg import AsyncConnection, Connection, IsolationLevel, sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import DeadlockDetected, SerializationFailure
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool, ConnectionPool, PoolClosed, PoolTimeout
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails

from .actors import Actor

__all__ = [
    "AsyncClient",
    "AsyncSession",
    "Client",
    "ClientClosed",
    "ClientError",
    "Health",
    "OutcomeUnknown",
    "Session",
    "Settings",
    "SettingsError",
    "Unavailable",
]

Session: TypeAlias = Connection[TupleRow]
"""A connection in a transaction: `execute`, `cursor` and `copy` as psycopg has them."""

AsyncSession: TypeAlias = AsyncConnection[TupleRow]
"""The same for asyncio."""

T = TypeVar("T")
S = TypeVar("S", Session, AsyncSession)


class ClientError(Exception):
    """What this client says by itself; what PostgreSQL says is a `psycopg.Error`."""


class SettingsError(ClientError):
    """The environment does not say where the database is, or says something impossible."""


class ClientClosed(ClientError):
    """The client was closed before."""


class Unavailable(ClientError):
    """No connection could be had in time."""


class OutcomeUnknown(ClientError):
    """A connection was lost during COMMIT: the transaction may have happened, or not."""


def _connection_string(secret: SecretStr) -> SecretStr:
    text = re.sub(r"^postgres(ql)?\+\w+:", "postgresql:", secret.get_secret_value().strip())
    try:
        conninfo_to_dict(text)
    except psycopg.ProgrammingError:
        # What libpq says of it quotes it, password included.
        raise ValueError("this is no connection string; postgresql://… is one") from None
    return SecretStr(text)


def _problem(error: ErrorDetails) -> str:
    missing = error["type"] == "missing"
    said = "this is not set" if missing else error["msg"].removeprefix("Value error, ")
    return f"{str(error['loc'][0]).upper()}: {said}"


Url = Annotated[SecretStr, AfterValidator(_connection_string)]
"""A connection string, which is shown as asterisks."""


class Settings(BaseModel):
    """Where the database is, and how it is used; times are in seconds.

    `database_url` may lead to a pooler such as PgBouncer in transaction mode, so nothing that goes
    over it outlives a transaction, and statements are not prepared unless `database_prepare` says
    that they may be. `database_url_unpooled` leads past the pooler, for `direct`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    database_url: Url
    database_url_unpooled: Url | None = None
    database_prepare: bool = False
    database_pool_size: int = Field(default=20, ge=1)
    database_pool_idle: float = Field(default=30, gt=0)
    database_connect_timeout: float = Field(default=2, gt=0)
    database_close_timeout: float = Field(default=30, ge=0)
    database_attempts: int = Field(default=5, ge=1)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read `DATABASE_URL` and the others by the names of the fields in capitals.

        Raises:
            SettingsError: one is missing or impossible; the message has no values in it.
        """
        given = os.environ if environment is None else environment
        found = {name: given.get(name.upper()) for name in cls.model_fields}
        try:
            return cls.model_validate({name: text for name, text in found.items() if text})
        except ValidationError as error:
            raise SettingsError("; ".join(map(_problem, error.errors()))) from None

    def connecting(self) -> dict[str, Any]:
        """Return what every connection is made with."""
        timeout = max(2, round(self.database_connect_timeout))
        prepare = {} if self.database_prepare else {"prepare_threshold": None}
        return {"autocommit": True, "connect_timeout": timeout, **prepare}

    def pooling(self) -> dict[str, Any]:
        """Return what the pool is made with; it connects to nothing yet."""
        return {
            "conninfo": self.database_url.get_secret_value(),
            "kwargs": self.connecting(),
            "min_size": 0,
            "max_size": self.database_pool_size,
            "max_idle": self.database_pool_idle,
            "timeout": self.database_connect_timeout,
            "reconnect_timeout": self.database_connect_timeout,
            "open": False,
        }

    def unpooled(self) -> str:
        """Return the connection string that leads past the pooler, where there is one."""
        return (self.database_url_unpooled or self.database_url).get_secret_value()


@dataclass(frozen=True)
class Health:
    """How the database answers: after how many seconds, or why not."""

    ok: bool
    latency: float
    server_version: str | None = None
    problem: str | None = None


class _Lent(Generic[S]):
    """The connections that are in use, and whether more may be lent."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._sessions: dict[S, bool] = {}
        self._closed = False

    def check(self) -> None:
        if self._closed:
            raise ClientClosed("the client is closed, and takes no new work")

    def add(self, session: S, *, pooled: bool = True) -> None:
        with self._changed:
            self._sessions[session] = pooled

    def discard(self, session: S) -> None:
        with self._changed:
            self._sessions.pop(session, None)
            self._changed.notify_all()

    def pooled(self) -> int:
        with self._changed:
            return sum(self._sessions.values())

    def close(self) -> None:
        self._closed = True

    def left(self, timeout: float) -> tuple[S, ...]:
        """Wait until none is in use, and return those that still are after the timeout."""
        with self._changed:
            self._changed.wait_for(lambda: not self._sessions, timeout)
            return tuple(self._sessions)


def _becoming(actor: Actor) -> list[bytes]:
    """Return the statements that make a transaction an actor's, until it ends.

    Citus connects to its nodes as the role, and hands on what SET LOCAL says, once it is told to.
    """
    role, *claims = actor.settings().items()
    return [
        sql.SQL("SET LOCAL {} = {}")
        .format(sql.Identifier(*name.split(".")), sql.Literal(value))
        .as_bytes(None)
        for name, value in (role, ("citus.propagate_set_commands", "local"), *claims)
    ]


def _refused(error: PoolTimeout, settings: Settings, in_use: int) -> NoReturn:
    known = conninfo_to_dict(settings.database_url.get_secret_value())
    where = f"{known.get('host', 'localhost')}/{known.get('dbname', '')}"
    full = in_use >= settings.database_pool_size
    why = f"all {in_use} are in use" if full else "the server does not answer"
    within = f"{settings.database_connect_timeout:g} s"
    raise Unavailable(f"{where} gave no connection within {within}: {why}") from error


def _is_told_something(session: Session | AsyncSession) -> bool:
    """Tell whether the server sent something to an idle connection: its end, as a rule."""
    with DefaultSelector() as selector:
        selector.register(session.fileno(), EVENT_READ)
        return bool(selector.select(0))


def _is_lost(error: Exception, session: Session | AsyncSession | None) -> bool:
    in_use = session is not None and not session.closed
    if in_use or not isinstance(error, psycopg.OperationalError):
        return False
    return error.sqlstate is None or error.sqlstate.startswith(("08", "57P"))


def _may_pass(error: Exception, lost: bool, finished: bool, attempt: int) -> bool:
    """Tell whether a transaction that failed may be run again: nothing of it happened."""
    if lost and finished:
        raise OutcomeUnknown(
            "the connection was lost during COMMIT; look whether it happened before trying again"
        ) from error
    # A server that went away may come back; one that was never there is not waited for longer.
    returning = isinstance(error, Unavailable) and attempt > 1
    return lost or returning or isinstance(error, DeadlockDetected | SerializationFailure)


def _pause(attempt: int) -> float:
    """Return how long to wait before the next attempt; not all wait equally long."""
    return random.uniform(0.5, 1) * min(0.02 * 2.0**attempt, 1.0)


class Client:
    """A pool of connections for threads, which share it. It connects when it is first used."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pool: ConnectionPool[Session] = ConnectionPool(
            check=self._check, **settings.pooling()
        )
        self._lent = _Lent[Session]()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def acting_as(
        self,
        actor: Actor,
        *,
        isolation: IsolationLevel | None = None,
        read_only: bool | None = None,
    ) -> Iterator[Session]:
        """Open a transaction in which an actor's role and claims hold; nothing is left of them.

        Raises:
            Unavailable: no connection could be had in time.
        """
        with self.transaction(isolation=isolation, read_only=read_only) as session:
            with session.pipeline():
                for text in _becoming(actor):
                    session.execute(text)
            yield session

    @contextmanager
    def transaction(
        self, *, isolation: IsolationLevel | None = None, read_only: bool | None = None
    ) -> Iterator[Session]:
        """Open a transaction of the role that the client connects as.

        Raises:
            Unavailable: no connection could be had in time.
        """
        with self._session() as session:
            session.set_isolation_level(isolation)
            session.set_read_only(read_only)
            with session.transaction():
                yield session

    def run(
        self,
        work: Callable[[Session], T],
        *,
        actor: Actor | None = None,
        isolation: IsolationLevel | None = None,
    ) -> T:
        """Do work in a transaction, again where it failed for others' sake or lost its connection.

        The work is run anew each time, so it should do nothing that a ROLLBACK does not undo.

        Raises:
            OutcomeUnknown: the connection was lost during COMMIT.
            Unavailable: no connection could be had in time.
        """
        attempt = 0
        while True:
            attempt += 1
            session, finished = None, False
            try:
                with self.transaction(isolation=isolation) as session:
                    if actor is not None:
                        with session.pipeline():
                            for text in _becoming(actor):
                                session.execute(text)
                    result = work(session)
                    finished = True
                return result
            except (psycopg.Error, Unavailable) as error:
                lost = _is_lost(error, session)
                may_pass = _may_pass(error, lost, finished, attempt)
                if not may_pass or attempt >= self._settings.database_attempts:
                    raise
            time.sleep(_pause(attempt))

    @contextmanager
    def direct(self) -> Iterator[Session]:
        """Connect past the pooler, for LISTEN, settings of a session, and what takes long."""
        self._lent.check()
        url, connecting = self._settings.unpooled(), self._settings.connecting()
        with Connection.connect(url, **connecting) as session:
            self._lent.add(session, pooled=False)
            try:
                yield session
            finally:
                self._lent.discard(session)

    def health(self) -> Health:
        """Ask the server for its version; what goes wrong is told, not raised."""
        start = time.perf_counter()
        try:
            with self._session() as session:
                answer = (
                    session.execute("SELECT pg_catalog.current_setting('server_version')")
                ).fetchone()
        except (psycopg.Error, ClientError) as error:
            return Health(False, time.perf_counter() - start, problem=str(error))
        version = str(answer[0]) if answer else None
        return Health(True, time.perf_counter() - start, server_version=version)

    def close(self, timeout: float | None = None) -> bool:
        """Take no new work, let running work end, and close all connections.

        What has not ended after the timeout, by default `database_close_timeout`, is cancelled.
        Return whether everything ended by itself.
        """
        self._lent.close()
        patience = self._settings.database_close_timeout if timeout is None else timeout
        left = self._lent.left(patience)
        for session in left:
            session.cancel_safe(timeout=self._settings.database_connect_timeout)
        self._pool.close()
        return not left

    @contextmanager
    def _session(self) -> Iterator[Session]:
        """Lend a connection of the pool, which is opened by whoever comes first."""
        self._lent.check()
        self._pool.open()
        try:
            session = self._pool.getconn()
        except PoolTimeout as error:
            _refused(error, self._settings, self._lent.pooled())
        except PoolClosed as error:
            raise ClientClosed("the client was closed meanwhile") from error
        self._lent.add(session)
        try:
            yield session
        finally:
            self._lent.discard(session)
            self._pool.putconn(session)

    @staticmethod
    def _check(session: Session) -> None:
        """Leave out connections that the server has closed meanwhile; the others are not asked."""
        if _is_told_something(session):
            session.execute("")


class AsyncClient:
    """A pool of connections for the tasks of one event loop. It connects when it is first used."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pool: AsyncConnectionPool[AsyncSession] = AsyncConnectionPool(
            check=self._check, **settings.pooling()
        )
        self._lent = _Lent[AsyncSession]()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @asynccontextmanager
    async def acting_as(
        self,
        actor: Actor,
        *,
        isolation: IsolationLevel | None = None,
        read_only: bool | None = None,
    ) -> AsyncIterator[AsyncSession]:
        """Open a transaction in which an actor's role and claims hold; nothing is left of them.

        Raises:
            Unavailable: no connection could be had in time.
        """
        async with self.transaction(isolation=isolation, read_only=read_only) as session:
            async with session.pipeline():
                for text in _becoming(actor):
                    await session.execute(text)
            yield session

    @asynccontextmanager
    async def transaction(
        self, *, isolation: IsolationLevel | None = None, read_only: bool | None = None
    ) -> AsyncIterator[AsyncSession]:
        """Open a transaction of the role that the client connects as.

        Raises:
            Unavailable: no connection could be had in time.
        """
        async with self._session() as session:
            await session.set_isolation_level(isolation)
            await session.set_read_only(read_only)
            async with session.transaction():
                yield session

    async def run(
        self,
        work: Callable[[AsyncSession], Awaitable[T]],
        *,
        actor: Actor | None = None,
        isolation: IsolationLevel | None = None,
    ) -> T:
        """Do work in a transaction, again where it failed for others' sake or lost its connection.

        The work is run anew each time, so it should do nothing that a ROLLBACK does not undo.

        Raises:
            OutcomeUnknown: the connection was lost during COMMIT.
            Unavailable: no connection could be had in time.
        """
        attempt = 0
        while True:
            attempt += 1
            session, finished = None, False
            try:
                async with self.transaction(isolation=isolation) as session:
                    if actor is not None:
                        async with session.pipeline():
                            for text in _becoming(actor):
                                await session.execute(text)
                    result = await work(session)
                    finished = True
                return result
            except (psycopg.Error, Unavailable) as error:
                lost = _is_lost(error, session)
                may_pass = _may_pass(error, lost, finished, attempt)
                if not may_pass or attempt >= self._settings.database_attempts:
                    raise
            await asyncio.sleep(_pause(attempt))

    @asynccontextmanager
    async def direct(self) -> AsyncIterator[AsyncSession]:
        """Connect past the pooler, for LISTEN, settings of a session, and what takes long."""
        self._lent.check()
        url, connecting = self._settings.unpooled(), self._settings.connecting()
        async with await AsyncConnection.connect(url, **connecting) as session:
            self._lent.add(session, pooled=False)
            try:
                yield session
            finally:
                self._lent.discard(session)

    async def health(self) -> Health:
        """Ask the server for its version; what goes wrong is told, not raised."""
        start = time.perf_counter()
        try:
            async with self._session() as session:
                answer = await (
                    await session.execute("SELECT pg_catalog.current_setting('server_version')")
                ).fetchone()
        except (psycopg.Error, ClientError) as error:
            return Health(False, time.perf_counter() - start, problem=str(error))
        version = str(answer[0]) if answer else None
        return Health(True, time.perf_counter() - start, server_version=version)

    async def close(self, timeout: float | None = None) -> bool:
        """Take no new work, let running work end, and close all connections.

        What has not ended after the timeout, by default `database_close_timeout`, is cancelled.
        Return whether everything ended by itself.
        """
        self._lent.close()
        patience = self._settings.database_close_timeout if timeout is None else timeout
        left = await asyncio.to_thread(self._lent.left, patience)
        for session in left:
            await session.cancel_safe(timeout=self._settings.database_connect_timeout)
        await self._pool.close()
        return not left

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[AsyncSession]:
        """Lend a connection of the pool, which is opened by whoever comes first."""
        self._lent.check()
        await self._pool.open()
        try:
            session = await self._pool.getconn()
        except PoolTimeout as error:
            _refused(error, self._settings, self._lent.pooled())
        except PoolClosed as error:
            raise ClientClosed("the client was closed meanwhile") from error
        self._lent.add(session)
        try:
            yield session
        finally:
            self._lent.discard(session)
            await self._pool.putconn(session)

    @staticmethod
    async def _check(session: AsyncSession) -> None:
        """Leave out connections that the server has closed meanwhile; the others are not asked."""
        if _is_told_something(session):
            await session.execute("")
