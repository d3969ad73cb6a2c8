"""Databases that stay open while a case is run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TypeAlias

import psycopg
import pytest

from tests.catalogs import Connection

Opened: TypeAlias = Callable[[], Connection]


@pytest.fixture
def opened(new_database: Callable[[], str]) -> Iterator[Opened]:
    """Make an empty database each time it is called, and connect to it."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(psycopg.connect(new_database(), autocommit=True))
