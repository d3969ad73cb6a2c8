"""A look at a live database, and at once the verdict where nothing changed since the last one.

What reads a database and compares it is imported only where something did.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import psycopg

from schemagen.app.agreement import Aside, agreed
from schemagen.app.connecting import Connection, Target, connect, redacted
from schemagen.app.fingerprint import digest, tool_fingerprint
from schemagen.app.pointer import Placed, pointer
from schemagen.app.selection import Selection
from schemagen.app.settings import Settings
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.since import OLDEST
from schemagen.errors import ConnectError, IntrospectError
from schemagen.frozen import frozen
from schemagen.introspect.stamp import read_stamp
from schemagen.introspect.steady import written

SUPPORTED = range(OLDEST, 19)
"""The major versions of PostgreSQL that are known."""


@frozen
class Looking:
    """One look at a database: which project, where, and at what."""

    settings: Settings
    project: str
    target: Target
    selection: Selection
    scratch_url: str | None = None


@frozen(slots=False)
class LiveCatalogs:
    """A live database beside what a spec wants of it.

    Attributes:
        current: everything that was read of the database.
        desired: the same with what the spec declares in the place of what it is compared with.
        aside: what is not compared.
        server: the major version of the server.
        keys: by which the verdict may be remembered; none if it may not.
    """

    current: Catalog
    desired: Catalog
    aside: Aside
    server: int
    keys: tuple[str, ...] = ()


@frozen
class Known:
    """What is known of a database before it is read.

    Attributes:
        major: the major version of its server.
        placed: the schemas of its extensions.
        pointer: what stands for the spec as it is; empty where that was not tried yet.
        stamp: the hash that the server made of its catalogs; empty where it did not.
        written: how far the server had written before it made that.
    """

    major: int
    placed: Placed
    pointer: str = ""
    stamp: str = ""
    written: str = ""


def live_catalogs(look: Looking) -> LiveCatalogs:
    """Read a database, and make a spec comparable with it.

    Where both are as they were when nothing was different, they are not compared again, and both
    catalogs are empty; where nothing was written since, the database is not even read.

    Raises:
        ConnectError: the database cannot be reached.
        IntrospectError: it cannot be read.
        SpecError: the spec has problems, or PostgreSQL refuses it.
        SandboxError: there is no place to try the spec in.
    """
    with closing(connect(look.target)) as connection:
        known = find_out(look, connection)
        if same := at_once(look, known):
            return same
        # Imported here because it brings all kinds along.
        from schemagen.app.live import read_and_compare

        return read_and_compare(look, known, connection)


def find_out(look: Looking, connection: Connection) -> Known:
    """Return what is known of a database before it is read.

    Raises:
        ConnectError: its server is of no version that schemagen knows.
        IntrospectError: it cannot be read.
    """
    major = known_major(connection, look.target)
    with reading(look.target):
        placed = _extensions(connection)
        known = Known(major, placed)
        known = replace(known, pointer=pointer_of(look, known))
        return stamped(connection, known) if known.pointer else known


def pointer_of(look: Looking, known: Known) -> str:
    """Return what stands for the spec as it is; empty where that was not tried yet."""
    return pointer(look.settings.root, look.project, known.major, known.placed) or ""


def stamped(connection: Connection, known: Known) -> Known:
    """Return what is known with the stamp of the database as it is."""
    before = written(connection)
    return replace(known, stamp=read_stamp(connection), written=before)


def at_once(look: Looking, known: Known) -> LiveCatalogs | None:
    """Return what comes of a database that is as it was when nothing was different."""
    aside = agreed_before(look, stamped_key(look, known))
    return LiveCatalogs(Catalog(), Catalog(), aside, known.major) if aside else None


def agreed_before(look: Looking, key: str) -> Aside | None:
    """Return what was not compared when nothing was different, None if that is not known."""
    return agreed(look.settings.root, look.project, key) if key else None


def stamped_key(look: Looking, known: Known) -> str:
    """Return the key of a verdict that follows from a stamp; empty where there is none."""
    return verdict_key(look, known.pointer, known.stamp) if known.stamp else ""


def verdict_key(look: Looking, pointer: str, *facts: object) -> str:
    """Return the key of a verdict that follows from these facts about a database."""
    return digest(repr((tool_fingerprint(), pointer, look.selection, *facts)).encode())


def _extensions(connection: Connection) -> Placed:
    query = """
        SELECT e.extname, n.nspname
        FROM pg_extension AS e
        JOIN pg_namespace AS n ON n.oid = e.extnamespace
        WHERE e.extname <> 'plpgsql'
    """
    return dict(connection.execute(query).fetchall())


def known_major(connection: Connection, target: Target) -> int:
    """Return the major version of a server: 18.

    Raises:
        ConnectError: it is none that schemagen knows.
    """
    major = connection.info.server_version // 10000
    if major not in SUPPORTED:
        raise ConnectError(
            f"this is PostgreSQL {major}; known are {SUPPORTED[0]} to {SUPPORTED[-1]}",
            where=target.where,
            hint="upgrade the server, or schemagen",
        )
    return major


@contextmanager
def reading(target: Target) -> Iterator[None]:
    """Say of a server that refuses to be read meanwhile where it is, and what it said.

    Raises:
        IntrospectError: it did.
    """
    try:
        yield
    except psycopg.Error as error:
        said = redacted(str(error).strip(), target)
        raise IntrospectError(
            f"the catalog cannot be read: {said}",
            where=target.where,
            hint="any role that may connect can read it, unless pg_catalog was locked away",
        ) from None
