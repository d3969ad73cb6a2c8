"""The database: whether it can be reached, and what the role that connects may do there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing

import psycopg

from schemagen.app.at_database import VARIABLES
from schemagen.app.connecting import Connection, Target, connect, find_target, redacted
from schemagen.app.doctor.finding import Finding, Patient, bad, good, note
from schemagen.app.looking import SUPPORTED
from schemagen.errors import SchemagenError
from schemagen.migrate.session import is_pooled
from schemagen.sandbox.address import variables_of_libpq
from schemagen.sqltext.quoting import Name, sql

_RIGHTS = """\
SELECT current_user, r.rolsuper, r.rolcreatedb, r.rolcreaterole,
    has_database_privilege(current_database(), 'CREATE')
FROM pg_catalog.pg_roles AS r WHERE r.rolname = current_user"""


def examine(patient: Patient) -> Iterator[Finding]:
    """Yield what is known of the database that is meant; nothing is written."""
    if names := variables_of_libpq():
        yield note(
            f"libpq takes from the environment: {', '.join(names)}",
            "they say of a database what its URL does not; disposable servers take no notice",
        )
    if patient.url is None and not any(map(os.environ.get, (*VARIABLES, "PGHOST", "PGSERVICE"))):
        yield note("none is named", f"--url, or one of {', '.join(VARIABLES)} in the environment")
        return
    try:
        target = find_target(patient.url, variables=VARIABLES)
        with closing(connect(target)) as connection:
            yield from _examined(connection, target)
    except SchemagenError as error:
        yield bad(f"{error.where}: {error.message}", error.hint)


def _examined(connection: Connection, target: Target) -> Iterator[Finding]:
    try:
        major = connection.info.server_version // 10000
        if major in SUPPORTED:
            yield good(f"{target.where}, from {target.source}: PostgreSQL {major}")
        else:
            known = f"{SUPPORTED[0]} to {SUPPORTED[-1]}"
            yield bad(f"{target.where} is PostgreSQL {major}", f"known are {known}")
        if is_pooled(connection):
            hint = "DATABASE_URL_UNPOOLED leads past it, for migrations, seeds and the relay"
            yield note("a pooler stands before the server", hint)
        [(role, superuser, databases, roles, creates)] = connection.execute(_RIGHTS).fetchall()
    except psycopg.Error as error:
        yield bad(redacted(str(error).strip(), target))
        return
    if superuser:
        yield note(f"{role} is a superuser", "migrate as a role that owns the schema and no more")
        return
    yield good(f"{role} connects, which is enough for diff and drift")
    if not creates:
        names = Name(target.database), Name(str(role))
        hint = sql("GRANT CREATE ON DATABASE {} TO {}", *names)
        yield note(f"{role} may make no schema here", hint)
    if not roles:
        hint = sql("ALTER ROLE {} CREATEROLE", Name(str(role)))
        yield note(f"{role} may make no roles, as actors are", hint)
    if not databases:
        yield note(f"{role} may make no scratch databases", "a server of this machine is taken")
