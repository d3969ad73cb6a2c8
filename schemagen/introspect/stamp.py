"""A stamp of a database: another one as soon as anything is different that a reading could tell.

The server makes a hash of every row of the system catalogs, of the roles and of the settings, which
takes a fraction of what it takes to put the catalogs into words. What VACUUM and ANALYZE write is
left out, since it tells nothing of the schema, and so is what is of other databases. Temporary
objects count, so that a stamp may change where nothing did that matters; it does not stay where
something did.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any, Final

from psycopg import Connection

from schemagen.sqltext.quoting import Literal, Name, Raw, join_sql, sql

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
# Of what all databases of a server share, what is of this one or of none.
_NARROWED: Final = {
    "pg_database": "c.oid = {own}",
    "pg_db_role_setting": "c.setdatabase IN (0, {own})",
    "pg_shdepend": "(c.dbid = {own} OR c.dbid = 0 AND c.classid <> {databases})",
    "pg_shdescription": "(c.objoid = {own} OR c.classoid <> {databases})",
    "pg_subscription": "c.subdbid = {own}",
}
_OWN: Final = "(SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = current_database())"
_DATABASES: Final = "'pg_catalog.pg_database'::pg_catalog.regclass"


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
        # The hash of a row is a sum, and so is the one of the rows: without a hash between the two,
        # rows that swap what they say would change nothing.
        sql(
            "SELECT {} AS name, count(*) AS rows,"
            " sum(hashtextextended(hash_record_extended(ROW({}), 0)::text, 0)) AS content"
            " FROM pg_catalog.{} AS c WHERE {}",
            Literal(name),
            Raw(", ".join(columns)),
            Name(name),
            Raw(sql(_NARROWED.get(name, "true"), own=Raw(_OWN), databases=Raw(_DATABASES))),
        )
        for name, _, columns in listed
    )
    content = connection.execute(join_sql(parts, " UNION ALL ").encode()).fetchall()
    rest = connection.execute(_text("stamp").encode()).fetchall()
    return repr((sorted(content), rest))


def _text(name: str) -> str:
    return files("schemagen.introspect").joinpath(f"sql/{name}.sql").read_text(encoding="utf-8")
