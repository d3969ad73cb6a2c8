"""Factories of every project: rows that a test says nothing about, on a real server."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import psycopg
import pytest

from tests.projects.acting import apply_project

PROJECTS = ("directory", "forms", "gym", "tenant", "trust")


@pytest.fixture
def session(project: str, database: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database, autocommit=True) as connection:
        apply_project(connection, project)
        yield connection


def factories(testing: ModuleType) -> list[str]:
    return [name for name in vars(testing.Make) if not name.startswith("_")]


def count(session: psycopg.Connection[Any]) -> int:
    tables = session.execute(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
        " WHERE schemaname !~ '^(pg_|information_schema)'"
    ).fetchall()
    counts = [session.execute(f"SELECT count(*) FROM {name}".encode()) for (name,) in tables]
    return sum(found.fetchall()[0][0] for found in counts)


@pytest.mark.majors(18)
@pytest.mark.parametrize("project", PROJECTS)
def test_a_row_of_every_table_needs_no_arguments(
    session: psycopg.Connection[Any], project: str
) -> None:
    testing = importlib.import_module(f"generated.{project}.testing")
    make = testing.Make()
    for name in factories(testing):
        first, second = (getattr(make, name)(session) for _ in range(2))
        assert type(first).__name__ in vars(importlib.import_module(f"generated.{project}.models"))
        assert first != second
    assert count(session) >= 2 * len(factories(testing))
    testing.clear(session)
    assert count(session) == 0
