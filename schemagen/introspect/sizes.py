"""Reading how large the relations of a database are."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from psycopg import Connection

from schemagen.catalog.sizes import Sizes


def read_sizes(connection: Connection[Any]) -> Sizes:
    """Ask for the sizes of all tables and materialized views, which needs no right to read them.

    What is not there has no rows that anybody could wait for.

    Raises:
        psycopg.Error: the server refused to tell.
    """
    text = files("schemagen.introspect").joinpath("sql/sizes.sql").read_text(encoding="utf-8")
    rows = connection.execute(text.encode()).fetchall()
    return Sizes({(schema, name): size for schema, name, size in rows}, unknown_is_large=False)
