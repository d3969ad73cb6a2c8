"""`schemagen lint`: what the specs declare that production will regret."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from schemagen.app.settings import find_settings
from schemagen.declare.facts import Suppression
from schemagen.declare.suggest import did_you_mean
from schemagen.errors import Place, Problem, SettingsError, SpecError
from schemagen.lint.find import find
from schemagen.lint.rule import Level, Rule
from schemagen.lint.rules import BY_CODE
from schemagen.spec.compile import Compiled, compile_spec

UNUSED = "unused-suppression"
"""The code of what is found where a suppression answers nothing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was found, and where.

    Attributes:
        rule: the code of the rule.
        level: how bad it is.
        subject: what it is about: `table public.agents`, empty for a suppression.
        reason: why the spec says that it is right here; None if it does not.
    """

    rule: str
    level: Level
    message: str
    hint: str
    place: Place
    subject: str = ""
    reason: str | None = None

    @property
    def problem(self) -> Problem:
        """The finding as other problems of a spec are."""
        warning = self.level is Level.WARNING
        return Problem(self.rule, self.message, self.place, self.hint, warning)


@dataclass(frozen=True, slots=True)
class LintReport:
    """What was found in the projects, in file order; what several of them share, once."""

    projects: tuple[str, ...]
    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]


def lint(root: Path | None = None, projects: Sequence[str] = ()) -> LintReport:
    """Look for what the rules know in the specs of the projects, of all if none is named.

    Raises:
        SettingsError: there is no such repository or project.
        SpecError: specs have problems, those of all projects; or suppress what is no rule.
    """
    settings = find_settings(root)
    chosen = settings.chosen(projects)
    problems: list[Problem] = []
    found: dict[Finding, None] = {}
    for name in chosen:
        try:
            compiled = compile_spec(settings.spec(name), settings.root)
            _check_rules(compiled)
        except SpecError as error:
            problems += error.problems
            continue
        found.update(dict.fromkeys(_findings(compiled)))
    if problems:
        raise SpecError(tuple(dict.fromkeys(problems)))
    ordered = sorted(found, key=lambda item: (item.place.file, item.place.line, item.place.column))
    return LintReport(
        chosen,
        tuple(item for item in ordered if item.reason is None),
        tuple(item for item in ordered if item.reason is not None),
    )


def find_rule(code: str) -> Rule:
    """Return a rule by its code.

    Raises:
        SettingsError: there is no such rule; a name that is close is suggested.
    """
    if code not in BY_CODE:
        listed = ", ".join(BY_CODE)
        raise SettingsError(
            f'there is no rule "{code}"',
            hint=did_you_mean(code, BY_CODE) or f"the rules are: {listed}",
        )
    return BY_CODE[code]


def _check_rules(compiled: Compiled) -> None:
    unknown = [item for item in compiled.project.facts.suppressions if item.rule not in BY_CODE]
    problems = [
        Problem(
            "unknown-rule",
            f'there is no rule "{item.rule}" to suppress',
            compiled.places.at(item.path),
            did_you_mean(item.rule, BY_CODE) or f"the rules are: {', '.join(BY_CODE)}",
        )
        for item in unknown
    ]
    if problems:
        raise SpecError(tuple(dict.fromkeys(problems)))


def _findings(compiled: Compiled) -> Iterator[Finding]:
    made = find(compiled.project.catalog, compiled.project.facts.suppressions)
    for item in made.findings:
        yield Finding(
            item.rule.code,
            item.rule.level,
            item.found.message,
            item.found.hint,
            compiled.places.of(item.found.id),
            str(item.found.id),
            item.suppression.reason if item.suppression else None,
        )
    for suppression in made.unused:
        yield _unused(suppression, compiled)


def _unused(suppression: Suppression, compiled: Compiled) -> Finding:
    where = f'table "{suppression.table.name}"' if suppression.table else "this project"
    return Finding(
        UNUSED,
        Level.WARNING,
        f"{suppression.rule} is suppressed, and finds nothing in {where}",
        "remove it, so that it hides nothing later",
        compiled.places.at(suppression.path),
    )
