"""`schemagen migrate check`: migrations that were edited, proven as they are now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from schemagen.app.at_database import one_project
from schemagen.app.files import FileChange, write_all
from schemagen.app.rehearsal import differing, rehearse
from schemagen.app.replay import Replay, with_replay
from schemagen.app.settings import Settings, find_settings
from schemagen.app.wanted import canonical_of
from schemagen.app.watching import Watch
from schemagen.diff.engine import compare
from schemagen.migrate.files import Migration, check_line, read_migrations
from schemagen.migrate.plan_file import PLAN, Fact, Plan, Way, checksum, write_plan
from schemagen.migrate.reading import changes_rows, fact_of, same_words
from schemagen.migrate.script import texts_of
from schemagen.migrate.step import Direction, Step
from schemagen.plan.undo import Grade
from schemagen.spec.compile import compile_spec

_NO_WAY_BACK: Final = "down.sql has no statements"
_UNTOLD: Final = "nobody can tell which rows it brings back after:"
_HINT: Final = "correct the file; what it was before is in version control"


@dataclass(frozen=True, slots=True)
class Proven:
    """A migration as it is now: its plan, and what of each way a person wrote."""

    id: str
    plan: Plan
    handwritten: Mapping[Direction, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was proven.

    Attributes:
        migrations: those that had been edited; their plans were written anew.
        server: the major version that they were proven on; 0 if there was nothing to prove.
        beyond: what the spec says beyond what all migrations lead to, a line each.
    """

    migrations: tuple[Proven, ...] = ()
    server: int = 0
    beyond: tuple[str, ...] = ()


def check(root: Path | None, project: str | None, *, major: int | None = None) -> Checked:
    """Prove migrations that were edited, and read their statements into their plans.

    Each runs up, down and up again on a disposable server, and so does what follows it. Nothing is
    written unless all of it holds.

    Raises:
        SettingsError: there is no such repository or project.
        SpecError: the spec has problems.
        MigrationError: a file cannot be read, or a way back does not lead back.
        ApplyError: a statement is refused.
        SandboxError: there is no server to try it on.
    """
    settings = find_settings(root)
    name = one_project(settings, project)
    migrations = read_migrations(settings.migrations_of(name))
    check_line(migrations)
    edited = [each.id for each in migrations if each.edited()]
    if not edited:
        return Checked()
    place = [each.id for each in migrations].index(edited[0])
    compiled = compile_spec(settings.spec(name), settings.root)

    def work(replay: Replay) -> Checked:
        replay.run_all(migrations[:place])
        found = [_proven(replay, each) for each in migrations[place:]]
        beyond = _beyond(settings, name, replay)
        return Checked(tuple(each for each in found if each.id in edited), replay.major, beyond)

    done = with_replay(compiled.project, major, work)
    folder = settings.migrations_of(name)
    _write(folder, done.migrations)
    return done


def _write(folder: Path, proven: Sequence[Proven]) -> None:
    changes = []
    for each in proven:
        path = folder / each.id / PLAN
        changes.append(FileChange(path, path.read_bytes(), write_plan(each.plan).encode()))
    write_all(changes)


def _beyond(settings: Settings, project: str, replay: Replay) -> tuple[str, ...]:
    wanted = canonical_of(settings, project, replay.major, None, None).catalog
    return differing(replay, wanted)


def _proven(replay: Replay, migration: Migration) -> Proven:
    before = replay.catalog()
    watch = Watch(replay.connection)
    steps = {way: migration.steps(way) for way in Direction}
    after = rehearse(replay, migration.id, steps, hint=_HINT, watch=watch)
    plan = migration.plan
    ways = {
        way: _way(plan.ways[way], migration.script(way), steps[way], watch) for way in Direction
    }
    own = {way: _handwritten(steps[way], plan.ways[way]) for way in Direction}
    grade, reasons = _grade(plan, steps, own, changed=bool(compare(before, after)))
    return Proven(migration.id, replace(plan, ways=ways, grade=str(grade), reasons=reasons), own)


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
    return replace(fact, lock=str(locks[0].mode), hazards={**(fact.hazards or {}), **hazards})


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
    reasons = [each for each in plan.reasons if not each.startswith((_NO_WAY_BACK, _UNTOLD))]
    grade = Grade(plan.grade) if reasons else Grade.EXACT
    touching = [text for text in own[Direction.UP] if changes_rows(text)]
    if touching and grade is Grade.EXACT:
        grade = Grade.LOSSY
    for text in touching:
        reasons.append(f"{_UNTOLD} {' '.join(text.split())[:60]}")
    return grade, tuple(dict.fromkeys(reasons))
