"""A stand-in for Citus in a database that is thrown away.

It takes the calls that distribute tables, with their locks, and notes what they say where Citus
notes it, so that scripts and migrations run as they are and are read back like those of a cluster.
No row is moved: that the cluster itself takes the tables is what the rules of the spec are for.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any, Final

from psycopg import Connection

from schemagen.declare.nouns import counted
from schemagen.errors import SandboxError

_THERE: Final = """\
SELECT pg_catalog.to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL,
    (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)"""


def stand_in(connection: Connection[Any], *, needed: bool = True) -> bool:
    """Let a database take the calls of Citus; tell whether it could not before.

    Without being `needed`, it is left as it is where the role may not do this.

    Raises:
        SandboxError: it has no Citus, and the role may not stand in for it.
    """
    there, may = connection.execute(_THERE).fetchall()[0]
    if there or not (may or needed):
        return False
    if not may:
        raise SandboxError(
            "the database has no extension citus, and only a superuser may stand in for it"
        )
    make = files("schemagen.sandbox").joinpath("sql/cluster.sql").read_bytes()
    connection.execute(make)
    return True


def without_cluster(tables: int) -> str:
    """Say of how many tables a cluster was stood in for, and what was not tried by that."""
    called = counted(tables, "table")
    return (
        f"tried without Citus, which the server does not have: the calls that distribute {called}"
        " were only noted, and all rows are on one node"
    )
