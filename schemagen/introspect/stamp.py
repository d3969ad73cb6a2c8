"""A stamp of a database: another one as soon as anything is different that a reading could tell.

The server makes a hash of every row of the system catalogs, of the roles and of the settings, which
takes a fraction of what it takes to put the catalogs into words. What VACUUM and ANALYZE write is
left out: it tells nothing of the schema. Temporary objects count, so that a stamp may change where
nothing did that matters; it does not stay where something did.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any, Final

from psycopg import Connection

from schemagen.sqltext.quoting import Literal, Name, Names, join_sql, sql

# What these hold is data, or read of the views on them, as passwords are nobody's business.
_LEFT_OUT: Final = (
    "pg_authid",
    "pg_largeobject",
    "pg_largeobject_metadata",
    "pg_replication_origin",
    "pg_statistic",
    "pg_statistic_ext_data",
    "pg_user_mapping",
)
_MAINTAINED: Final = (
    "datfrozenxid",
    "datminmxid",
    "relallfrozen",
    "relallvisible",
    "relfilenode",
    "relfrozenxid",
    "relminmxid",
    "relpages",
    "reltuples",
)


def read_stamp(connection: Connection[Any]) -> str:
    """Return the stamp of the database that a connection is to; empty if some of it is hidden.

    Raises:
        psycopg.Error: the server refused to be read.
    """
    query = _text("stamped_catalogs").encode()
    listed = connection.execute(query, [list(_LEFT_OUT), list(_MAINTAINED)]).fetchall()
    if not all(readable for _, readable, _ in listed):
        return ""
    parts = (
        sql(
            "SELECT {} AS name, count(*) AS rows,"
            " sum(hashtextextended(ROW({})::text, 0)) AS content FROM pg_catalog.{} AS c",
            Literal(name),
            Names(columns),
            Name(name),
        )
        for name, _, columns in listed
    )
    content = connection.execute(join_sql(parts, " UNION ALL ").encode()).fetchall()
    rest = connection.execute(_text("stamp").encode()).fetchall()
    return repr((sorted(content), rest))


def _text(name: str) -> str:
    return files("schemagen.introspect").joinpath(f"sql/{name}.sql").read_text(encoding="utf-8")
