"""PostgreSQL for tests: real servers, each started once by a test process that needs it.

`database` is the URI of an empty database, on every major version in turn; the version can be
chosen with `@pytest.mark.majors(18)`. Older versions than the newest are left to `make long`. Roles
belong to a server and not to a database: what a test creates is dropped when its database goes.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from schemagen.app.docs import docs
from schemagen.sandbox import Server, available, start
from tests.app.migrations import made, written
from tests.app.repository import DEPOT, SHOP, write

# Here and nowhere else, since each module that imports a fixture has one of its own.
__all__ = ["made", "written"]

REQUIRED = (16, 18)
"""The versions that come with the package; others are used where they are installed."""
MAJORS = tuple(sorted({*REQUIRED, *(item.major for item in available())}))


class Servers:
    """The servers of one test process, started when a test first asks for them."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._running: dict[int, Server] = {}

    def of(self, major: int) -> Server:
        """Return the server of a major version."""
        if major not in self._running:
            self._running[major] = self._stack.enter_context(start(major))
        return self._running[major]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-plans",
        action="store_true",
        help="write the plans of tests/cases anew; read them before committing",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: left to `make long`, as it takes long")
    config.addinivalue_line("markers", "majors(*versions): the PostgreSQL versions to run on")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "server" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("majors")
        majors = [major for major in MAJORS if marker is None or major in marker.args]
        parameters = [
            # What the newest of them can do is tried each time, and what older ones can, with the
            # long tests.
            pytest.param(
                major, id=f"pg{major}", marks=() if major == max(majors) else pytest.mark.long
            )
            for major in majors
        ]
        metafunc.parametrize("server", parameters, indirect=True)


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    with ExitStack() as stack:
        yield Servers(stack)


@pytest.fixture
def server(servers: Servers, request: pytest.FixtureRequest) -> Server:
    """A running server, of every version in turn; other tests use the same one."""
    return servers.of(request.param)


@pytest.fixture
def new_database(server: Server) -> Iterator[Callable[[], str]]:
    """Make an empty database each time it is called; all are dropped after the test."""
    made: list[str] = []
    before = _roles(server)

    def make() -> str:
        name = f"test_{len(made)}"
        made.append(name)
        return server.create_database(name)

    yield make
    for name in made:
        server.drop_database(name)
    with psycopg.connect(server.url(), autocommit=True) as connection:
        for role in sorted(_roles(server) - before):
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


@pytest.fixture
def database(new_database: Callable[[], str]) -> str:
    """The URI of an empty database, on every version in turn."""
    return new_database()


@pytest.fixture
def psql(server: Server) -> Callable[[str, str], str]:
    """Run a script in a database as `psql -f` does, and return what it printed."""

    def run(url: str, script: str) -> str:
        command = [server.psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", "-"]
        return _checked(command, script)

    return run


@pytest.fixture
def pg_dump(server: Server) -> Callable[[str], str]:
    """Return the definition of everything in a database, as `pg_dump --schema-only` has it."""

    def run(url: str) -> str:
        dumped = _checked([server.pg_dump, "--schema-only", "-d", url])
        # A key of the dump itself, another one each time.
        kept = [
            line for line in dumped.splitlines() if not line.startswith(("\\restrict", "\\unr"))
        ]
        return "\n".join(kept)

    return run


def _checked(command: list[object], text: str = "") -> str:
    done = subprocess.run(
        [str(part) for part in command], input=text, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        pytest.fail(f"{command[0]} failed:\n{done.stderr}")
    return done.stdout


def _roles(server: Server) -> set[str]:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        return {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}


@pytest.fixture(scope="session")
def five(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `schemagen docs` makes of the projects of this repository."""
    return docs(Path(__file__).parents[1], out=tmp_path_factory.mktemp("five") / "site").folder


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the projects shop and depot, not built yet."""
    write(tmp_path, {"specs/shop.yaml": SHOP, "specs/depot.yaml": DEPOT})
    return tmp_path
