"""Databases that stay open while a case is run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TypeAlias

import psycopg
import pytest

from schemagen import kinds
from schemagen.sandbox.cluster import stand_in
from tests.catalogs import Connection

Opened: TypeAlias = Callable[[], Connection]


@pytest.fixture
def opened(new_database: Callable[[], str], request: pytest.FixtureRequest) -> Iterator[Opened]:
    """Make an empty database each time it is called, and connect to it.

    Where the case is about something that only an extension brings, that is stood in for.
    """
    case = request.node.callspec.params.get("path")
    extended = case is not None and kinds.BY_NAME[case.parent.name].source

    def open_one() -> Connection:
        connection = stack.enter_context(psycopg.connect(new_database(), autocommit=True))
        if extended:
            stand_in(connection)
        return connection

    with ExitStack() as stack:
        yield open_one
