"""Where a database stands among the migrations of a project, and what is to be run next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from schemagen.errors import MigrationError
from schemagen.frozen import frozen
from schemagen.migrate.advice import half_way
from schemagen.migrate.files import Migration, find_one
from schemagen.migrate.history import Record, Status
from schemagen.migrate.line import check_line
from schemagen.migrate.plan_file import Replaced
from schemagen.migrate.step import Direction


class Standing(StrEnum):
    """How one migration stands."""

    APPLIED = "applied"
    PENDING = "pending"
    APPLYING = "applying"
    REVERTING = "reverting"
    EDITED = "edited"
    MISSING = "missing"
    SKIPPED = "skipped"
    PARTLY = "partly"


@frozen
class Entry:
    """One migration, on disk or in the database or both.

    EDITED: its file changed after it was applied. MISSING: the database has it and the repository
    has not. SKIPPED: it is not applied although a later one is. PARTLY: the database has some of
    the migrations that it replaces, and not all of them. `unproven` are the ways whose file was
    edited since it was proven.
    """

    id: str
    standing: Standing
    migration: Migration | None
    record: Record | None
    unproven: tuple[Direction, ...] = ()

    @property
    def under_way(self) -> Direction | None:
        """In which direction it was begun and not ended."""
        status = self.record.status if self.record else Status.APPLIED
        return _WAYS.get(status)


_WAYS: Final = {Status.APPLYING: Direction.UP, Status.REVERTING: Direction.DOWN}


@frozen
class Situation:
    """All migrations of a project, in their order.

    `replaced` are the ids in the history that the first of them stands for by now.
    """

    entries: tuple[Entry, ...]
    replaced: tuple[str, ...] = ()

    @property
    def pending(self) -> tuple[Migration, ...]:
        """What is to be applied, one that is under way first."""
        waiting = (Standing.APPLYING, Standing.PENDING)
        return tuple(e.migration for e in self.entries if e.migration and e.standing in waiting)

    @property
    def is_applied(self) -> bool:
        """Whether each migration is applied and noted, and none edited, missing or under way."""
        return not self.replaced and all(
            entry.standing is Standing.APPLIED for entry in self.entries
        )

    @property
    def applied(self) -> tuple[Migration, ...]:
        """What is applied, wholly or in part, in order."""
        there = (Standing.APPLIED, Standing.APPLYING, Standing.REVERTING)
        return tuple(e.migration for e in self.entries if e.migration and e.standing in there)

    @property
    def wrong(self) -> tuple[Entry, ...]:
        """What keeps anything from being run."""
        bad = (Standing.EDITED, Standing.MISSING, Standing.SKIPPED, Standing.PARTLY)
        return tuple(entry for entry in self.entries if entry.standing in bad)

    def check(self) -> None:
        """Check that the repository and the database agree about the past.

        Raises:
            MigrationError: a migration was edited after it was applied, is gone or was left out, or
                the migrations do not follow each other.
        """
        if self.wrong:
            lines = [f"{entry.id}: {_WRONG[entry.standing][0]}" for entry in self.wrong]
            project = next((e.migration.plan.project for e in self.entries if e.migration), "")
            raise MigrationError(
                "\n  ".join(["the repository and the database disagree", *lines]),
                hint=_hint(self.wrong[0], project),
            )
        check_line([entry.migration for entry in self.entries if entry.migration])


_WRONG = {
    Standing.PARTLY: (
        "the database has some of the migrations that it replaces, and not all as they were",
        "get the commit before it, run schemagen migrate up there, and come back",
    ),
    Standing.EDITED: (
        "its up.sql is not the one that was run",
        "restore it from version control; to change what it did, write another migration",
    ),
    Standing.MISSING: (
        "it was run, and the repository does not have it",
        "get the commit that has it, or go back to a migration before it on the branch that has it",
    ),
    Standing.SKIPPED: (
        "it was not run, and a later one was",
        "it came with another branch: have it follow the last one, with"
        " schemagen migrate rebase {project} {id}",
    ),
}


def why_wrong(entry: Entry, project: str) -> tuple[str, str]:
    """Return what is wrong with a migration, and what to do about it; nothing if it is right."""
    return (
        (_WRONG[entry.standing][0], _hint(entry, project)) if entry.standing in _WRONG else ("", "")
    )


def _hint(entry: Entry, project: str) -> str:
    hint = _WRONG[entry.standing][1].format(project=project, id=entry.id)
    way = entry.under_way
    return f"{hint}; it is half-way: {half_way(project, entry.id, way)}" if way else hint


def find_situation(migrations: Sequence[Migration], records: Mapping[str, Record]) -> Situation:
    """Compare the migrations of a repository with the history of a database.

    Raises:
        MigrationError: a file that was run cannot be read.
    """
    by_id = {migration.id: migration for migration in migrations}
    replaced, whole = _replaced(migrations, records)
    if replaced:
        records = _with_replacement(migrations[0], replaced, records)
    last = max(records, default="")
    entries = []
    for key in sorted({*by_id, *records}):
        migration, record = by_id.get(key), records.get(key)
        standing = _standing(migration, record, key < last)
        if replaced and not whole and key == migrations[0].id:
            standing = Standing.PARTLY
        unproven = migration.edited() if migration else ()
        entries.append(Entry(key, standing, migration, record, unproven))
    return Situation(tuple(entries), replaced if whole else ())


def _replaced(
    migrations: Sequence[Migration], records: Mapping[str, Record]
) -> tuple[tuple[str, ...], bool]:
    """Return what a database has in the place of the first migration, and whether it is all."""
    if not migrations or not records or migrations[0].id in records:
        return (), False
    replaces = migrations[0].plan.replaces
    found = tuple(key for key in _ids(replaces) if key in records)
    return found, all(_has(records, each) for each in replaces)


def _ids(replaces: Sequence[Replaced]) -> Iterator[str]:
    for each in replaces:
        yield each.id
        yield from _ids(each.replaces)


def _has(records: Mapping[str, Record], replaced: Replaced) -> bool:
    record = records.get(replaced.id)
    if record is None:
        parts = replaced.replaces
        return bool(parts) and all(_has(records, part) for part in parts)
    return record.status is Status.APPLIED and record.checksum == replaced.checksum


def _with_replacement(
    migration: Migration, replaced: Sequence[str], records: Mapping[str, Record]
) -> Mapping[str, Record]:
    """Put a migration into the place of those that it replaces."""
    last = records[max(replaced)]
    seconds = sum(records[key].seconds for key in replaced)
    checksum = migration.checksum(Direction.UP)
    record = replace(last, id=migration.id, checksum=checksum, seconds=seconds)
    rest = {key: each for key, each in records.items() if key not in replaced}
    return {**rest, migration.id: record}


def _standing(migration: Migration | None, record: Record | None, before_last: bool) -> Standing:
    if migration is None:
        return Standing.MISSING
    if record is None:
        return Standing.SKIPPED if before_last else Standing.PENDING
    if record.checksum != migration.checksum(Direction.UP):
        return Standing.EDITED
    match record.status:
        case Status.APPLIED:
            return Standing.APPLIED
        case Status.APPLYING:
            return Standing.APPLYING
        case Status.REVERTING:
            return Standing.REVERTING


def next_down(situation: Situation, to: str | None, count: int = 1) -> tuple[Migration, ...]:
    """Return what is to be undone, the latest first: down to `to`, which stays, or so many.

    Raises:
        MigrationError: `to` is not applied, or half undone.
    """
    applied = situation.applied
    if to is None:
        return tuple(reversed(applied))[:count]
    if to in ("zero", "0"):
        return tuple(reversed(applied))
    place = _place(applied, to, "applied")
    reverting = {e.id for e in situation.entries if e.standing is Standing.REVERTING}
    if applied[place].id in reverting:
        raise MigrationError(
            "this migration is half undone and cannot stay",
            where=applied[place].id,
            hint="run: schemagen migrate down, and then up if it is wanted",
        )
    return tuple(reversed(applied[place + 1 :]))


def next_up(situation: Situation, to: str | None) -> tuple[Migration, ...]:
    """Return what is to be applied, up to and with `to`.

    Raises:
        MigrationError: `to` is not pending.
    """
    pending = situation.pending
    if to is None:
        return pending
    # One that is under way is pending still, although a part of it is applied.
    if not _named(pending, to) and _named(situation.applied, to):
        return ()
    return pending[: _place(pending, to, "pending") + 1]


def _named(migrations: Sequence[Migration], name: str) -> list[int]:
    return [place for place, each in enumerate(migrations) if each.id.startswith(name)]


def _place(migrations: Sequence[Migration], name: str, what: str) -> int:
    return migrations.index(find_one(migrations, name, what))
