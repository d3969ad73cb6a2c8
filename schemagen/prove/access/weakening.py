"""The proof of the proof: each thing that protects rows is weakened in turn, and it is noticed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import psycopg

from schemagen.catalog.object import ObjectId
from schemagen.prove.access.claim_mutants import claim_mutants
from schemagen.prove.access.function_tries import function_mutants
from schemagen.prove.access.mentions import relations_in
from schemagen.prove.access.mutants import Mutant, grant_mutants, table_mutants, trigger_mutants
from schemagen.prove.access.policy_mutants import policy_mutants
from schemagen.prove.access.proof import Trial, shared_trial
from schemagen.prove.access.view_mutants import view_mutants
from schemagen.prove.verdict import Job, Proof, Verdict
from schemagen.sqltext.quoting import join_sql

_SORTS: Final = (
    "policies",
    "row-level security",
    "privileges",
    "claims",
    "triggers",
    "views",
    "functions",
)


@dataclass
class Survey:
    """What became of the mutants of one sort."""

    killed: int = 0
    findings: list[str] = field(default_factory=list)
    equal: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def tried(self) -> bool:
        """Whether there was any."""
        return bool(self.killed or self.findings or self.equal)


def _run(job: Job) -> Iterator[Verdict]:
    if not job.compiled.project.facts.actors:
        return
    with shared_trial(job) as trial:
        hunt = _Hunt(trial)
        for sort, mutants in zip(_SORTS, _mutants(trial), strict=True):
            job.tell(f"weakening {sort}")
            survey = hunt.survey(mutants)
            if survey.tried:
                yield _verdict(sort, survey)


def _mutants(trial: Trial) -> Iterator[Iterable[Mutant]]:
    rules = trial.ground.rules
    yield policy_mutants(rules, trial.ground.who)
    yield table_mutants(rules, _owned(trial))
    yield grant_mutants(rules)
    yield claim_mutants(rules, trial.ground.arranged)
    yield trigger_mutants(rules)
    yield view_mutants(trial.collected.views)
    yield function_mutants(rules)


def _owned(trial: Trial) -> frozenset[ObjectId]:
    """Return the tables of which the spec lets the owner do everything with every row."""
    collected = trial.collected
    return frozenset(
        table
        for (place, table), allowed in collected.allowed.items()
        if collected.personas[place].who.is_owner and all(all(each) for each in allowed.values())
    )


class _Hunt:
    """Looks for mutants by the tries that they can influence."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self._readers = _readers(trial)
        self._of: dict[ObjectId, list[int]] = defaultdict(list)
        for number, each in enumerate(trial.runner.tries):
            self._of[each.about].append(number)
        rules = trial.ground.rules
        known = {each.role: rules.roles_of(each.role) for each in trial.ground.who}
        self._roles = [
            known[each.persona.who.role] if each.persona else None for each in trial.runner.tries
        ]

    def survey(self, mutants: Iterable[Mutant]) -> Survey:
        """Try mutants one by one."""
        found = Survey()
        for mutant in mutants:
            try:
                equal, noticed = mutant.equal, not mutant.equal and self.is_noticed(mutant)
                if not noticed and mutant.alike:
                    equal = mutant.alike()
            except psycopg.Error as error:
                equal = f"PostgreSQL refuses it ({error.diag.message_primary or error})"
            if equal:
                found.equal[equal].append(mutant.words)
            elif noticed:
                found.killed += 1
            else:
                found.findings.append(f"{mutant.words}, and nothing shows it: {mutant.hint}")
        return found

    def is_noticed(self, mutant: Mutant) -> bool:
        """Tell whether some try is not as the spec says.

        Raises:
            psycopg.Error: PostgreSQL refuses to be like this.
        """
        change = join_sql(mutant.statements, "; ")
        numbers = self._numbers(mutant)
        return self._trial.runner.first_wrong(numbers, change, mutant.layers) is not None

    def _numbers(self, mutant: Mutant) -> list[int]:
        """Return the tries that a mutant can influence, those first that it should."""
        tables = list(mutant.tables) or list(self._of)
        more = {key for table in mutant.tables for key in self._readers.get(table, ())}
        numbers = [n for key in (*tables, *sorted(more - {*tables})) for n in self._of[key]]
        tries, roles = self._trial.runner.tries, self._roles
        if mutant.roles:
            numbers = [n for n in numbers if (known := roles[n]) is None or known & mutant.roles]
        if mutant.states:
            states = mutant.states
            numbers = [n for n in numbers if (who := tries[n].persona) and who.state in states]
        return self._in_order(mutant, numbers)

    def _in_order(self, mutant: Mutant, numbers: Iterable[int]) -> list[int]:
        """Put first what is about its table, not meant before, and about its command."""
        tries, roles = self._trial.runner.tries, self._roles
        tables, meant, command = mutant.tables, mutant.meant, mutant.command
        ranked: tuple[list[int], ...] = tuple([] for _ in range(8))
        for n in numbers:
            each, known = tries[n], roles[n]
            rank = 0 if each.about in tables else 4
            rank += 2 if meant and known and meant & known else 0
            rank += 1 if command and each.command != command else 0
            ranked[rank].append(n)
        return [n for some in ranked for n in some]


def _readers(trial: Trial) -> Mapping[ObjectId, set[ObjectId]]:
    """Return for each table those whose predicates read it, at whatever distance."""
    project = trial.ground.rules.project
    found: dict[ObjectId, set[ObjectId]] = defaultdict(set)
    for table, text in trial.ground.rules.texts():
        for key in relations_in(text, project.catalog, project.schema):
            found[key].add(table)
    grows = True
    while grows:
        grows = False
        for readers in list(found.values()):
            more = {each for key in readers for each in found.get(key, ())} - readers
            readers |= more
            grows = grows or bool(more)
    return found


def _verdict(sort: str, survey: Survey) -> Verdict:
    count = survey.killed + len(survey.findings)
    result = f"{survey.killed} of {count} mutants are noticed"
    notes = [
        f"{len(words)} change nothing: {reason}: {'; '.join(words)}"
        for reason, words in survey.equal.items()
    ]
    return Verdict(sort, result, tuple(survey.findings), tuple(notes))


PROOF = Proof(
    "mutants",
    "each protection is weakened in turn, and the proof of access notices",
    _run,
    migrations=False,
)
