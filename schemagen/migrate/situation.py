"""Where a database stands among the migrations of a project, and what is to be run next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from schemagen.errors import MigrationError
from schemagen.migrate.files import Migration, check_line
from schemagen.migrate.history import Record, Status
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


@dataclass(frozen=True, slots=True)
class Entry:
    """One migration, on disk or in the database or both.

    EDITED: its file changed after it was applied. MISSING: the database has it and the repository
    has not. SKIPPED: it is not applied although a later one is. `unproven` are the ways whose file
    was edited since it was proven.
    """

    id: str
    standing: Standing
    migration: Migration | None
    record: Record | None
    unproven: tuple[Direction, ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """All migrations of a project, in their order."""

    entries: tuple[Entry, ...]

    @property
    def pending(self) -> tuple[Migration, ...]:
        """What is to be applied, one that is under way first."""
        waiting = (Standing.APPLYING, Standing.PENDING)
        return tuple(e.migration for e in self.entries if e.migration and e.standing in waiting)

    @property
    def is_applied(self) -> bool:
        """Whether each migration is applied, and none is edited, missing or under way."""
        return all(entry.standing is Standing.APPLIED for entry in self.entries)

    @property
    def applied(self) -> tuple[Migration, ...]:
        """What is applied, wholly or in part, in order."""
        there = (Standing.APPLIED, Standing.APPLYING, Standing.REVERTING)
        return tuple(e.migration for e in self.entries if e.migration and e.standing in there)

    @property
    def wrong(self) -> tuple[Entry, ...]:
        """What keeps anything from being run."""
        bad = (Standing.EDITED, Standing.MISSING, Standing.SKIPPED)
        return tuple(entry for entry in self.entries if entry.standing in bad)

    def check(self) -> None:
        """Check that the repository and the database agree about the past.

        Raises:
            MigrationError: a migration was edited after it was applied, is gone or was left out, or
                the migrations do not follow each other.
        """
        if self.wrong:
            lines = [f"{entry.id}: {_WRONG[entry.standing][0]}" for entry in self.wrong]
            raise MigrationError(
                "\n  ".join(["the repository and the database disagree", *lines]),
                hint=_WRONG[self.wrong[0].standing][1],
            )
        check_line([entry.migration for entry in self.entries if entry.migration])


_WRONG = {
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
        " schemagen migrate rebase PROJECT MIGRATION",
    ),
}


def find_situation(migrations: Sequence[Migration], records: Mapping[str, Record]) -> Situation:
    """Compare the migrations of a repository with the history of a database.

    Raises:
        MigrationError: a file that was run cannot be read.
    """
    by_id = {migration.id: migration for migration in migrations}
    last = max(records, default="")
    entries = []
    for key in sorted({*by_id, *records}):
        migration, record = by_id.get(key), records.get(key)
        standing = _standing(migration, record, key < last)
        unproven = migration.edited() if migration else ()
        entries.append(Entry(key, standing, migration, record, unproven))
    return Situation(tuple(entries))


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
        MigrationError: `to` is not applied.
    """
    applied = situation.applied
    if to is None:
        return tuple(reversed(applied))[:count]
    if to in ("zero", "0"):
        return tuple(reversed(applied))
    return tuple(reversed(applied[_place(applied, to, "applied") + 1 :]))


def next_up(situation: Situation, to: str | None) -> tuple[Migration, ...]:
    """Return what is to be applied, up to and with `to`.

    Raises:
        MigrationError: `to` is not pending.
    """
    pending = situation.pending
    if to is None:
        return pending
    if any(migration.id.startswith(to) for migration in situation.applied):
        return ()
    return pending[: _place(pending, to, "pending") + 1]


def _place(migrations: Sequence[Migration], name: str, what: str) -> int:
    found = [place for place, each in enumerate(migrations) if each.id.startswith(name)]
    exact = [place for place in found if migrations[place].id == name]
    if len(found) != 1 and len(exact) != 1:
        listed = ", ".join(each.id for each in migrations) or "none"
        raise MigrationError(
            f'"{name}" is not one of the migrations that are {what}',
            hint=f"those are: {listed}",
        )
    return (exact or found)[0]
