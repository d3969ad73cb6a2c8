"""Databases of projects, made once for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from schemagen.sandbox import Server
from tests.client.projects import project_database
from tests.conftest import REQUIRED, Servers


@pytest.fixture(scope="module", params=REQUIRED, ids=lambda major: f"pg{major}")
def real(servers: Servers, request: pytest.FixtureRequest) -> Server:
    """A server of each of the versions that come with the package."""
    return servers.of(request.param)


@pytest.fixture(scope="module")
def trust(real: Server) -> Iterator[str]:
    """The URI of the project trust's database, as superuser; rows stay from test to test."""
    with project_database(real, "trust") as url:
        yield url
