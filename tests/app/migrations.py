"""What tests of migrations share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from schemagen.app.new_migration import NewMigration, new_migration
from tests.app.repository import edit

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
FIRST = "20261121093000_initial"
SECOND = "20261121093001_add_sku"


def write_migration(repository: Path, slug: str, minute: int = 30) -> NewMigration | None:
    """Write the migration to the spec as it is, as if at a minute after nine."""
    return new_migration(repository, "shop", slug, major=16, now=NOW.replace(minute=minute))


def add_column(repository: Path, declared: str) -> None:
    """Add a column to the table of the shop's spec: `sku: text`."""
    name = "name: text not null"
    edit(repository / "specs/shop.yaml", name, f"{name}\n      {declared}")


@pytest.fixture
def made(repository: Path) -> tuple[str, str]:
    """Two migrations of the shop: its beginning, and a column."""
    write_migration(repository, "initial")
    add_column(repository, "sku: text")
    write_migration(repository, "add sku")
    return FIRST, SECOND


def run(database: str, statement: str) -> list[tuple[object, ...]]:
    """Run a statement and return its rows, if it has any."""
    with psycopg.connect(database, autocommit=True) as connection:
        done = connection.execute(statement.encode())
        return done.fetchall() if done.description else []
