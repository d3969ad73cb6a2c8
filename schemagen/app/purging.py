"""`schemagen migrate purge`: archives that nobody wants back; and a way back that needs them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta

import psycopg

from schemagen.app.at_database import alone, target_of
from schemagen.app.connecting import Connection, connect, redacted
from schemagen.catalog.hazard import HazardType
from schemagen.errors import MigrationError
from schemagen.frozen import frozen
from schemagen.migrate.archives import Archived, purge, read_archives
from schemagen.migrate.files import Migration


@frozen
class Purged:
    """What was discarded, or would be.

    Attributes:
        archives: those whose rows are gone.
        younger: those that are not old enough.
        unknown: those of which nobody knows how old they are.
    """

    archives: tuple[Archived, ...]
    younger: tuple[Archived, ...] = ()
    unknown: tuple[Archived, ...] = ()


def purge_archives(
    url: str | None,
    older_than: timedelta | None,
    *,
    dry_run: bool = False,
    wait: float = 60.0,
    told: Callable[[str], None] = lambda _: None,
    now: datetime | None = None,
) -> Purged:
    """Discard the rows of all archives of a database, or of those that are old enough.

    Raises:
        MigrationError: another one migrates the database, or an archive belongs to somebody else.
        ConnectError: the database cannot be reached.
    """
    target = target_of(url)
    try:
        with closing(connect(target)) as connection:
            if dry_run:
                return _chosen(read_archives(connection), older_than, now)
            with alone(target, wait, told):
                found = _chosen(read_archives(connection), older_than, now)
                purge(connection, found.archives)
                return found
    except psycopg.Error as error:
        raise MigrationError(
            f"an archive cannot be purged: {redacted(str(error).strip(), target)}",
            where=target.where,
            hint="purge as the role that migrates: it owns the archives",
        ) from None


def _chosen(
    archives: Sequence[Archived], older_than: timedelta | None, now: datetime | None
) -> Purged:
    left = [archive for archive in archives if not archive.purged]
    if older_than is None:
        return Purged(tuple(left))
    limit = (now or datetime.now(UTC)) - older_than
    return Purged(
        tuple(each for each in left if each.at is not None and each.at <= limit),
        tuple(each for each in left if each.at is not None and each.at > limit),
        tuple(each for each in left if each.at is None),
    )


def check_archives(
    connection: Connection, migrations: Sequence[Migration], allowed: Collection[str]
) -> None:
    """Check that what migrations have archived is there to be brought back.

    Raises:
        MigrationError: it was purged, and nobody allows to go on without it, or it never was there.
    """
    needed = [(each.id, *pair) for each in migrations for pair in each.plan.archives.items()]
    found = {each.schema: each for each in read_archives(connection)} if needed else {}
    missing = [_listed(*each) for each in needed if each[1] not in found]
    if missing:
        raise MigrationError(
            "\n  ".join(["what is to be brought back is not in this database", *missing]),
            hint="if the schema was dumped elsewhere, restore it; else write a migration that makes"
            " anew what was taken away",
        )
    purged = [_listed(*each) for each in needed if found[each[1]].purged]
    if purged and HazardType.DELETES_DATA not in allowed:
        raise MigrationError(
            "\n  ".join(["this was purged, and comes back without its rows and values", *purged]),
            hint=f"if that will do, add: --allow {HazardType.DELETES_DATA}",
        )


def _listed(migration: str, schema: str, contents: Sequence[str]) -> str:
    return f"{migration}: {', '.join(contents)} ({schema})"
