"""What tests of migrations share."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from schemagen.app.new_migration import NewMigration, new_migration
from tests.app.repository import SHOP, edit, write

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


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with two migrations of the shop: its beginning, and a column."""
    root = tmp_path_factory.mktemp("shop")
    write(root, {"specs/shop.yaml": SHOP})
    write_migration(root, "initial")
    add_column(root, "sku: text")
    write_migration(root, "add sku")
    return root


@pytest.fixture
def made(written: Path, repository: Path) -> None:
    """Have them in the repository of a test; they are made but once."""
    shutil.copytree(written, repository, dirs_exist_ok=True)


def run(database: str, statement: str) -> list[tuple[object, ...]]:
    """Run a statement and return its rows, if it has any."""
    with psycopg.connect(database, autocommit=True) as connection:
        done = connection.execute(statement.encode())
        return done.fetchall() if done.description else []
