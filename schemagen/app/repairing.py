"""`schemagen migrate repair`: a history that does not say what its database is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from schemagen.app.at_database import Place, find_place
from schemagen.app.connecting import Connection
from schemagen.app.leading import differences_of
from schemagen.app.live import read_live
from schemagen.app.stages import Stage, find_stage
from schemagen.errors import MigrationError
from schemagen.frozen import frozen
from schemagen.migrate.advice import half_way
from schemagen.migrate.files import Migration, find_one
from schemagen.migrate.history import History
from schemagen.migrate.situation import Entry, Situation, Standing, find_situation
from schemagen.migrate.step import Direction

_UNDER_WAY = (Standing.APPLYING, Standing.REVERTING)


@frozen
class Finding:
    """What was found of one migration, and done about it.

    Attributes:
        id: the migration.
        what: what its history says now, or why it cannot.
        repaired: whether it is in line now.
        differences: what the database is not, or is besides, where that keeps it from being so.
    """

    id: str
    what: str
    repaired: bool
    differences: tuple[str, ...] = ()


@frozen
class Repaired:
    """All that was found in a database."""

    where: str
    findings: tuple[Finding, ...]


@frozen
class By:
    """What a person did by hand: applied a migration, or reverted one. None: nothing is said."""

    applied: str | None = None
    reverted: str | None = None


@frozen(slots=False)
class _Repair:
    """One repair: of whose migrations, in which database, and whether anything is written."""

    place: Place
    connection: Connection
    dry_run: bool

    @property
    def history(self) -> History:
        return History(self.connection, self.place.project)

    def differences(self, first: Sequence[Migration]) -> tuple[str, ...]:
        """Compare the database with what these migrations lead to."""
        place = self.place
        return differences_of(place.settings, place.project, read_live(place.target), first)

    def write(self, change: Callable[[History], None]) -> None:
        """Change the history in one transaction."""
        if self.dry_run:
            return
        with self.connection.transaction():
            change(self.history)


def repair(
    root: Path | None,
    project: str | None,
    url: str | None,
    by: By = By(),
    *,
    dry_run: bool = False,
    wait: float = 60.0,
    told: Callable[[str], None] = lambda _: None,
) -> Repaired:
    """Bring the history of a database in line with what the database proves to be.

    Nothing but the history is changed. A migration that is under way is compared with what each of
    its steps leads to; what a person says to have done is compared with what the migrations up to
    there lead to; and a file with another checksum is taken if its statements are the same.

    Raises:
        SettingsError: there is no such repository or project.
        MigrationError: what a person says does not fit the history.
        ConnectError: the database cannot be reached.
        IntrospectError: it cannot be read.
        SpecError: the spec has problems.
        SandboxError: there is no server of this version to run migrations on.
        ApplyError: a statement is refused there.
    """
    place = find_place(root, project, url)
    with place.alone(wait, told) as connection:
        work = _Repair(place, connection, dry_run)
        if not dry_run:
            work.history.prepare()
        situation = find_situation(place.migrations, work.history.records())
        if by.applied is not None:
            found = [_by_hand(work, situation, by.applied)]
        elif by.reverted is not None:
            found = [_taken_back(work, situation, by.reverted)]
        else:
            found = list(_all(work, situation))
    return Repaired(place.target.where, tuple(found))


def _all(work: _Repair, situation: Situation) -> Iterator[Finding]:
    for entry in situation.entries:
        match entry.standing:
            case Standing.EDITED:
                yield _edited(work, entry)
            case Standing.APPLYING | Standing.REVERTING:
                yield _under_way(work, entry)
            case Standing.MISSING:
                what = "was run, and the repository does not have it: get the commit that has it"
                way = entry.under_way
                rest = f", and {half_way(work.place.project, entry.id, way)}" if way else ""
                yield Finding(entry.id, f"{what}{rest}", repaired=False)
            case Standing.SKIPPED:
                hint = f"schemagen migrate rebase {work.place.project} {entry.id}"
                what = f"was not run, and a later one was: {hint}"
                yield Finding(entry.id, what, repaired=False)
            case _:
                continue


def _edited(work: _Repair, entry: Entry) -> Finding:
    migration, record = entry.migration, entry.record
    if migration and record and migration.is_laid_out_anew(record.checksum):
        checksum = migration.checksum(Direction.UP)
        work.write(lambda history: history.adopt(entry.id, checksum, "repair"))
        return Finding(
            entry.id, "has the statements that were run, in another layout", repaired=True
        )
    return Finding(
        entry.id,
        "its up.sql has other statements than those that were run: restore it from version control",
        repaired=False,
    )


def _under_way(work: _Repair, entry: Entry) -> Finding:
    """Find out which steps of a migration are done, and note that."""
    migration = entry.migration
    if migration is None:
        raise MigrationError(
            "the repository does not have this migration",
            where=entry.id,
            hint="restore its folder from version control, then repair again",
        )
    way = Direction.UP if entry.standing is Standing.APPLYING else Direction.DOWN
    place = work.place
    first = place.migrations[: place.migrations.index(migration) + 1]
    live = read_live(place.target)
    noted = work.history.steps(entry.id)
    stage = find_stage(place.settings, place.project, live, first, way, noted)
    if stage.differences:
        done = "applied" if way is Direction.UP else "undone"
        what = f"is not {done} up to any of its steps; the nearest is after {stage.words}"
        if stage.is_begun:
            what = (
                f"was interrupted after {stage.words}: schemagen migrate {way} cleans up and goes"
                " on, if what is different is what it was at"
            )
        return Finding(entry.id, what, repaired=False, differences=stage.differences)
    return Finding(entry.id, _settle(work, migration, way, stage), repaired=True)


def _settle(work: _Repair, migration: Migration, way: Direction, stage: Stage) -> str:
    """Note how far a migration is; returns that in words."""
    up = way is Direction.UP
    is_there = stage.done == stage.count if up else stage.done == 0
    is_gone = stage.done == 0 if up else stage.done == stage.count
    if stage.is_begun and not is_there:
        return f"is as its history says, after {stage.words}: schemagen migrate {way} goes on"
    if is_there:
        checksum = migration.checksum(Direction.UP)
        work.write(lambda history: history.adopt(migration.id, checksum, "repair"))
        return "is there as a whole: noted as applied"
    if is_gone:
        work.write(lambda history: history.take_out(migration.id))
        return "is not there at all: taken out of the history"
    if stage.is_noted:
        return f"is as its history says, after {stage.words}: schemagen migrate {way} goes on"
    work.write(lambda history: history.correct(migration.id, stage.done))
    return f"is after {stage.words}: noted, schemagen migrate {way} goes on"


def _by_hand(work: _Repair, situation: Situation, name: str) -> Finding:
    """Note as applied what a person applied, if the database proves it."""
    migration = find_one(work.place.migrations, name)
    for entry in situation.entries:
        if entry.id == migration.id:
            break
        if entry.standing is not Standing.APPLIED:
            raise MigrationError(
                f"{entry.id} stands before it and is {entry.standing}",
                where=migration.id,
                hint="repair that one first",
            )
    entry = next(each for each in situation.entries if each.id == migration.id)
    if entry.standing not in (Standing.PENDING, *_UNDER_WAY):
        raise MigrationError(
            f"this migration is {entry.standing}",
            where=migration.id,
            hint="only one that is pending, or was interrupted, can be noted as applied",
        )
    first = work.place.migrations[: work.place.migrations.index(migration) + 1]
    lines = work.differences(first)
    if lines:
        return Finding(migration.id, "is not what the database has", False, lines)
    checksum = migration.checksum(Direction.UP)
    work.write(lambda history: history.adopt(migration.id, checksum, "repair"))
    return Finding(migration.id, "noted as applied", repaired=True)


def _taken_back(work: _Repair, situation: Situation, name: str) -> Finding:
    """Take out of the history what a person reverted, if the database proves it."""
    noted = [entry for entry in situation.entries if entry.record is not None]
    if not noted or not noted[-1].id.startswith(name):
        last = noted[-1].id if noted else "none"
        raise MigrationError(
            f'"{name}" is not the last migration that the database has',
            hint=f"that is: {last}",
        )
    key = noted[-1].id
    before = tuple(each for each in work.place.migrations if each.id < key)
    lines = work.differences(before)
    if lines:
        return Finding(key, "is still there, wholly or in part", False, lines)
    work.write(lambda history: history.take_out(key))
    return Finding(key, "taken out of the history", repaired=True)


def unrepaired(findings: Sequence[Finding]) -> bool:
    """Tell whether anything is left that does not fit."""
    return any(not each.repaired for each in findings)
