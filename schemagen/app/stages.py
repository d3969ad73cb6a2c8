"""After which of its steps a migration stands in a database, as the catalog tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemagen.app.beside import Live
from schemagen.app.leading import compiled_of, lines_beside
from schemagen.app.replay import Replay, with_replay
from schemagen.app.settings import Settings
from schemagen.declare.nouns import counted
from schemagen.frozen import frozen
from schemagen.migrate.files import Migration
from schemagen.migrate.history import Progress
from schemagen.migrate.line import check_proven
from schemagen.migrate.runner import progress_of
from schemagen.migrate.step import Direction, Step


@frozen
class Stage:
    """How many of the steps of a migration are done.

    Attributes:
        done: their number.
        count: how many steps there are.
        noted: how many the history says are done.
        is_begun: whether `done` is what the history says, and it knows that the next one is begun.
        differences: what the database is not, or is besides; with them it is the nearest stage.
    """

    done: int
    count: int
    noted: int
    is_begun: bool
    differences: tuple[str, ...]

    @property
    def is_noted(self) -> bool:
        """Whether that is what the history says."""
        return self.done == self.noted

    @property
    def words(self) -> str:
        """What stage it is: `2 of 3 steps`."""
        return f"{self.done} of {counted(self.count, 'step')}"


def find_stage(
    settings: Settings,
    project: str,
    live: Live,
    migrations: Sequence[Migration],
    way: Direction,
    noted: Mapping[int, Progress],
) -> Stage:
    """Find how far the last of some migrations is on its way, by what each step leads to.

    Steps that only change rows leave no trace in a catalog: of the stages that fit, the one that is
    noted is taken, or the nearest to it.

    Raises:
        MigrationError: a migration cannot be read, or was edited since it was proven.
        SpecError: the spec has problems.
        SandboxError: there is no server of this version to run them on.
        ApplyError: a statement is refused there.
    """
    check_proven(migrations)
    steps = migrations[-1].steps(way)
    selection = settings.selection(project)

    def work(replay: Replay) -> list[tuple[str, ...]]:
        replay.run_all(migrations if way is Direction.DOWN else migrations[:-1])
        found = [lines_beside(live, replay, replay.catalog(), selection)]
        for position, step in enumerate(steps):
            replay.run(f"step {position}", Direction.UP, (step,))
            found.append(lines_beside(live, replay, replay.catalog(), selection))
        return found

    lines = with_replay(compiled_of(settings, project).project, live.major, work)
    return _nearest(lines, steps, noted)


def _nearest(
    lines: Sequence[tuple[str, ...]], steps: Sequence[Step], noted: Mapping[int, Progress]
) -> Stage:
    said = progress_of(steps, noted)
    done = min(range(len(lines)), key=lambda number: (len(lines[number]), abs(number - said)))
    begun = done == said and any(not progress.done for progress in noted.values())
    return Stage(done, len(steps), said, begun, lines[done])
