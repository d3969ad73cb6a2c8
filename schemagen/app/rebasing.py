"""`schemagen migrate rebase`: a line of migrations that is to follow that of another branch."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from schemagen.app.at_database import explaining, one_project, target_of
from schemagen.app.connecting import connect
from schemagen.app.files import FileChange, write_all
from schemagen.app.migration_files import removal, written
from schemagen.app.new_migration import Draft, compose, state_of, way_to_spec
from schemagen.app.proving_scripts import beyond_of, prove_scripts
from schemagen.app.replay import Replay, with_replay
from schemagen.app.settings import Settings, find_settings
from schemagen.catalog.archive import archive_schema
from schemagen.errors import ApplyError, MigrationError
from schemagen.frozen import frozen
from schemagen.migrate.files import Migration, migration_id, migration_stamp, read_migrations
from schemagen.migrate.history import History
from schemagen.migrate.line import check_line, check_proven, find_fork, line_from
from schemagen.migrate.plan_file import Plan, read_plan, write_plan
from schemagen.migrate.step import Direction
from schemagen.spec.compile import Compiled, compile_spec


@frozen
class Rebased:
    """What was done.

    Attributes:
        follows: the migration that the moved ones follow now.
        removed: the ids of what was moved.
        written: the ids that they have now; one or none where they were generated anew.
        kept: whether they have the statements that they had.
        beyond: what the spec says beyond what all migrations lead to, a line each.
        server: the major version that it was proven on.
    """

    follows: str
    removed: tuple[str, ...]
    written: tuple[str, ...]
    kept: bool
    beyond: tuple[str, ...]
    server: int


@frozen(slots=False)
class _Move:
    """A line that is to move, what stays before it, and the id after which new ones come."""

    settings: Settings
    compiled: Compiled
    kept: tuple[Migration, ...]
    moved: tuple[Migration, ...]
    last: str
    now: datetime

    @property
    def follows(self) -> str:
        return self.kept[-1].id if self.kept else ""


def rebase(
    root: Path | None,
    project: str | None,
    name: str | None = None,
    url: str | None = None,
    *,
    major: int | None = None,
    now: datetime | None = None,
) -> Rebased | None:
    """Have the later of two lines that fork follow the other one; None if there is no fork.

    `name` chooses the line that moves. It keeps its statements if it still leads to the spec with
    them, and back; otherwise it is generated anew. With a URL it is looked whether that database
    has any of it.

    Raises:
        SettingsError: there is no such repository or project.
        SpecError: the spec has problems.
        MigrationError: the line is applied, or what a person wrote in it does not run there.
        ApplyError: a statement is refused.
        ConnectError: the database cannot be reached.
        SandboxError: there is no server to try it on.
    """
    settings = find_settings(root)
    chosen = one_project(settings, project)
    migrations = read_migrations(settings.migrations_of(chosen))
    lines = _lines(migrations, name)
    if lines is None:
        check_line(migrations)
        return None
    kept, moved = lines
    check_proven(kept)
    if url is not None:
        _check_not_applied(chosen, moved, url)
    compiled = compile_spec(settings.spec(chosen), settings.root)
    move = _Move(settings, compiled, kept, moved, migrations[-1].id, now or datetime.now(UTC))
    done, files = _carried_out(move, major)
    write_all([*files, *removal(moved)])
    return done


def _lines(
    migrations: Sequence[Migration], name: str | None
) -> tuple[tuple[Migration, ...], tuple[Migration, ...]] | None:
    """Return what stays, from the first migration on, and what moves."""
    ids = {migration.id for migration in migrations}
    fork = find_fork(migrations)
    if fork is not None:
        moved = _containing(fork.lines, name) if name else fork.lines[-1]
        other = next(line for line in fork.lines if line != moved)
        return (*_up_to(migrations, fork.follows), *other), moved
    for migration in migrations:
        if migration.plan.follows and migration.plan.follows not in ids:
            moved = line_from(migrations, migration)
            return tuple(each for each in migrations if each not in moved), moved
    return None


def _up_to(migrations: Sequence[Migration], last: str) -> tuple[Migration, ...]:
    by_id = {migration.id: migration for migration in migrations}
    found: list[Migration] = []
    while last in by_id and by_id[last] not in found:
        found.insert(0, by_id[last])
        last = by_id[last].plan.follows
    return tuple(found)


def _containing(lines: Sequence[tuple[Migration, ...]], name: str) -> tuple[Migration, ...]:
    found = [line for line in lines if any(each.id.startswith(name) for each in line)]
    if len(found) != 1:
        listed = ", ".join(line[0].id for line in lines)
        raise MigrationError(
            f'"{name}" is not a migration of one of the lines that fork',
            hint=f"these begin with: {listed}",
        )
    return found[0]


def _check_not_applied(project: str, moved: Sequence[Migration], url: str) -> None:
    target = target_of(url)
    with explaining(target), closing(connect(target)) as connection:
        records = History(connection, project).records()
    applied = [each.id for each in moved if each.id in records]
    if applied:
        raise MigrationError(
            f"this database has it already: {target.where}",
            where=applied[0],
            hint="have the other line follow it: name one of its migrations, as in"
            f" schemagen migrate rebase {project} MIGRATION",
        )


def _carried_out(move: _Move, major: int | None) -> tuple[Rebased, tuple[FileChange, ...]]:
    own = [text for each in move.moved for way in Direction for text in each.handwritten(way)]
    project = move.compiled.project
    try:
        kept = with_replay(project, major, lambda replay: _with_its_statements(move, replay))
    except (ApplyError, MigrationError) as error:
        if own:
            raise MigrationError(
                f"after {move.follows} it does not run: {error.message}",
                where=move.moved[0].id,
                hint="it has statements that a person wrote, so it is not generated anew. Correct"
                " them where they stand and rebase again; or move them aside, remove the folder,"
                " write it anew with schemagen migrate new, and put them back in",
            ) from error
        kept = None
    if kept is not None and (own or not kept[0].beyond):
        return kept
    return with_replay(project, major, lambda replay: _anew(move, replay))


def _with_its_statements(move: _Move, replay: Replay) -> tuple[Rebased, tuple[FileChange, ...]]:
    """Run the line where it is to stand, with the statements that it has."""
    replay.run_all(move.kept)
    name = move.compiled.project.name
    follows, last = move.follows, move.last
    moved: dict[str, tuple[Plan, Mapping[Direction, str]]] = {}
    for migration in move.moved:
        key = migration_id(migration.id[15:], move.now, last)
        plan, scripts = _renamed(migration, key)
        proven = prove_scripts(replay, key, plan, scripts).plan
        ways = {way: replace(each, former=()) for way, each in proven.ways.items()}
        moved[key] = replace(proven, follows=follows, ways=ways), scripts
        follows = last = key
    beyond = beyond_of(move.settings, name, replay)
    if not beyond:
        plan, scripts = moved[last]
        moved[last] = replace(plan, state=state_of(move.compiled)), scripts
    folder = move.settings.migrations_of(name)
    files = [each for key, both in moved.items() for each in written(folder / key, *both)]
    return _rebased(move, tuple(moved), replay, beyond=beyond, kept=True), tuple(files)


def _renamed(migration: Migration, key: str) -> tuple[Plan, Mapping[Direction, str]]:
    """Return plan and scripts with another id, and the time in it where that names an archive."""

    def renamed(text: str) -> str:
        return text.replace(migration.id, key).replace(
            archive_schema(migration.id[:14], ""), archive_schema(key[:14], "")
        )

    plan = read_plan(json.loads(renamed(write_plan(migration.plan))))
    return plan, {way: renamed(migration.script(way)) for way in Direction}


def _anew(move: _Move, replay: Replay) -> tuple[Rebased, tuple[FileChange, ...]]:
    """Write one migration in the place of the line: from where it is to stand to the spec."""
    replay.run_all(move.kept)
    name = move.compiled.project.name
    stamp = migration_stamp(move.now, move.last) if move.settings.archive else ""
    transition, desired = way_to_spec(move.settings, name, replay, stamp)
    if not transition.statements:
        return _rebased(move, (), replay), ()
    key = migration_id(move.moved[-1].id[15:], move.now, move.last)
    draft = Draft(key, move.follows, transition, desired, state_of(move.compiled))
    _, files = compose(move.settings, name, replay, draft)
    return _rebased(move, (key,), replay), files


def _rebased(
    move: _Move,
    written: tuple[str, ...],
    replay: Replay,
    *,
    beyond: tuple[str, ...] = (),
    kept: bool = False,
) -> Rebased:
    removed = tuple(each.id for each in move.moved)
    return Rebased(move.follows, removed, written, kept, beyond, replay.major)
