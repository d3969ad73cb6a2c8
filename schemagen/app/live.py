"""A spec against a live database: both as the same major version of PostgreSQL tells them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing

import psycopg

from schemagen.app.agreement import Aside, agree, agreed
from schemagen.app.beside import Live, LiveCatalogs, beside
from schemagen.app.cache import CanonicalCache
from schemagen.app.canonical import Canonical, Placed
from schemagen.app.connecting import Connection, Target, connect, redacted
from schemagen.app.fingerprint import digest, tool_fingerprint
from schemagen.app.selection import Selection
from schemagen.app.settings import Settings
from schemagen.catalog.catalog import Catalog
from schemagen.errors import ConnectError, IntrospectError
from schemagen.frozen import frozen
from schemagen.introspect.reading import everything, reading_of
from schemagen.introspect.snapshot import Answers, ask
from schemagen.introspect.stamp import read_stamp

SUPPORTED = range(14, 19)
"""The major versions of PostgreSQL that are known."""


@frozen
class Told:
    """What a server told of a database, who asked, who may do anything, and all that there is."""

    answers: Answers
    reader: str
    superusers: frozenset[str]
    everything: frozenset[tuple[int, int]]


@frozen
class Looking:
    """One look at a database: which project, where, and at what."""

    settings: Settings
    project: str
    target: Target
    selection: Selection
    scratch_url: str | None = None


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
        major = known_major(connection, look.target)
        placed = _extensions(connection, look.target)
        pointer, canonical = _pointer(look, major, placed)
        try:
            stamp = read_stamp(connection) if pointer else ""
            stamped = _verdict_key(look, pointer, stamp) if stamp else ""
            if aside := _agreed(look, stamped):
                return LiveCatalogs(Catalog(), Catalog(), aside, major)
            told = _ask(connection)
            keys = [_verdict_key(look, pointer, *_facts(told))] if pointer else []
            # What was written while it was read is not what the stamp stands for.
            if stamp and read_stamp(connection) == stamp:
                keys.append(stamped)
            if keys and (aside := _agreed(look, keys[0])):
                _agree(look, keys[1:], aside)
                return LiveCatalogs(Catalog(), Catalog(), aside, major)
            reading = reading_of(connection, *told.answers.read(), told.everything)
        except psycopg.Error as error:
            raise _unreadable(error, look.target) from None
    live = Live(reading, told.reader, told.superusers, major)
    return _compared(look, live, placed, canonical, tuple(keys))


def _agreed(look: Looking, key: str) -> Aside | None:
    return agreed(look.settings.root, look.project, key) if key else None


def _agree(look: Looking, keys: Iterable[str], aside: Aside) -> None:
    for key in keys:
        agree(look.settings.root, look.project, key, aside)


def _extensions(connection: Connection, target: Target) -> Placed:
    query = """
        SELECT e.extname, n.nspname
        FROM pg_extension AS e
        JOIN pg_namespace AS n ON n.oid = e.extnamespace
        WHERE e.extname <> 'plpgsql'
    """
    try:
        return dict(connection.execute(query).fetchall())
    except psycopg.Error as error:
        raise _unreadable(error, target) from None


def _pointer(look: Looking, major: int, placed: Placed) -> tuple[str, Canonical | None]:
    """Return what stands for the spec as it is, and its catalog if it had to be tried for that."""
    entries = CanonicalCache(look.settings.root)
    pointer, canonical = entries.pointer(look.project, major, placed), None
    if pointer is None:
        # Imported here because a spec that did not change is not even read.
        from schemagen.app.wanted import canonical_of

        given = look.settings, look.project, major, look.target, look.scratch_url, placed
        canonical = canonical_of(*given)
        pointer = entries.pointer(look.project, major, placed)
    return pointer or "", canonical


def _verdict_key(look: Looking, pointer: str, *facts: object) -> str:
    return digest(repr((tool_fingerprint(), pointer, look.selection, *facts)).encode())


def _facts(told: Told) -> tuple[object, ...]:
    return told.answers.digest, sorted(told.superusers), sorted(told.everything)


def _compared(
    look: Looking, live: Live, placed: Placed, canonical: Canonical | None, keys: tuple[str, ...]
) -> LiveCatalogs:
    # Imported here because a database that is as it was is not compared.
    from schemagen.app.wanted import canonical_of, reread_of

    given = look.settings, look.project, live.major, look.target, look.scratch_url, placed
    wanted = canonical or canonical_of(*given)
    return beside(live, wanted, look.selection, lambda ids: reread_of(*given, ids), keys)


def read_live(target: Target) -> Live:
    """Read all of a database.

    Raises:
        ConnectError: it cannot be reached.
        IntrospectError: it cannot be read.
    """
    with closing(connect(target)) as connection:
        major = known_major(connection, target)
        try:
            told = _ask(connection)
            reading = reading_of(connection, *told.answers.read(), told.everything)
        except psycopg.Error as error:
            raise _unreadable(error, target) from None
    return Live(reading, told.reader, told.superusers, major)


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


def _ask(connection: Connection) -> Told:
    answers = ask(connection)
    rows = connection.execute("SELECT rolname FROM pg_roles WHERE rolsuper").fetchall()
    superusers = frozenset(name for (name,) in rows)
    return Told(answers, connection.info.user, superusers, everything(connection))


def _unreadable(error: psycopg.Error, target: Target) -> IntrospectError:
    said = redacted(str(error).strip(), target)
    return IntrospectError(
        f"the catalog cannot be read: {said}",
        where=target.where,
        hint="any role that may connect can read it, unless pg_catalog was locked away",
    )
