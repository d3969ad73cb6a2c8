"""Which steps of a migration are only there for a later one, and go if rows refuse that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemagen.migrate.history import Progress
from schemagen.migrate.step import Alone, Batches, Step, Together


def preparations(
    steps: Sequence[Step], known: Mapping[int, Progress], refused: int
) -> tuple[int, ...]:
    """Return the steps that are undone when the one at a position is refused, the last first.

    They are all that was done, if all of it asks rows; the migration is then as if not begun. Else
    they are those that undo the same as what is still to come does: a constraint that is NOT VALID
    keeps rows out already. Rows that were filled for it are gone over again.
    """
    noted = sorted(known, reverse=True)
    if all(map(_asks, (steps[position] for position in noted))):
        return tuple(noted)
    ahead = {text for step in steps[refused:] for text in _cleanup(step)}
    made = [position for position in noted if ahead.intersection(_cleanup(steps[position]))]
    first = min(made, default=len(steps))
    return tuple(
        position
        for position in noted
        if position in made or (position > first and _repeats(steps[position]))
    )


def _asks(step: Step) -> bool:
    match step:
        case Together():
            return bool(step.cleanup)
        case Alone(action):
            return bool(action.failure and step.cleanup)
        case Batches():
            return step.repeats


def _repeats(step: Step) -> bool:
    return isinstance(step, Batches) and step.repeats


def _cleanup(step: Step) -> tuple[str, ...]:
    return () if isinstance(step, Batches) else step.cleanup
