"""Fleets of real databases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from schemagen.app.fleet.members import Fleet, find_fleet


@pytest.fixture
def fleet(repository: Path, new_database: Callable[[], str]) -> Callable[..., Fleet]:
    """Make so many empty databases and the file that lists them, with more lines."""

    def make(count: int, *lines: str) -> Fleet:
        urls = [f"  - {new_database()}" for _ in range(count)]
        path = repository / "fleet.yaml"
        path.write_text("\n".join(["databases:", *urls, *lines, ""]))
        return find_fleet(path)

    return make
