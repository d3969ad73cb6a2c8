"""The hazards that a person has to allow by name before a migration is run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from schemagen.catalog.hazard import HazardType, meaning_of
from schemagen.declare.nouns import counted
from schemagen.declare.suggest import did_you_mean
from schemagen.errors import MigrationError, SettingsError
from schemagen.migrate.files import Migration
from schemagen.migrate.script import described
from schemagen.migrate.step import Action, Direction

ASKED: Final = frozenset({"DELETES_DATA", "AUTHZ_UPDATE"})
"""Hazards that need consent: what is lost, and who sees more. The others are announced."""


def check_allowed(migrations: Sequence[Migration], way: Direction, allowed: frozenset[str]) -> None:
    """Check that somebody allowed what one way of migrations may do.

    Raises:
        MigrationError: it may do more; the error says what, and whose access or which rows it is.
    """
    listed = {migration.name_of(way): tuple(_actions(migration, way)) for migration in migrations}
    asked = asked_for((each for actions in listed.values() for each in actions), allowed)
    if not asked:
        return
    lines: list[str] = []
    count = 0
    for name, actions in listed.items():
        needing = [each for each in actions if asked_for((each,), allowed)]
        count += len(needing)
        lines.append(f"{name}: {_share(len(needing), len(actions))}")
        lines += (f"  {line}" for each in needing for line in _told(each, allowed))
    whole = sum(map(len, listed.values()))
    need = "needs" if count == 1 else "need"
    raise MigrationError(
        "\n  ".join([f"{_share(count, whole)} {need} your consent, so nothing was run", *lines]),
        hint=f"these files have the whole statements; if they are meant, add: {allowing(asked)}",
    )


def hazards_named(names: Iterable[str]) -> frozenset[str]:
    """Return the hazards that somebody allows.

    Raises:
        SettingsError: there is no hazard of that name; the nearest one is offered.
    """
    chosen = frozenset(names)
    unknown = sorted(chosen.difference(HazardType))
    if unknown:
        raise SettingsError(
            f'there is no hazard "{unknown[0]}"',
            where="--allow",
            hint=did_you_mean(unknown[0], HazardType)
            or f"what needs your consent is {' or '.join(sorted(ASKED))}",
        )
    return chosen


def asked_for(actions: Iterable[Action], allowed: Collection[str]) -> tuple[str, ...]:
    """Return the hazards of statements that still need somebody's consent, sorted."""
    found = {hazard for action in actions for hazard in action.hazards}
    return tuple(sorted((found & ASKED) - set(allowed)))


def allowing(hazards: Iterable[str]) -> str:
    """Return the options that allow hazards."""
    return " ".join(f"--allow {name}" for name in hazards)


def _told(action: Action, allowed: Collection[str]) -> Iterator[str]:
    """Say why a statement needs consent, and which one it is."""
    for hazard in asked_for((action,), allowed):
        yield f"{hazard}: {action.hazards[hazard] or meaning_of(hazard)}"
    yield f"  {action.title}"


def _share(some: int, count: int) -> str:
    return f"{some or 'none'} of {counted(count, 'statement')}"


def _actions(migration: Migration, way: Direction) -> Iterator[Action]:
    return (action for step in migration.steps(way) for action in described(step))
