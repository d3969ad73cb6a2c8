"""`schemagen migrate new`: the way from what the migrations lead to, to what the spec says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from schemagen.app.at_database import one_project
from schemagen.app.files import FileChange, write_all
from schemagen.app.fingerprint import digest
from schemagen.app.forms import in_the_forms_of
from schemagen.app.migration_files import written
from schemagen.app.rehearsal import rehearse, reread
from schemagen.app.replay import Replay, with_replay
from schemagen.app.rolling import try_rolling
from schemagen.app.settings import Settings, find_settings
from schemagen.app.wanted import canonical_of
from schemagen.catalog.access_change import AccessChange
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.serialize import dump_catalog
from schemagen.catalog.sizes import Sizes
from schemagen.frozen import frozen
from schemagen.migrate.files import Migration, migration_id, migration_stamp, read_migrations
from schemagen.migrate.line import check_line, check_proven
from schemagen.migrate.plan_file import Access, Plan, Replaced, Rolling
from schemagen.migrate.step import Direction
from schemagen.plan.authz import with_access
from schemagen.plan.halfway import reasons_against
from schemagen.plan.transition import Transition, plan_transition
from schemagen.plan.undo import worst
from schemagen.render.migration import render_script, steps_of, way_of
from schemagen.render.templates import Templates
from schemagen.spec.compile import Compiled, compile_spec

Measure: TypeAlias = Callable[[Compiled, Catalog, Catalog, int], AccessChange | None]
"""Finds out whose access changes from one catalog to another, on a server of a major version."""


@frozen
class NewMigration:
    """What was written.

    Attributes:
        id: its name.
        folder: where it is.
        transition: its statements and those that undo them.
        grade: what its way back restores.
        reasons: why it is no more.
        server: the major version that it was proven on.
        rolling: which models work on the other side of it; None for a first one.
        access: whose access grows or shrinks; None if nobody's can, or it was not asked for.
    """

    id: str
    folder: Path
    transition: Transition
    grade: str
    reasons: tuple[str, ...]
    server: int
    rolling: Rolling | None = None
    access: AccessChange | None = None


def new_migration(
    root: Path | None,
    project: str | None,
    slug: str | None = None,
    *,
    major: int | None = None,
    now: datetime | None = None,
    archive: bool | None = None,
    measure: Measure | None = None,
) -> NewMigration | None:
    """Write the migration from the last one's state to the spec; None if nothing is different.

    It is tried before it is written: up, down and up again, compared with what is meant each time.
    `archive` says whether rows and values that it takes away are kept in an archive; what the
    settings say if it is None. With `measure`, hazards of access are those that were seen.

    Raises:
        SettingsError: there is no such repository or project.
        SpecError: the spec has problems, or PostgreSQL refuses it.
        MigrationError: the migrations do not follow each other, or the new one does not do what it
            is for.
        ApplyError: a statement is refused.
        SandboxError: there is no server to try it on.
    """
    start = begin(root, project)
    settings, name, before = start.settings, start.project, start.before

    def work(replay: Replay) -> NewMigration | None:
        replay.run_all(before)
        last = before[-1].id if before else ""
        time = now or datetime.now(UTC)
        keeps = settings.archive if archive is None else archive
        stamp = migration_stamp(time, last) if keeps else ""
        transition, desired = way_to_spec(settings, name, replay, stamp)
        if not transition.statements:
            return None
        words = slug or words_for(transition, first=not before)
        key = migration_id(words, time, last)
        draft = Draft(key, last, transition, desired, state_of(start.compiled))
        draft = measured(start, replay, draft, measure)
        made, files = compose(settings, name, replay, draft)
        write_all(files)
        return made

    return with_replay(start.compiled.project, major, work)


@frozen
class Start:
    """What a migration begins with.

    Attributes:
        settings: those of the repository.
        project: the name of the project.
        compiled: its spec.
        before: its migrations.
    """

    settings: Settings
    project: str
    compiled: Compiled
    before: tuple[Migration, ...]


def begin(root: Path | None, project: str | None) -> Start:
    """Read what there is, and check that a migration may follow it.

    Raises:
        SettingsError: there is no such repository or project.
        SpecError: the spec has problems.
        MigrationError: the migrations do not follow each other, or were edited since proven.
    """
    settings = find_settings(root)
    name = one_project(settings, project)
    compiled = compile_spec(settings.spec(name), settings.root)
    before = read_migrations(settings.migrations_of(name))
    check_line(before)
    check_proven(before)
    return Start(settings, name, compiled, before)


def way_to_spec(
    settings: Settings, project: str, replay: Replay, stamp: str
) -> tuple[Transition, Catalog]:
    """Plan the way from what a replay has come to, to the spec; with the catalog at its end.

    `stamp` is for the archive of what goes; without one it is lost.

    Raises:
        SpecError: the spec has problems, or PostgreSQL refuses it.
    """
    wanted = canonical_of(settings, project, replay.major, None, None).catalog
    current = replay.catalog()
    desired = in_the_forms_of(wanted, current, lambda ids: reread(replay, wanted, ids))
    return plan_transition(current, desired, sizes=Sizes(), stamp=stamp), desired


@frozen
class Draft:
    """A migration that is to be written.

    Attributes:
        id: its name.
        follows: the id of the one before it; empty for the first.
        transition: its way.
        desired: its goal.
        state: the digest of what was declared.
        replaces: the migrations that it stands for.
        access: whose access it changes, if that was measured.
    """

    id: str
    follows: str
    transition: Transition
    desired: Catalog
    state: str
    replaces: tuple[Replaced, ...] = ()
    access: AccessChange | None = None


def measured(start: Start, replay: Replay, draft: Draft, measure: Measure | None) -> Draft:
    """Return a draft with the hazards of access that are seen when both schemas are tried.

    The replay has come to what the migration follows.
    """
    if measure is None:
        return draft
    current = replay.catalog()
    access = measure(start.compiled, current, draft.desired, replay.major)
    if access is None:
        return draft
    transition = with_access(draft.transition, access, current, draft.desired)
    return replace(draft, transition=transition, access=access)


def compose(
    settings: Settings, name: str, replay: Replay, draft: Draft
) -> tuple[NewMigration, tuple[FileChange, ...]]:
    """Try a migration in a replay that has come to what it follows; return it and its files.

    Raises:
        MigrationError: it does not do what it is for.
        ApplyError: a statement is refused.
    """
    key, transition, before = draft.id, draft.transition, replay.catalog()
    statements = {Direction.UP: transition.statements, Direction.DOWN: transition.undo}
    ways = {way: steps_of(listed) for way, listed in statements.items()}
    rehearse(replay, key, ways, draft.desired)
    rolling = try_rolling(replay, key, ways) if draft.follows else None
    if rolling and rolling.old_models and rolling.new_models:
        rolling = replace(rolling, whole=reasons_against(before, draft.desired))
    each = transition.undo_of_each()
    reasons = tuple(dict.fromkeys(reason for undo in each for reason in undo.reasons))
    grade = worst(each)
    notes = [f"It is {grade}:", *reasons] if reasons else []
    templates = Templates.of(settings.templates)
    scripts = {
        way: render_script(
            key, name, way, statements[way], notes if way is Direction.DOWN else (), templates
        )
        for way in Direction
    }
    plan = Plan(
        project=name,
        follows=draft.follows,
        state=draft.state,
        replaces=draft.replaces,
        grade=str(grade),
        reasons=reasons,
        ways={way: way_of(scripts[way], statements[way]) for way in Direction},
        archives=transition.archives,
        rolling=rolling,
        access=_told(draft.access) if draft.access else None,
    )
    folder = settings.migrations_of(name) / key
    changes = tuple(written(folder, plan, scripts))
    major, access = replay.major, draft.access
    made = NewMigration(key, folder, transition, str(grade), reasons, major, rolling, access)
    return made, changes


def _told(access: AccessChange) -> Access:
    listed = (access.gains, access.losses, access.news)
    gains, losses, news = (tuple(line.text for line in lines) for lines in listed)
    return Access(gains, losses, news, access.untried)


def state_of(compiled: Compiled) -> str:
    """Return a digest of all that a spec declares."""
    return digest(dump_catalog(compiled.project.catalog, compiled.project.source).encode())


def words_for(transition: Transition, *, first: bool) -> str:
    """Choose a slug where none is given: what the first statement is about."""
    if first:
        return "initial"
    targets = {statement.target for statement in transition.statements}
    relations = sorted({target.table or target.name.partition("(")[0] for target in targets})
    return "_".join(["change", *relations[:2]])
