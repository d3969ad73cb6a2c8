"""Databases through SQLAlchemy and Alembic, in tests of generated tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext


def engine_of(uri: str) -> sa.Engine:
    """Connect through psycopg to whatever libpq connects to by a URI."""
    return sa.create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(uri))


def differences(
    engine: sa.Engine, metadata: sa.MetaData, include_object: Callable[..., bool] | None = None
) -> list[Any]:
    """Return what `alembic check` finds with every comparison turned on."""
    options = {
        "compare_type": True,
        "compare_server_default": True,
        "include_schemas": True,
        "include_object": include_object,
    }
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, metadata))
