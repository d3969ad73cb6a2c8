"""A spec against a live database: both as the same major version of PostgreSQL tells them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing

from schemagen.app.agreement import agree
from schemagen.app.beside import Live, beside
from schemagen.app.cache import CanonicalCache
from schemagen.app.canonical import Canonical
from schemagen.app.connecting import Connection, Target, connect
from schemagen.app.looking import (
    Known,
    LiveCatalogs,
    Looking,
    agreed_before,
    at_once,
    find_out,
    known_major,
    reading,
    stamped_key,
    verdict_key,
)
from schemagen.app.pointer import Placed
from schemagen.app.settings import Settings
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.introspect.reading import everything, reading_of
from schemagen.introspect.snapshot import Answers, ask
from schemagen.introspect.stamp import read_stamp


@frozen
class Told:
    """What a server told of a database, who asked, who may do anything, and all that there is."""

    answers: Answers
    reader: str
    superusers: frozenset[str]
    everything: frozenset[tuple[int, int]]


def read_and_compare(look: Looking, known: Known, connection: Connection) -> LiveCatalogs:
    """Read a database, and put what a spec wants beside it.

    Where every row is as it was when nothing was different, both catalogs are empty.

    Raises:
        IntrospectError: it cannot be read.
        SpecError: the spec has problems, or PostgreSQL refuses it.
        SandboxError: there is no place to try the spec in.
    """
    canonical = None
    if not known.pointer:
        canonical = _canonical(look, known)
        known = find_out(look, connection)
        if same := at_once(look, known):
            return same
    with reading(look.target):
        told = _ask(connection)
        keys = [verdict_key(look, known.pointer, *_facts(told))] if known.pointer else []
        # What was written while it was read is not what the stamp stands for.
        if known.stamp and read_stamp(connection) == known.stamp:
            keys.append(stamped_key(look, known))
        if keys and (aside := agreed_before(look, keys[0])):
            for key in keys[1:]:
                agree(look.settings.root, look.project, key, aside)
            return LiveCatalogs(Catalog(), Catalog(), aside, known.major)
        live = _live(connection, told, known.major)
    # Nobody need wait for us while a spec is tried elsewhere.
    connection.close()
    canonical = canonical or _canonical(look, known)
    return beside(
        live, canonical, look.selection, lambda ids: _reread(look, known, ids), tuple(keys)
    )


def _facts(told: Told) -> tuple[object, ...]:
    return told.answers.digest, sorted(told.superusers), sorted(told.everything)


def _canonical(look: Looking, known: Known) -> Canonical:
    kept = CanonicalCache(look.settings.root).unchanged(look.project, known.major, known.placed)
    if kept is not None:
        return kept
    # Imported here because a spec that did not change is not even read.
    from schemagen.app.wanted import canonical_of

    return canonical_of(*_given(look, known))


def _reread(look: Looking, known: Known, ids: Iterable[ObjectId]) -> Catalog:
    # Imported here because nothing is read again where nothing is different.
    from schemagen.app.wanted import reread_of

    return reread_of(*_given(look, known), ids)


def _given(look: Looking, known: Known) -> tuple[Settings, str, int, Target, str | None, Placed]:
    return (
        look.settings,
        look.project,
        known.major,
        look.target,
        look.scratch_url,
        known.placed,
    )


def read_live(target: Target) -> Live:
    """Read all of a database.

    Raises:
        ConnectError: it cannot be reached.
        IntrospectError: it cannot be read.
    """
    with closing(connect(target)) as connection:
        major = known_major(connection, target)
        with reading(target):
            return _live(connection, _ask(connection), major)


def _ask(connection: Connection) -> Told:
    answers = ask(connection)
    rows = connection.execute("SELECT rolname FROM pg_roles WHERE rolsuper").fetchall()
    superusers = frozenset(name for (name,) in rows)
    return Told(answers, connection.info.user, superusers, everything(connection))


def _live(connection: Connection, told: Told, major: int) -> Live:
    reading = reading_of(connection, *told.answers.read(), told.everything)
    return Live(reading, told.reader, told.superusers, major)
