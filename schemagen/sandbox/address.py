"""How a disposable server is reached, whatever settings the environment has for libpq.

libpq fills in what a URI does not say from its variables (PGPORT, PGOPTIONS, …) and from the
service that PGSERVICE names (PostgreSQL, "Environment Variables", "The Connection Service File").
Those settings are meant for somebody's database. So the URI of a server of ours says what of them
counts, as far as something else would be taken; otherwise it is short, for drivers that know less.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote

import psycopg
from psycopg import pq
from psycopg.conninfo import make_conninfo

from schemagen.sandbox.data import SUPERUSER

PORT: Final = 5432
"""The number in the name of a server's socket."""

_PLAIN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "channel_binding": "prefer",
        "client_encoding": "UTF8",
        "gssencmode": "disable",
        "hostaddr": "",
        "load_balance_hosts": "disable",
        "max_protocol_version": "latest",
        "min_protocol_version": "3.0",
        "options": "",
        "replication": "",
        "require_auth": "",
        "requirepeer": "",
        "ssl_max_protocol_version": "",
        "ssl_min_protocol_version": "TLSv1.2",
        "sslcert": "",
        "sslcertmode": "allow",
        "sslmode": "disable",
        "sslnegotiation": "postgres",
        "sslrootcert": "",
        "target_session_attrs": "any",
    }
)
"""What a session on a socket needs of each setting that could keep it from being one, or from
being an ordinary one."""
_OF_SESSIONS: Final = ("PGDATESTYLE", "PGGEQO", "PGTZ")
"""Variables that libpq sends to the server; no setting of a connection stands for them."""


def address(folder: Path, database: str) -> str:
    """Return the connection URI of a database of the server whose socket is in a folder."""
    said = {"host": str(folder), "port": str(PORT), **_against_the_environment()}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in said.items())
    return f"postgresql://{SUPERUSER}@/{quote(database, safe='')}?{query}"


def settings_of(connection: psycopg.Connection[Any]) -> str:
    """Return what it takes to connect once more in the same way; may hold a password.

    `info.dsn` has no password, and leaves out what is like a default of libpq, which a variable
    may have taken the place of.
    """
    found = ((each.keyword, each.val) for each in connection.pgconn.info)
    return make_conninfo(**{name.decode(): val.decode() for name, val in found if val is not None})


def variables_of_libpq() -> tuple[str, ...]:
    """Return the names of the variables that libpq takes settings from here, sorted."""
    known = {option.envvar.decode() for option in pq.Conninfo.get_defaults() if option.envvar}
    return tuple(sorted(name for name in {*known, *_OF_SESSIONS} if os.environ.get(name)))


def _against_the_environment() -> dict[str, str]:
    taken = {
        option.keyword.decode()
        for option in pq.Conninfo.get_defaults()
        if option.val and option.val != option.compiled
    }
    return {name: value for name, value in _PLAIN.items() if name in taken}
