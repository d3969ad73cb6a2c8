"""Locks: what each statement takes, reads and rewrites over rows is what its plan declares.

What was observed and not declared keeps people waiting unawares; what was declared and never shows
makes people wary of nothing. Both are findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import psycopg

from schemagen.catalog.lock import Lock, LockMode
from schemagen.declare.nouns import counted
from schemagen.migrate.files import Migration
from schemagen.migrate.plan_file import Fact
from schemagen.migrate.step import Action, Alone, Batches, Direction, Together
from schemagen.prove.alone import observe_alone
from schemagen.prove.observing import Observer
from schemagen.prove.stage import Stage, staged
from schemagen.prove.verdict import Job, Proof, Verdict


def _run(job: Job) -> Iterator[Verdict]:
    with staged(job) as stage:
        for place, migration in enumerate(job.migrations):
            yield _Look(stage, job.migrations[:place], migration).verdict()


@dataclass
class _Look:
    """A look at one migration, on a stage that has come to what it follows."""

    stage: Stage
    before: tuple[Migration, ...]
    migration: Migration
    findings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    count: int = 0

    def verdict(self) -> Verdict:
        """Look at both ways, and leave the stage behind the migration, without rows."""
        self.stage.unfilled.clear()
        self.stage.fill()
        self.notes += self.stage.unfilled.values()
        self._there_and_back()
        words = counted(self.count, "statement")
        result = f"{words}, not as declared" if self.findings else f"{words} as declared"
        return Verdict(self.migration.id, result, tuple(self.findings), tuple(self.notes))

    def _there_and_back(self) -> None:
        back = bool(self.migration.steps(Direction.DOWN))
        if self._look(Direction.UP) and back:
            self.stage.fill_up()
            if self._look(Direction.DOWN):
                self.stage.clear()
                if self.stage.run(self.migration, Direction.UP) is None:
                    return
        self.stage.restart((*self.before, self.migration))

    def _look(self, way: Direction) -> bool:
        """Run one way and look; tell whether all of it ran."""
        observer = Observer(self.stage.replay.connection)
        self.stage.job.tell(f"{self.migration.id} {way}")
        facts = self.migration.plan.ways[way].facts
        done = all(
            self._step(observer, number, step, facts)
            for number, step in enumerate(self.migration.steps(way))
        )
        self.count += observer.count
        self.findings += [f"{way}: not declared: {each}" for each in observer.understated()]
        self.findings += [f"{way}: never seen: {each}" for each in observer.overstated()]
        return done

    def _step(
        self,
        observer: Observer,
        number: int,
        step: Together | Alone | Batches,
        facts: Mapping[str, Fact],
    ) -> bool:
        match step:
            case Together(actions):
                return all(self._action(observer, number, each, facts) for each in actions)
            case Alone(action):
                return self._action(observer, number, action, facts, alone=True)
            case Batches():
                # Its locks are those of any writer.
                self.stage.replay.run(f"{self.migration.id}_{number}", Direction.UP, (step,))
                return True

    def _action(
        self,
        observer: Observer,
        number: int,
        action: Action,
        facts: Mapping[str, Fact],
        *,
        alone: bool = False,
    ) -> bool:
        """Run a statement; where rows are in its way, as it says they may be, without those."""
        fact = facts.get(action.sql, Fact())
        for last in (False, True):
            try:
                _observe(observer, number, action, fact, alone=alone, bare=last)
            except psycopg.Error as error:
                words = error.diag.message_primary or str(error)
                if last or not fact.fails_if:
                    self.notes.append(f"not looked at further, because it is refused: {words}")
                    return False
                self.notes.append(f"looked at without rows where {fact.fails_if}")
                self.stage.clear([(lock.schema, lock.relation) for lock in fact.locks])
                continue
            return True
        return False


def _observe(
    observer: Observer, number: int, action: Action, fact: Fact, *, alone: bool, bare: bool
) -> None:
    declared: tuple[Lock, ...] = fact.locks
    # A plan that does not tell of each relation tells of the strongest mode.
    mode = LockMode(fact.lock) if fact.lock and not declared else None
    if alone:
        observe_alone(observer, action.sql, declared, number, mode)
    else:
        observer.run(action.sql, declared, number, mode, bare=bare)


PROOF = Proof("locks", "statements take the locks, and do the work, that their plans declare", _run)
