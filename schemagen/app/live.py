"""A spec against a live database: both as the same major version of PostgreSQL tells them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache

import psycopg

from schemagen.app.agreement import Aside, agreed
from schemagen.app.cache import CanonicalCache
from schemagen.app.canonical import Canonical, Placed
from schemagen.app.connecting import Connection, Target, connect, redacted
from schemagen.app.fingerprint import digest, tool_fingerprint
from schemagen.app.scope import Scope, left_alone
from schemagen.app.selection import Selection
from schemagen.app.settings import Settings
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, Grant
from schemagen.errors import ConnectError, IntrospectError
from schemagen.introspect.reading import Reading, everything, reading_of
from schemagen.introspect.snapshot import Answers, ask
from schemagen.kinds import BY_NAME
from schemagen.kinds.extension import Extension

SUPPORTED = range(14, 19)
"""The major versions of PostgreSQL that are known."""


@dataclass(frozen=True)
class LiveCatalogs:
    """A live database beside what a spec wants of it.

    Attributes:
        current: everything that was read of the database.
        desired: the same with what the spec declares in the place of what it is compared with.
        aside: what is not compared.
        server: the major version of the server.
        key: by which the verdict may be remembered; empty if it may not.
    """

    current: Catalog
    desired: Catalog
    aside: Aside
    server: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a server told of a database, who asked, who may do anything, and all that there is."""

    answers: Answers
    reader: str
    superusers: frozenset[str]
    everything: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Live:
    """What was read of a database: its objects, who read them, and who may do anything."""

    reading: Reading
    reader: str
    superusers: frozenset[str]

    @property
    def catalog(self) -> Catalog:
        """The objects."""
        return self.reading.catalog


@dataclass(frozen=True, slots=True)
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
    catalogs are empty.

    Raises:
        ConnectError: the database cannot be reached.
        IntrospectError: it cannot be read.
        SpecError: the spec has problems, or PostgreSQL refuses it.
        SandboxError: there is no place to try the spec in.
    """
    with closing(connect(look.target)) as connection:
        major = connection.info.server_version // 10000
        if major not in SUPPORTED:
            raise ConnectError(
                f"this is PostgreSQL {major}; known are {SUPPORTED[0]} to {SUPPORTED[-1]}",
                where=look.target.where,
            )
        placed = _extensions(connection, look.target)
        pointer = _pointer(look, major, placed)
        try:
            told = _ask(connection)
            key = _verdict_key(look, pointer, told) if pointer else ""
            aside = agreed(look.settings.root, look.project, key) if key else None
            if aside is not None:
                return LiveCatalogs(Catalog(), Catalog(), aside, major)
            reading = reading_of(connection, *told.answers.read(), told.everything)
        except psycopg.Error as error:
            raise _unreadable(error, look.target) from None
    live = Live(reading, told.reader, told.superusers)
    return _compared(look, live, major, placed, key)


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


def _pointer(look: Looking, major: int, placed: Placed) -> str:
    """Return what stands for the spec as it is; try it first, if that has to be done anyway."""
    entries = CanonicalCache(look.settings.root)
    if entries.pointer(look.project, major, placed) is None:
        # Imported here because a spec that did not change is not even read.
        from schemagen.app.wanted import canonical_of

        given = look.settings, look.project, major, look.target, look.scratch_url, placed
        canonical_of(*given)
    return entries.pointer(look.project, major, placed) or ""


def _verdict_key(look: Looking, pointer: str, told: Told) -> str:
    rest = sorted(told.superusers), sorted(told.everything)
    parts = (tool_fingerprint(), pointer, look.selection, told.answers.digest, *rest)
    return digest(repr(parts).encode())


def _compared(look: Looking, live: Live, major: int, placed: Placed, key: str) -> LiveCatalogs:
    # Imported here because a database that is as it was is not compared.
    from schemagen.app.forms import in_the_forms_of
    from schemagen.app.wanted import canonical_of, reread_of

    given = look.settings, look.project, major, look.target, look.scratch_url, placed
    canonical = canonical_of(*given)
    scope = Scope(
        look.selection, canonical.schemas, frozenset(canonical.catalog.ids()), canonical.external
    )

    @cache
    def reread() -> Catalog:
        return reread_of(*given)

    wanted = Catalog(_desired(canonical, live, scope))
    desired = in_the_forms_of(wanted, live.catalog, reread)
    reading = live.reading
    aside = Aside(left_alone(live.catalog, scope), reading.unmodelled, reading.hidden)
    return LiveCatalogs(live.catalog, desired, aside, major, key)


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


def _desired(canonical: Canonical, live: Live, scope: Scope) -> Iterator[CatalogObject]:
    """Give what the spec declares within the scope, and what is there outside of it."""
    wanted = set()
    for item in canonical.catalog:
        if item.id in scope and not _is_beyond_reach(item, canonical, live):
            wanted.add(item.id)
            yield _in_place(item, live)
    for item in live.catalog:
        kept = item.external or item.id not in scope or item.id in canonical.catalog
        if kept and item.id not in wanted:
            yield item


def _is_beyond_reach(item: CatalogObject, canonical: Canonical, live: Live) -> bool:
    """Tell whether an object cannot be compared here, or is not asked for."""
    key = item.id
    if BY_NAME[key.kind].shared:
        return key.name in live.superusers or item.external
    home = (key.schema, key.table)
    if canonical.external.get(home, False):
        # What stands on a relation that may be missing is only wanted where that is there.
        return not any(
            kind.relation and type(key)(kind.name, *home) in live.catalog
            for kind in BY_NAME.values()
        )
    return item.external and key not in live.catalog


def _in_place(item: CatalogObject, live: Live) -> CatalogObject:
    """Take over from the live object what the spec leaves open, such as who owns it."""
    there = live.catalog.get(item.id)
    if there is None and item.was:
        there = live.catalog.get(item.id._replace(name=item.was))
    if there is None:
        return item
    if item.external:
        grants = _together(item.grants, there.grants)
        return replace(there, grants=grants, was=None)
    owner = item.owner or there.owner
    holder = there.owner or live.reader
    grants = item.grants
    if any(grant.grantee == holder for grant in grants):
        # Whoever owns an object has all privileges, and the catalog does not list them.
        listed = set(there.grants)
        grants = tuple(each for each in grants if each.grantee != holder or each in listed)
    comment = item.comment
    if BY_NAME[item.id.kind].shared or (comment is None and isinstance(item, Extension)):
        comment = there.comment
    if owner is item.owner and grants is item.grants and comment is item.comment:
        return item
    return replace(item, owner=owner, grants=grants, comment=comment)


def _together(wanted: tuple[Grant, ...], there: tuple[Grant, ...]) -> tuple[Grant, ...]:
    return tuple(sorted({*wanted, *there}))
