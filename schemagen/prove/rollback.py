"""Rollback: each migration goes up, down and up again, without rows and with them.

What its way back restores is observed and compared with the grade that its plan declares:

- `exact`: the catalog is as it was, all rows and the positions of sequences, too;
- `data-lossy`: the catalog is as it was, and not all rows are;
- `irreversible`: there is no way back, or it is refused once rows use what the migration brought.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from schemagen.app.wanted import canonical_of
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.statement import UNTOLD
from schemagen.migrate.files import Migration
from schemagen.migrate.plan_file import Fact
from schemagen.migrate.step import Direction
from schemagen.plan.undo import Grade
from schemagen.prove.stage import Refusal, Stage, staged
from schemagen.prove.verdict import Job, Proof, Verdict

_SHOWN = 5


def _run(job: Job) -> Iterator[Verdict]:
    with staged(job) as stage:
        for place, migration in enumerate(job.migrations):
            yield _Trial(stage, job.migrations[:place], migration).verdict()
        yield _in_the_end(stage)


def _in_the_end(stage: Stage) -> Verdict:
    """Compare what all migrations lead to with the spec: a second diff has to be empty."""
    job = stage.job
    name = job.compiled.project.name
    wanted = canonical_of(job.settings, name, job.major, None, None).catalog
    lines = stage.differing(wanted)
    if not lines:
        return Verdict("all of them", "what the spec says")
    return Verdict("all of them", "not what the spec says", lines)


@dataclass
class _Trial:
    """The trial of one migration, on a stage that has come to what it follows."""

    stage: Stage
    before: tuple[Migration, ...]
    migration: Migration
    findings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def verdict(self) -> Verdict:
        """Try it, and leave the stage behind it, without rows."""
        grade = self._observed()
        self._compare(grade)
        return Verdict(self.migration.id, str(grade), tuple(self.findings), tuple(self.notes))

    def _observed(self) -> Grade:
        start = self.stage.replay.catalog()
        self._must(self.stage.run(self.migration, Direction.UP))
        goal = self.stage.replay.catalog()
        if not self.migration.steps(Direction.DOWN):
            if self.migration.plan.grade == Grade.IRREVERSIBLE:
                self.notes.append("there is no way back")
                return Grade.IRREVERSIBLE
            self._same(start, "it changes more than rows, and its way back has no statements")
            return Grade.LOSSY
        refused = self.stage.run(self.migration, Direction.DOWN)
        if refused:
            self.lost.append(f"without any rows, its way back is refused: {refused.words}")
            self._go_on()
            return Grade.IRREVERSIBLE
        self._same(start, "its way back does not lead back")
        grade = Grade.EXACT
        if self.stage.job.rows:
            grade = max(self._with_rows(start), self._with_new_rows(start), key=_rank)
        self._must(self.stage.run(self.migration, Direction.UP))
        self._same(goal, "after its way back it leads to something else")
        return grade

    def _with_rows(self, start: Catalog) -> Grade:
        """Go there and back over rows that are there before."""
        self.stage.unfilled.clear()
        self.stage.fill(len(self.before))
        self.notes += self.stage.unfilled.values()
        if not self._up_over_rows():
            return Grade.EXACT
        contents = self._contents
        refused = self.stage.run(self.migration, Direction.DOWN)
        if refused:
            self.lost.append(f"its way back is refused over rows: {refused.words}")
            self._start_again()
            return Grade.IRREVERSIBLE
        self._same(start, "over rows, its way back does not lead back")
        self.lost += contents.lost(self.stage.contents())
        self.stage.clear()
        return Grade.LOSSY if self.lost else Grade.EXACT

    def _up_over_rows(self) -> bool:
        """Go up; where rows are in the way, as they may be, without those."""
        self._contents = self.stage.contents()
        refused = self.stage.run(self.migration, Direction.UP)
        if refused is None:
            return True
        fact = self._fact(Direction.UP, refused)
        self._start_again()
        if not fact.fails_if:
            self.findings.append(f"it is refused over rows: {refused.words}")
            return False
        self.notes.append(f"not tried over all rows, because it fails if {fact.fails_if}")
        self.stage.fill(len(self.before))
        self.stage.clear([(lock.schema, lock.relation) for lock in fact.locks])
        self._contents = self.stage.contents()
        if self.stage.run(self.migration, Direction.UP) is None:
            return True
        self._start_again()
        return False

    def _with_new_rows(self, start: Catalog) -> Grade:
        """Go back over rows that were made for what the migration brought."""
        self._must(self.stage.run(self.migration, Direction.UP))
        self.stage.fill(len(self.before) + 1)
        refused = self.stage.run(self.migration, Direction.DOWN)
        if refused is None:
            self._same(start, "over new rows, its way back does not lead back")
            self.stage.clear()
            return Grade.EXACT
        self._start_again()
        fact = self._fact(Direction.DOWN, refused)
        if fact.fails_if and any(fact.fails_if in each for each in self.migration.plan.reasons):
            self.notes.append(f"its way back is refused, as was said, if {fact.fails_if}")
            return Grade.EXACT
        self.lost.append(f"its way back is refused over new rows: {refused.words}")
        return Grade.IRREVERSIBLE

    def _compare(self, grade: Grade) -> None:
        declared = Grade(self.migration.plan.grade)
        if grade.rank > declared.rank:
            self.findings.append(f"its plan says {declared}")
            self.findings += self.lost[:_SHOWN]
            if len(self.lost) > _SHOWN:
                self.findings.append(f"… and {len(self.lost) - _SHOWN} more")
        elif grade.rank < declared.rank and self._is_conclusive():
            self.findings.append(f"its plan says {declared}, and everything came back")

    def _is_conclusive(self) -> bool:
        """Tell whether everything had rows, so that what is surely lost would have been seen."""
        untold = any(each.startswith(UNTOLD) for each in self.migration.plan.reasons)
        return bool(self.stage.job.rows) and not self.notes and not untold

    def _same(self, wanted: Catalog, words: str) -> None:
        lines = self.stage.differing(wanted)
        if lines:
            self.findings += [words, *lines]

    def _fact(self, way: Direction, refused: Refusal) -> Fact:
        return self.migration.plan.ways[way].facts.get(refused.statement, Fact())

    def _must(self, refused: Refusal | None) -> None:
        if refused:
            self.findings.append(f"it is refused: {refused.words}")
            self._go_on()

    def _start_again(self) -> None:
        self.stage.restart(self.before)

    def _go_on(self) -> None:
        self.stage.restart((*self.before, self.migration))


def _rank(grade: Grade) -> int:
    return grade.rank


PROOF = Proof(
    "rollback", "each migration goes up, down and up again, and nothing else changes", _run
)
