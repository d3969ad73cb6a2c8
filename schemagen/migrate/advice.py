"""What may be done about a migration that stopped, by what is committed of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from schemagen.declare.nouns import counted
from schemagen.errors import ApplyError
from schemagen.migrate.history import Progress
from schemagen.migrate.step import Direction

_NOTHING: Final = {
    Direction.UP: "nothing of it is done: mend what is refused, or change or remove the migration"
    " (schemagen migrate check {project} proves an edit), and run: schemagen migrate up {project}",
    Direction.DOWN: "nothing of it is undone: mend what is refused, and run:"
    " schemagen migrate down {project}",
}
_THERE: Final = (
    "nothing of it is done: if the database was made by schema.sql, or by anything but its"
    " migrations, note those that it has: schemagen migrate baseline {project}; else remove what is"
    " in the way, or change the migration (schemagen migrate check {project} proves an edit), and"
    " run: schemagen migrate up {project}"
)
_HALF_WAY: Final = {
    Direction.UP: "mend what is refused, and run: schemagen migrate up {project}, which goes on"
    " (and then down, to go back); or undo by hand what is done, and run:"
    " schemagen migrate repair {project} --reverted {id}",
    Direction.DOWN: "mend what is refused, and run: schemagen migrate down {project}, which goes on"
    " (and then up, to have it again); or do by hand again what is undone, and run:"
    " schemagen migrate repair {project} --applied {id}",
}


def way_on(
    project: str, migration: str, direction: Direction, known: Mapping[int, Progress], count: int
) -> str:
    """Tell what may be done after a refusal; `known` is what is committed of so many steps."""
    if not known:
        return _NOTHING[direction].format(project=project)
    done = sum(progress.done for progress in known.values())
    begun = ", and one is begun" if done < len(known) else ""
    place = f"{done} of {counted(count, 'step')} are done and stay{begun}"
    return f"{place}: {half_way(project, migration, direction)}"


def baseline_first(project: str) -> str:
    """Tell what may be done where the first migration makes what is there already."""
    return _THERE.format(project=project)


def half_way(project: str, migration: str, direction: Direction) -> str:
    """Tell what may be done about a migration that stands half-way in a direction."""
    return _HALF_WAY[direction].format(project=project, id=migration)


def advised(error: ApplyError, words: str) -> ApplyError:
    """Return what a server refused, with what may be done besides what the server says."""
    return ApplyError(
        error.message,
        statement=error.statement,
        applied=error.applied,
        where=error.where,
        hint="\n  hint: ".join(filter(None, [error.hint, words])),
    )
