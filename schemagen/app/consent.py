"""The hazards that a person has to allow by name before a migration is run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from schemagen.catalog.hazard import HazardType
from schemagen.declare.suggest import did_you_mean
from schemagen.errors import MigrationError, SettingsError
from schemagen.migrate.files import Migration
from schemagen.migrate.script import described
from schemagen.migrate.step import Action, Direction

ASKED: Final = frozenset({"DELETES_DATA", "AUTHZ_UPDATE"})
"""Hazards that need a person's word: what is lost, and who sees more. The others are announced."""


def check_allowed(migrations: Sequence[Migration], way: Direction, allowed: frozenset[str]) -> None:
    """Check that somebody allowed what one way of migrations may do.

    Raises:
        MigrationError: it may do more; the error says what, and whose access or which rows it is.
    """
    found: dict[str, list[str]] = {}
    for migration in migrations:
        for action in _actions(migration, way):
            for hazard in asked_for((action,), allowed):
                line = f"{hazard} {migration.id}: {action.sql}"
                reason = _reason(migration, way, action.sql, hazard)
                found.setdefault(hazard, []).append(f"{line}\n    {reason}" if reason else line)
    if found:
        names = " ".join(f"--allow {name}" for name in sorted(found))
        raise MigrationError(
            "\n  ".join(
                ["this needs your word", *(line for lines in found.values() for line in lines)]
            ),
            hint=f"if it is meant, add: {names}",
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
            or f"what needs your word is {' or '.join(sorted(ASKED))}",
        )
    return chosen


def asked_for(actions: Iterable[Action], allowed: Collection[str]) -> tuple[str, ...]:
    """Return the hazards of statements that still need somebody's word, sorted."""
    found = {hazard for action in actions for hazard in action.hazards}
    return tuple(sorted((found & ASKED) - set(allowed)))


def _reason(migration: Migration, way: Direction, statement: str, hazard: str) -> str:
    """Return what the plan of a migration says of a hazard: who gains what, which rows go."""
    fact = migration.plan.ways[way].facts.get(statement)
    return (fact.hazards or {}).get(hazard, "") if fact else ""


def _actions(migration: Migration, way: Direction) -> Iterator[Action]:
    return (action for step in migration.steps(way) for action in described(step))
