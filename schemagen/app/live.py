"""A spec against a live database: both as the same major version of PostgreSQL tells them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import replace

import psycopg

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
    known_major,
    pointer_of,
    reading,
    stamped,
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
from schemagen.introspect.steady import written


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
    # The server can be asked while a spec is compiled and tried, or what came of that is loaded.
    with _asking(connection, known) as asked:
        canonical = _canonical(look, known)
    with reading(look.target):
        told, stamp = asked.result()
        live = _live(connection, told, known.major)
    pointer = known.pointer or pointer_of(look, known)
    keys = _keys(look, replace(known, pointer=pointer, stamp=stamp), told) if pointer else ()
    if keys and (aside := agreed_before(look, keys[0])):
        for key in keys[1:]:
            agree(look.settings.root, look.project, key, aside)
        return LiveCatalogs(Catalog(), Catalog(), aside, known.major)
    # Nobody need wait for us while a spec is tried elsewhere.
    connection.close()
    return beside(live, canonical, look.selection, lambda ids: _reread(look, known, ids), keys)


@contextmanager
def _asking(connection: Connection, known: Known) -> Iterator[Future[tuple[Told, str]]]:
    """Ask a server everything, while something else is done."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        try:
            yield pool.submit(lambda: _ask_stamped(connection, known))
        except BaseException:
            # Nobody is going to ask for it, so what the server says of that is not told either.
            with suppress(psycopg.Error):
                connection.cancel()
            raise


def _ask_stamped(connection: Connection, known: Known) -> tuple[Told, str]:
    """Ask everything, and return it with the stamp if that is of what was told, too."""
    known = known if known.written else stamped(connection, known)
    told = _ask(connection)
    stands = written(connection) == known.written or read_stamp(connection) == known.stamp
    return told, known.stamp if stands else ""


def _keys(look: Looking, known: Known, told: Told) -> tuple[str, ...]:
    """Return by what a verdict on what was told may be remembered."""
    facts = told.answers.digest, sorted(told.superusers), sorted(told.everything)
    keys = verdict_key(look, known.pointer, *facts), stamped_key(look, known)
    return tuple(filter(None, keys))


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
    reading = reading_of(connection, told.answers.catalog, told.answers.addresses, told.everything)
    return Live(reading, told.reader, told.superusers, major)
