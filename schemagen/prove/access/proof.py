"""The proof of access: everybody tries everything, and it goes as the spec says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.kinds.materialized_view import MaterializedView
from schemagen.kinds.table import Table
from schemagen.kinds.view import View
from schemagen.prove.access.classes import Classes
from schemagen.prove.access.collecting import Collected, collect
from schemagen.prove.access.function_tries import open_paths, unseen
from schemagen.prove.access.ground import Ground, ground_of
from schemagen.prove.access.pooled import pooled_findings
from schemagen.prove.access.running import Outcome, Runner
from schemagen.prove.access.telling import Teller
from schemagen.prove.verdict import Job, Proof, Verdict

_SHOWN: Final = 20
_OTHERS: Final = ("sequence", "schema")


@dataclass
class Trial:
    """Everything that is needed to try access, ready to be run."""

    ground: Ground
    collected: Collected
    runner: Runner
    teller: Teller

    def viewed(self, key: ObjectId) -> bool:
        """Tell whether something is a view."""
        views = self.collected.views
        return views is not None and key in views.viewed


@contextmanager
def trial_of(job: Job) -> Iterator[Trial]:
    """Prepare the trial of a project.

    Raises:
        ApplyError: the server refuses what the spec says.
        SandboxError: there is no server.
    """
    with ground_of(job) as ground, ground.another() as fresh:
        job.tell("asking what the spec says")
        collected = collect(ground)
        facts = ground.rules.project.facts
        classes = Classes(facts, collected, ground.arranged)
        teller = Teller(
            ground.rules, collected, {key: classes.of_table(key) for key in collected.rows}
        )
        runner = Runner(ground, fresh, collected.tries)
        runner.settle()
        yield Trial(ground, collected, runner, teller)


@contextmanager
def shared_trial(job: Job) -> Iterator[Trial]:
    """Prepare the trial of a project, or go on with that of another proof.

    Raises:
        ApplyError: the server refuses what the spec says.
        SandboxError: there is no server.
    """
    if job.keeper is None:
        with trial_of(job) as trial:
            yield trial
    else:
        yield job.keeper.of(trial_of, job)


def _run(job: Job) -> Iterator[Verdict]:
    if not job.compiled.project.facts.actors:
        return
    with shared_trial(job) as trial:
        job.tell(f"{len(trial.runner.tries)} tries")
        found = {each.number: each for each in trial.runner.run_all()}
        wrong = _wrong(trial, found)
        for key in dict.fromkeys(each.about for each in trial.runner.tries):
            if key in trial.collected.rows:
                yield _verdict(trial, key, found, wrong.pop(key, []))
            elif trial.viewed(key):
                yield _of_view(trial, key, wrong.pop(key, []))
        others = [each.about for each in trial.runner.tries if each.about.kind in _OTHERS]
        if others:
            yield _of_others(others, [wrong.pop(key, []) for key in dict.fromkeys(others)])
        yield _of_functions(trial, wrong)
        yield from _untried(trial)
        yield _pooled(trial)


def _wrong(trial: Trial, found: dict[int, Outcome]) -> dict[ObjectId, list[str]]:
    wrong: dict[ObjectId, list[str]] = defaultdict(list)
    for number, outcome in found.items():
        each = trial.runner.tries[number]
        if outcome.outcome not in each.accepted:
            wrong[each.about].append(trial.teller.finding(each, outcome))
    return wrong


def _of_view(trial: Trial, view: ObjectId, wrong: list[str]) -> Verdict:
    tries = [each for each in trial.runner.tries if each.about == view]
    findings = list(dict.fromkeys(wrong))[:_SHOWN]
    name = f"{view.schema}.{view.name}"
    result = "not as the spec says" if findings else f"as the spec says, in {len(tries)} tries"
    notes = tuple(trial.collected.views.notes(view)) if trial.collected.views else ()
    lines = trial.teller.view_matrix(tries)
    return Verdict(name, result, tuple(findings), notes, tuple(lines))


def _verdict(trial: Trial, table: ObjectId, found: dict[int, Outcome], wrong: list[str]) -> Verdict:
    tries = sum(1 for each in trial.runner.tries if each.about == table)
    findings = list(dict.fromkeys(wrong))
    if len(findings) > _SHOWN:
        findings[_SHOWN:] = [f"… and {len(findings) - _SHOWN} more"]
    name = f"{table.schema}.{table.name}"
    notes = [each.note for each in trial.ground.filled if each.table == name and not each.rows]
    result = "not as the spec says" if findings else f"as the spec says, in {tries} tries"
    lines = trial.teller.matrix(table, found, trial.runner.tries)
    return Verdict(name, result, tuple(findings), tuple(notes), tuple(lines))


def _untried(trial: Trial) -> Iterator[Verdict]:
    """Name what somebody may have access to and is not tried, if there is any."""
    tried = {each.about for each in trial.runner.tries}
    reasons = trial.collected.views.untried if trial.collected.views else {}
    notes = [
        f"not tried: {item.id}" + (f": {reasons[item.id]}" if item.id in reasons else "")
        for item in trial.ground.rules.project.catalog
        if isinstance(item, Table | View | MaterializedView)
        and not item.external
        and item.id not in tried
    ]
    if notes:
        yield Verdict("the rest", "not tried", notes=tuple(notes), untried=True)


def _of_others(tried: list[ObjectId], wrong: list[list[str]]) -> Verdict:
    findings = tuple(text for texts in wrong for text in texts)
    result = "not as the spec says" if findings else f"as the spec says, in {len(tried)} tries"
    return Verdict("sequences and schemas", result, findings)


def _of_functions(trial: Trial, wrong: dict[ObjectId, list[str]]) -> Verdict:
    rules = trial.ground.rules
    tries = sum(1 for each in trial.runner.tries if each.command == "execute")
    findings = [text for texts in wrong.values() for text in texts]
    notes = [
        f"{claim} is set for {reader} to read, in the place of what it reads: its examples have"
        " to show that"
        for claim, (reader, _) in rules.own_readers.items()
    ]
    for item, reason in open_paths(rules):
        words = f"{item.id.schema}.{item.name} runs in the name of its owner, and looks where who"
        words += " calls says"
        if reason:
            notes.append(f"{words}: {reason}")
        else:
            findings.append(f"{words}: give it `set: {{search_path: …}}`")
    notes += [f"not tried: what {name} does in the name of its owner" for name in unseen(rules)]
    result = "not as the spec says" if findings else f"as the spec says, in {tries} tries"
    return Verdict("functions", result, tuple(findings), tuple(notes))


def _pooled(trial: Trial) -> Verdict:
    count, findings = pooled_findings(trial.ground, trial.collected)
    result = "claims are left behind" if findings else f"no claim is left behind, in {count} tries"
    return Verdict("a connection that is used again", result, tuple(findings))


PROOF = Proof(
    "access", "everybody tries everything, and it goes as the spec says", _run, migrations=False
)
