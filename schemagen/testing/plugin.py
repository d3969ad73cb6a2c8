"""What pytest loads: the option `--schemagen`, and the fixtures.

Everything that takes long to import is imported by whoever uses it, because pytest loads this
wherever schemagen is installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import psycopg
import pytest

from schemagen.testing.acting import AsActor
from schemagen.testing.clearing import ClearTables
from schemagen.testing.explaining import explaining

_INI = "schemagen_project"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("schemagen")
    group.addoption(
        "--schemagen",
        metavar="PROJECT",
        action="append",
        nargs="?",
        const="",
        help="run the proofs of a project as tests, of all projects by default;"
        " may be repeated; before paths, write --schemagen=PROJECT",
    )
    parser.addini(_INI, "the project whose databases the fixtures of schemagen make")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, by which proofs are chosen."""
    config.addinivalue_line("markers", "schemagen: a proof that --schemagen runs")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add the proofs, before others choose by name and marker."""
    chosen: list[str] | None = config.getoption("--schemagen")
    if chosen is not None:
        from schemagen.testing.proofs import proofs_of

        items.extend(proofs_of(session, [name for name in chosen if name]))


@pytest.fixture(scope="session")
def schemagen_templates() -> Iterator[Any]:
    """The databases that others are copied from, made when a test first asks for one."""
    from schemagen.testing.templates import Templates

    with ExitStack() as stack:
        yield Templates(stack)


@pytest.fixture(scope="session")
def schemagen_project(pytestconfig: pytest.Config) -> str:
    """The project that the other fixtures are about; override it where there are several."""
    from schemagen.testing.templates import only_project

    with explaining():
        return only_project(str(pytestconfig.getini(_INI)))


@pytest.fixture
def schemagen_template(schemagen_templates: Any, schemagen_project: str) -> Any:
    """The template of the project's databases."""
    with explaining():
        return schemagen_templates.of(schemagen_project)


@pytest.fixture
def schemagen_database(schemagen_template: Any) -> Iterator[str]:
    """The URL of a database of the test's own, migrated and without rows; dropped after it."""
    with schemagen_template.database() as url:
        yield url


@pytest.fixture
def schemagen_connection(schemagen_template: Any) -> Iterator[psycopg.Connection[Any]]:
    """A connection in a transaction that is rolled back after the test."""
    with schemagen_template.transaction() as connection:
        yield connection


@pytest.fixture
def as_actor(schemagen_template: Any) -> AsActor:
    """Be an actor for a while: `with as_actor(connection, "member", {"user_id": 1}): …`."""
    return AsActor(schemagen_template.project.facts.actors)


@pytest.fixture
def clear_tables() -> ClearTables:
    """Take all rows out of a database: `clear_tables(connection)`."""
    return ClearTables()
