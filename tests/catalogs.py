"""Catalogs in databases: made, read back and compared."""

from __future__ import annotations

from itertools import groupby
from typing import Any, TypeAlias

import psycopg

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import with_hints
from schemagen.catalog.statement import Statement, Transaction
from schemagen.diff.engine import compare
from schemagen.introspect.snapshot import read_catalog
from schemagen.plan.whole import create_statements

Connection: TypeAlias = psycopg.Connection[Any]


def make(connection: Connection, statements: tuple[Statement, ...]) -> None:
    """Run statements in as few transactions as they allow."""
    for kind, group in groupby(statements, key=lambda statement: statement.transaction):
        listed = list(group)
        parts = [listed] if kind is Transaction.SHARED else [[each] for each in listed]
        for part in parts:
            with connection.transaction():
                connection.execute("SET LOCAL check_function_bodies = off")
                for statement in part:
                    connection.execute(statement.sql.encode())


def remembering(catalog: Catalog, declared: Catalog) -> Catalog:
    """Carry over to what was read back what the declaration alone says."""
    return Catalog(with_hints(item, declared.get(item.id)) for item in catalog)


def built(connection: Connection, catalog: Catalog) -> Catalog:
    """Make everything in an empty database, and read it back."""
    connection.execute("SET search_path = public")
    make(connection, create_statements(catalog))
    connection.execute("RESET search_path")
    return read_catalog(connection)


def differences(current: Catalog, desired: Catalog) -> list[str]:
    return [str(change) for change in compare(current, desired)]


def applied(url: str, catalog: Catalog) -> Catalog:
    """Make everything in the empty database of a URI, and read it back."""
    with psycopg.connect(url, autocommit=True) as connection:
        return built(connection, catalog)


def read(url: str) -> Catalog:
    with psycopg.connect(url, autocommit=True) as connection:
        return read_catalog(connection)
