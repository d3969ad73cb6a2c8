"""Rehearsing a migration on a disposable server: up, down and up again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from schemagen.app.forms import in_the_forms_of
from schemagen.app.replay import Replay, replayed
from schemagen.app.watching import Watch
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.diff.engine import compare
from schemagen.diff.words import describe
from schemagen.errors import MigrationError
from schemagen.kinds import BY_NAME
from schemagen.migrate.step import Direction, Step
from schemagen.plan.portion import portion
from schemagen.plan.whole import create_statements
from schemagen.render.migration import steps_of

OUR_FAULT = "this is a fault of schemagen; the lines tell what its plan misses"


def rehearse(
    replay: Replay,
    key: str,
    ways: Mapping[Direction, Sequence[Step]],
    desired: Catalog | None = None,
    *,
    hint: str = OUR_FAULT,
    watch: Watch | None = None,
) -> Catalog:
    """Run a migration up and down, and up again; what it leads to is compared each time.

    It is to lead to `desired`; without that, the second time to the same as the first. A way back
    without statements is not taken. `watch` looks on. Returns the catalog that it leads to.

    Raises:
        MigrationError: something is different; `hint` is what to do about it.
        ApplyError: a statement is refused.
    """
    before = replay.catalog()
    with replay.in_another_session() as trial:
        if watch is not None:
            watch.connection = trial.connection
        trial.run(key, Direction.UP, ways[Direction.UP], watch)
        first = trial.catalog()
        if desired is not None:
            _same(trial, desired, "after it the database is not what the spec says", hint)
        if not ways[Direction.DOWN]:
            return first
        trial.run(key, Direction.DOWN, ways[Direction.DOWN], watch)
        _same(trial, before, f"the way back of {key} does not lead back", hint)
    replay.run(key, Direction.UP, ways[Direction.UP])
    _same(replay, desired or first, f"after its way back {key} leads to something else", hint)
    return first


def differing(replay: Replay, desired: Catalog) -> tuple[str, ...]:
    """Tell in lines what the database of a replay is not, or is besides."""
    current = replay.catalog()
    wanted = in_the_forms_of(desired, current, lambda ids: reread(replay, desired, ids))
    return lines_of(current, wanted)


def lines_of(current: Catalog, desired: Catalog) -> tuple[str, ...]:
    """Return the changes from one catalog to another in words, a line each, with its mark."""
    return tuple(
        f"{line.mark} {group.title + ': ' if group.title else ''}{line.text}"
        for group in describe(compare(current, desired))
        for line in group.lines
    )


def reread(replay: Replay, catalog: Catalog, wanted: Iterable[ObjectId]) -> Catalog:
    """Return what PostgreSQL makes of what it told of objects of a catalog (see `forms.py`)."""
    shared = (key for key in catalog.ids() if BY_NAME[key.kind].shared)
    made = portion(catalog, [*wanted, *shared])
    with replayed(replay.project, replay.major) as again:
        again.run("reread", Direction.UP, steps_of(create_statements(made)))
        return again.catalog()


def _same(replay: Replay, desired: Catalog, what: str, hint: str) -> None:
    lines = differing(replay, desired)
    if lines:
        raise MigrationError("\n  ".join([f"nothing was written: {what}", *lines]), hint=hint)
