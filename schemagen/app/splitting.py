"""`schemagen migrate new --split`: a migration that gives, and one that takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from schemagen.app.files import FileChange, write_all
from schemagen.app.fingerprint import digest
from schemagen.app.new_migration import (
    Draft,
    Measure,
    NewMigration,
    Start,
    begin,
    compose,
    measured,
    state_of,
    way_to_spec,
    words_for,
)
from schemagen.app.replay import Replay, with_replay
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.serialize import dump_catalog
from schemagen.catalog.sizes import Sizes
from schemagen.diff.engine import compare
from schemagen.migrate.files import migration_id, migration_stamp
from schemagen.plan.halfway import find_halfway
from schemagen.plan.transition import plan_transition

_EXPAND = "expand"
_CONTRACT = "contract"


def split_migration(
    root: Path | None,
    project: str | None,
    slug: str | None = None,
    *,
    major: int | None = None,
    now: datetime | None = None,
    archive: bool | None = None,
    measure: Measure | None = None,
) -> tuple[NewMigration, ...]:
    """Write what gives (expand) and what takes (contract) as a migration each, one after the other.

    Each is tried before any is written. It is one if there is nothing of the other, and none if
    nothing is different. The parameters are those of `new_migration`.

    Raises:
        SettingsError: there is no such repository or project.
        SpecError: the spec has problems, or PostgreSQL refuses it.
        MigrationError: a change cannot be split, or the migrations do not follow each other.
        ApplyError: a statement is refused.
        SandboxError: there is no server to try it on.
    """
    start = begin(root, project)
    keeps = start.settings.archive if archive is None else archive

    def work(replay: Replay) -> tuple[NewMigration, ...]:
        replay.run_all(start.before)
        time = now or datetime.now(UTC)
        found = list(_composed(start, replay, slug, time, measure, keeps=keeps))
        write_all([file for _, files in found for file in files])
        return tuple(made for made, _ in found)

    return with_replay(start.compiled.project, major, work)


def _composed(
    start: Start,
    replay: Replay,
    slug: str | None,
    now: datetime,
    measure: Measure | None,
    *,
    keeps: bool,
) -> Iterator[tuple[NewMigration, tuple[FileChange, ...]]]:
    """Give each migration with its files, when the replay has run it."""
    last = start.before[-1].id if start.before else ""
    current = replay.catalog()
    whole, desired = way_to_spec(start.settings, start.project, replay, "")
    half = find_halfway(current, desired)
    words = slug or words_for(whole, first=not start.before)
    is_split = bool(compare(current, half)) and bool(compare(half, desired))
    if compare(current, half):
        stamp = migration_stamp(now, last) if keeps else ""
        transition = plan_transition(current, half, sizes=Sizes(), stamp=stamp)
        key = migration_id(f"{words}_{_EXPAND}" if is_split else words, now, last)
        state = _state_of(start, half) if is_split else state_of(start.compiled)
        draft = measured(start, replay, Draft(key, last, transition, half, state), measure)
        yield compose(start.settings, start.project, replay, draft)
        last = key
    stamp = migration_stamp(now, last) if keeps else ""
    transition, desired = way_to_spec(start.settings, start.project, replay, stamp)
    if transition.statements:
        key = migration_id(f"{words}_{_CONTRACT}" if is_split else words, now, last)
        draft = Draft(key, last, transition, desired, state_of(start.compiled))
        draft = measured(start, replay, draft, measure)
        yield compose(start.settings, start.project, replay, draft)


def _state_of(start: Start, catalog: Catalog) -> str:
    return digest(dump_catalog(catalog, start.compiled.project.source).encode())
