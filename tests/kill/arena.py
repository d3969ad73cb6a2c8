"""A server with databases to migrate, and runners that can be struck down while they do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from schemagen.sandbox import Server
from schemagen.seeding import seed
from tests.kill.proxy import Proxy, Strike
from tests.kill.scenarios import Scenario
from tests.kill.state import State, state_of

_ALLOWED: Final = ("--allow", "DELETES_DATA", "--allow", "AUTHZ_UPDATE")
_LONGEST: Final = 120
_PAUSE: Final = 0.005
_HISTORY: Final = "schemagen"


@dataclass(frozen=True, slots=True)
class Way:
    """One way of a scenario: where it starts, what it runs, and what it is to lead to.

    Attributes:
        scenario: whose way it is.
        template: the database that it starts from.
        command: what follows `schemagen migrate`.
        wanted: what an undisturbed run leads to.
        requests: how many it takes.
    """

    scenario: Scenario
    template: str
    command: tuple[str, ...]
    wanted: State
    requests: int

    @property
    def name(self) -> str:
        """What reports call it: `gym up`."""
        return f"{self.scenario.name} {self.command[0]}"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a runner ended: its exit status, what it said, and whether it was struck."""

    status: int
    said: str
    struck: bool
    requests: int


@dataclass(slots=True)
class Arena:
    """A server, and the names of the databases on it."""

    server: Server
    made: int = field(default=0)

    def prepare(self, scenario: Scenario) -> tuple[Way, Way]:
        """Fill a database, migrate it there and back undisturbed, and return both ways.

        Raises:
            AssertionError: an undisturbed run fails.
        """
        start = self._filled(scenario)
        up = self._way(scenario, start, ("up", scenario.project, "--to", scenario.last, *_ALLOWED))
        top = self.clone(start)
        self._run_well(scenario, top, up.command)
        back = scenario.base or "zero"
        down = self._way(scenario, top, ("down", scenario.project, "--to", back, *_ALLOWED))
        return up, down

    def clone(self, template: str) -> str:
        """Copy a database that nobody uses, and return the name of the copy."""
        name = self._name()
        strategy = sql.SQL("STRATEGY file_copy" if self.server.major >= 15 else "")
        with psycopg.connect(self.server.url(), autocommit=True) as connection:
            text = sql.SQL("CREATE DATABASE {} TEMPLATE {} {}")
            connection.execute(
                text.format(sql.Identifier(name), sql.Identifier(template), strategy)
            )
        return name

    def run(self, way: Way, database: str, strike: Strike | None, *, restart: bool) -> Ended:
        """Run a way's command on a database; the blow ends the runner, or the server."""
        with self._folder() as folder:
            blows = _Blows(self.server, restart)
            with Proxy(folder, self._sockets(), strike, blows.fall) as proxy:
                url = self._through(folder, database)
                runner = _start(way.scenario, way.command, url)
                blows.runner = runner
                with _writing(self.server.url(database), way.scenario.writes):
                    _, said = runner.communicate(timeout=_LONGEST)
                return Ended(runner.returncode, said, proxy.struck, proxy.requests)

    def _filled(self, scenario: Scenario) -> str:
        name = self._name()
        url = self.server.create_database(name)
        _execute(url, scenario.given)
        if not scenario.base:
            return name
        self._run_well(scenario, name, ("up", scenario.project, "--to", scenario.base, *_ALLOWED))
        _execute(url, scenario.rows)
        if not scenario.rows:
            with psycopg.connect(url, autocommit=True) as connection:
                seed(connection, 200, but=(_HISTORY,))
        return name

    def _way(self, scenario: Scenario, start: str, command: tuple[str, ...]) -> Way:
        """Run a command undisturbed on a copy, to see what it leads to."""
        database = self.clone(start)
        ended = self._run_well(scenario, database, command)
        wanted = state_of(self.server, self.server.url(database))
        self.server.drop_database(database)
        return Way(scenario, start, command, wanted, ended.requests)

    def _run_well(self, scenario: Scenario, database: str, command: tuple[str, ...]) -> Ended:
        way = Way(scenario, database, command, State((), {}, ()), 0)
        ended = self.run(way, database, None, restart=False)
        assert ended.status == 0, ended.said
        return ended

    def _name(self) -> str:
        self.made += 1
        return f"kill_{self.made}"

    def _sockets(self) -> Path:
        return Path(str(conninfo_to_dict(self.server.url())["host"]))

    def _through(self, folder: Path, database: str) -> str:
        user = str(conninfo_to_dict(self.server.url())["user"])
        return f"postgresql://{user}@/{database}?host={quote(str(folder), safe='')}"

    @contextmanager
    def _folder(self) -> Iterator[Path]:
        folder = Path(tempfile.mkdtemp(prefix="kill-"))
        yield folder
        shutil.rmtree(folder)


@dataclass(slots=True)
class _Blows:
    """What happens at a strike: SIGKILL for the runner, or the same for the server."""

    server: Server
    restart: bool
    runner: subprocess.Popen[str] | None = None

    def fall(self) -> None:
        if self.restart:
            self.server.restart()
        elif self.runner is not None:
            self.runner.kill()


def _start(scenario: Scenario, command: tuple[str, ...], url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "schemagen", "migrate", *command, "--url", url],
        cwd=scenario.root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def _execute(url: str, statements: Iterable[str]) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@contextmanager
def _writing(url: str, statements: Sequence[str]) -> Iterator[None]:
    """Run statements over and over until the end of the block, though the server breaks off.

    Before there are tables they are refused.
    """
    ended = threading.Event()
    writer = threading.Thread(target=_write, args=(url, statements, ended))
    if statements:
        writer.start()
    yield
    ended.set()
    if statements:
        writer.join()


def _write(url: str, statements: Sequence[str], ended: threading.Event) -> None:
    while not ended.is_set():
        with suppress(psycopg.Error), psycopg.connect(url, autocommit=True) as session:
            while not ended.wait(_PAUSE):
                for statement in statements:
                    session.execute(statement.encode())


def durable(server: Server) -> None:
    """Let commits be on disk when they are reported: a disposable server does not care."""
    _execute(server.url(), ["ALTER ROLE CURRENT_USER SET synchronous_commit = on"])
