"""Subscriptions belong to a database and keep it from being dropped ("DROP DATABASE")."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

_FOUND = """
    SELECT s.subname
    FROM pg_catalog.pg_subscription AS s
    JOIN pg_catalog.pg_database AS d ON d.oid = s.subdbid
    WHERE d.datname = current_database()
"""


def drop_subscriptions(connection: psycopg.Connection[Any]) -> None:
    """Drop all subscriptions of a database without a word to the servers that they are to."""
    for (name,) in connection.execute(_FOUND).fetchall():
        subscription = sql.Identifier(name)
        for text in (
            "ALTER SUBSCRIPTION {} DISABLE",
            "ALTER SUBSCRIPTION {} SET (slot_name = NONE)",
            "DROP SUBSCRIPTION {}",
        ):
            connection.execute(sql.SQL(text).format(subscription))
