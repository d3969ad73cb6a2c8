"""Proving scripts as they stand, and reading into a plan what is found of their statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from schemagen.app.rehearsal import differing, rehearse
from schemagen.app.replay import Replay
from schemagen.app.rolling import has_rows, try_rolling
from schemagen.app.settings import Settings
from schemagen.app.wanted import canonical_of
from schemagen.app.watching import Watch
from schemagen.catalog.statement import UNTOLD
from schemagen.diff.engine import compare
from schemagen.frozen import frozen
from schemagen.migrate.files import steps_in
from schemagen.migrate.plan_file import Fact, Plan, Way, checksum
from schemagen.migrate.reading import changes_rows, fact_of, same_words
from schemagen.migrate.script import texts_of
from schemagen.migrate.step import Direction, Step
from schemagen.plan.undo import Grade

_NO_WAY_BACK: Final = "down.sql has no statements"
_HINT: Final = "correct the file; what it was before is in version control"


@frozen
class Proven:
    """A migration as it is now: its plan, and what of each way a person wrote."""

    id: str
    plan: Plan
    handwritten: Mapping[Direction, tuple[str, ...]]


def prove_scripts(replay: Replay, key: str, plan: Plan, scripts: Mapping[Direction, str]) -> Proven:
    """Run a migration up, down and up again, and return its plan for the scripts as they are.

    Raises:
        MigrationError: a script cannot be read, or its way back does not lead back.
        ApplyError: a statement is refused.
    """
    before = replay.catalog()
    watch = Watch(replay.connection)
    steps = {
        way: steps_in(text, plan.ways[way].facts, f"{key}/{way}.sql")
        for way, text in scripts.items()
    }
    after = rehearse(replay, key, steps, hint=_HINT, watch=watch)
    ways = {way: _way(plan.ways[way], scripts[way], steps[way], watch) for way in Direction}
    own = {way: _handwritten(steps[way], plan.ways[way]) for way in Direction}
    grade, reasons = _grade(plan, steps, own, changed=bool(compare(before, after)))
    # What follows may need the rows that migrations have made, so they are left alone.
    is_tried = bool(plan.follows and steps[Direction.DOWN]) and not has_rows(replay)
    rolling = try_rolling(replay, key, steps) if is_tried else None
    if rolling and plan.rolling and rolling.old_models and rolling.new_models:
        rolling = replace(rolling, whole=plan.rolling.whole)
    # Nobody tried whose access it is that statements change which came or went since.
    is_same = len(plan.ways[Direction.UP].facts) == len(ways[Direction.UP].facts)
    access = plan.access if is_same and not own[Direction.UP] else None
    new = replace(
        plan, ways=ways, grade=str(grade), reasons=reasons, rolling=rolling, access=access
    )
    return Proven(key, new, own)


def beyond_of(settings: Settings, project: str, replay: Replay) -> tuple[str, ...]:
    """Tell in lines what a spec says beyond what a replay has come to.

    Raises:
        SpecError: the spec has problems, or PostgreSQL refuses it.
    """
    wanted = canonical_of(settings, project, replay.major, None, None).catalog
    return differing(replay, wanted)


def _texts(steps: Sequence[Step]) -> tuple[str, ...]:
    """Return the statements of steps as a plan lists them: each once."""
    return tuple(dict.fromkeys(text for step in steps for text in texts_of(step)))


def _handwritten(steps: Sequence[Step], way: Way) -> tuple[str, ...]:
    known = _by_words(way)
    return tuple(
        text
        for text in _texts(steps)
        if (fact := known.get(same_words(text))) is None or fact.is_handwritten
    )


def _by_words(way: Way) -> Mapping[tuple[str, ...], Fact]:
    return {same_words(text): fact for text, fact in way.facts.items()}


def _way(way: Way, script: str, steps: Sequence[Step], watch: Watch) -> Way:
    known = _by_words(way)
    facts = {}
    for text in _texts(steps):
        fact = known.get(same_words(text))
        if fact is None or fact.is_handwritten:
            fact = _observed(text, watch)
        facts[text] = fact
    new = checksum(script)
    if new == way.checksum:
        return replace(way, facts=facts)
    is_same = list(known) == [same_words(text) for text in facts]
    former = (*way.former, way.checksum) if is_same else ()
    return Way(new, facts, former)


def _observed(text: str, watch: Watch) -> Fact:
    """Return what the words of a statement tell, and what was seen while it ran."""
    fact = fact_of(text)
    locks = watch.locks(text)
    if not locks:
        return fact
    hazards = {str(each.type): each.message for lock in locks for each in lock.hazards}
    return replace(
        fact,
        lock=str(locks[0].mode),
        locks=locks,
        hazards={**(fact.hazards or {}), **hazards},
    )


def _grade(
    plan: Plan,
    steps: Mapping[Direction, Sequence[Step]],
    own: Mapping[Direction, Sequence[str]],
    *,
    changed: bool,
) -> tuple[Grade, tuple[str, ...]]:
    """Return what the way back restores, and why it is no more."""
    if changed and not steps[Direction.DOWN]:
        return Grade.IRREVERSIBLE, (_NO_WAY_BACK,)
    # What an earlier check said of statements that are perhaps no more there is said anew.
    reasons = [each for each in plan.reasons if not each.startswith((_NO_WAY_BACK, UNTOLD))]
    grade = Grade(plan.grade) if reasons else Grade.EXACT
    touching = [text for text in own[Direction.UP] if changes_rows(text)]
    if touching and grade is Grade.EXACT:
        grade = Grade.LOSSY
    for text in touching:
        reasons.append(f"{UNTOLD} {' '.join(text.split())[:60]}")
    return grade, tuple(dict.fromkeys(reasons))
