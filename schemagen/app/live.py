"""A spec against a live database: both as the same major version of PostgreSQL tells them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache

import psycopg

from schemagen.app.cache import CanonicalCache, canonical_key
from schemagen.app.canonical import Canonical, make_canonical, spec_statements
from schemagen.app.connecting import Connection, Target, connect, redacted
from schemagen.app.fingerprint import digest
from schemagen.app.forms import in_the_forms_of
from schemagen.app.scope import Scope, left_alone
from schemagen.app.scratch import scratch_choices
from schemagen.app.selection import Selection
from schemagen.app.settings import Settings
from schemagen.app.stubs import stub_statements
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, Grant
from schemagen.errors import ConnectError, IntrospectError
from schemagen.introspect.snapshot import read_catalog
from schemagen.kinds import BY_NAME
from schemagen.spec.compile import Compiled, compile_spec

SUPPORTED = range(14, 19)
"""The major versions of PostgreSQL that are known."""


@dataclass(frozen=True)
class LiveCatalogs:
    """A live database beside what a spec wants of it.

    Attributes:
        current: everything that was read of the database.
        desired: the same with what the spec declares in the place of what it is compared with.
        left_alone: what is not compared, in words.
        server: the major version of the server.
    """

    current: Catalog
    desired: Catalog
    left_alone: tuple[str, ...]
    server: int


@dataclass(frozen=True, slots=True)
class Live:
    """What was read of a database: its objects, who read them, and who may do anything."""

    catalog: Catalog
    reader: str
    superusers: frozenset[str]


def live_catalogs(
    settings: Settings,
    project: str,
    target: Target,
    selection: Selection,
    scratch_url: str | None = None,
) -> LiveCatalogs:
    """Read a database, and make a spec comparable with it.

    Raises:
        ConnectError: the database cannot be reached.
        IntrospectError: it cannot be read.
        SpecError: the spec has problems, or PostgreSQL refuses it.
        SandboxError: there is no place to try the spec in.
    """
    with closing(connect(target)) as connection:
        major = connection.info.server_version // 10000
        if major not in SUPPORTED:
            raise ConnectError(
                f"this is PostgreSQL {major}; known are {SUPPORTED[0]} to {SUPPORTED[-1]}",
                where=target.where,
            )
        canonical = canonical_of(settings, project, major, target, scratch_url)
        live = _read(connection, target)
    scope = Scope(
        selection, canonical.schemas, frozenset(canonical.catalog.ids()), canonical.external
    )

    @cache
    def reread() -> Catalog:
        return reread_of(settings, project, major, target, scratch_url)

    wanted = Catalog(_desired(canonical, live, scope))
    desired = in_the_forms_of(wanted, live.catalog, reread)
    return LiveCatalogs(live.catalog, desired, left_alone(live.catalog, scope), major)


def canonical_of(
    settings: Settings, project: str, major: int, live: Target | None, scratch_url: str | None
) -> Canonical:
    """Return the canonical catalog of a project, from the cache if its spec is as it was.

    Raises:
        SpecError: the spec has problems, or PostgreSQL refuses it.
        SandboxError: there is no place to try the spec in.
    """
    entries = CanonicalCache(settings.root)
    kept = entries.unchanged(project, major)
    if kept is not None:
        return kept
    compiled = compile_spec(settings.spec(project), settings.root)
    key = _key(compiled, compiled.project.catalog, major)
    canonical = entries.load(key)
    if canonical is None:
        canonical = make_canonical(compiled, scratch_choices(major, live, scratch_url))
        entries.save(key, canonical)
    inputs = {file.name: digest(file.content) for file in compiled.files}
    entries.remember(project, major, key, inputs, compiled.warnings)
    return canonical


def reread_of(
    settings: Settings, project: str, major: int, live: Target | None, scratch_url: str | None
) -> Catalog:
    """Return what PostgreSQL makes of a project when it reads what it told of it (`forms.py`).

    Raises:
        SpecError: PostgreSQL refuses what it told.
        SandboxError: there is no place to try it in.
    """
    told = canonical_of(settings, project, major, live, scratch_url)
    compiled = compile_spec(settings.spec(project), settings.root)
    entries, key = CanonicalCache(settings.root), _key(compiled, told.catalog, major)
    reread = entries.load(key)
    if reread is None:
        reread = make_canonical(compiled, scratch_choices(major, live, scratch_url), told)
        entries.save(key, reread)
    return reread.catalog


def _key(compiled: Compiled, made: Catalog, major: int) -> str:
    return canonical_key((*stub_statements(compiled.project), *spec_statements(made)), major)


def _read(connection: Connection, target: Target) -> Live:
    try:
        catalog = read_catalog(connection)
        rows = connection.execute("SELECT rolname FROM pg_roles WHERE rolsuper").fetchall()
        return Live(catalog, connection.info.user, frozenset(name for (name,) in rows))
    except psycopg.Error as error:
        said = redacted(str(error).strip(), target)
        raise IntrospectError(
            f"the catalog cannot be read: {said}",
            where=target.where,
            hint="any role that may connect can read it, unless pg_catalog was locked away",
        ) from None


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
    """Take over from the live object what the spec leaves open: who owns it."""
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
        grants = tuple(grant for grant in grants if grant.grantee != holder)
    comment = item.comment
    if BY_NAME[item.id.kind].shared:
        comment = there.comment
    if owner is item.owner and grants is item.grants and comment is item.comment:
        return item
    return replace(item, owner=owner, grants=grants, comment=comment)


def _together(wanted: tuple[Grant, ...], there: tuple[Grant, ...]) -> tuple[Grant, ...]:
    return tuple(sorted({*wanted, *there}))
