"""Databases and factories for the testing modules of projects: fixtures, and without pytest.

A fixture has the name that it is given in such a module. What takes long to import is imported when
it is first used, because conftest.py loads this with every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

import psycopg
import pytest

from schemagen.testing.explaining import explaining

T = TypeVar("T")


@contextmanager
def database_of(project: str) -> Iterator[str]:
    """Have a project's migrated database without rows for a while, and give its URL.

    Raises:
        SchemagenError: there is no such project, it cannot be migrated, or there is no server.
    """
    from schemagen.testing.templates import Templates

    with ExitStack() as stack, Templates(stack).of(project).database() as url:
        yield url


def database_fixture(project: str) -> Any:
    """Make the fixture that gives the URL of a database of the test's own."""

    @pytest.fixture
    def database(schemagen_templates: Any) -> Iterator[str]:
        """The URL of a database of the test's own, migrated and without rows; dropped after it."""
        with explaining():
            template = schemagen_templates.of(project)
        with template.database() as url:
            yield url

    return database


def session_fixture(project: str) -> Any:
    """Make the fixture that gives a connection to a database that tests have in turn."""

    @pytest.fixture
    def session(schemagen_templates: Any) -> Iterator[psycopg.Connection[Any]]:
        """A connection in a transaction that is rolled back after the test."""
        with explaining():
            template = schemagen_templates.of(project)
        with template.transaction() as connection:
            yield connection

    return session


def make_fixture(make: Callable[[], T]) -> Any:
    """Make the fixture that gives the factories; what they learn serves all tests."""

    @pytest.fixture(scope="session")
    def factories() -> T:
        """A factory for each table: `make.user(session, email="a@example.com")`."""
        return make()

    return factories
