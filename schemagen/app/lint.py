"""`schemagen lint`: what specs have that production will regret."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

from schemagen.app.settings import Settings, find_settings
from schemagen.declare.facts import Suppression
from schemagen.declare.suggest import did_you_mean
from schemagen.errors import Place, Problem, SettingsError, SpecError
from schemagen.frozen import frozen
from schemagen.lint import change_rules, rules
from schemagen.lint.find import Finding as Answered
from schemagen.lint.find import Findings, find
from schemagen.lint.rule import AnyRule, Level
from schemagen.spec.compile import Compiled, compile_spec

RULES: Final[Mapping[str, AnyRule]] = MappingProxyType({**rules.BY_CODE, **change_rules.BY_CODE})
"""All rules by their codes, those about changes last."""
UNUSED = "unused-suppression"
"""The code of what is found where a suppression answers nothing."""


@frozen
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


@frozen
class LintReport:
    """What was found in the projects, in file order; what several of them share, once.

    `database` is the one that was looked at, `db.example.com:5432/shop`, if it was one.
    """

    projects: tuple[str, ...]
    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]
    database: str = ""


def lint(root: Path | None = None, projects: Sequence[str] = ()) -> LintReport:
    """Look for what the rules know in the specs of the projects, of all if none is named.

    Raises:
        SettingsError: there is no such repository or project.
        SpecError: specs have problems, those of all projects; or suppress what is no rule.
    """

    def look(_: Settings, __: str, compiled: Compiled) -> Iterator[Finding]:
        facts = compiled.project.facts
        return placed(find(compiled.project.catalog, facts.suppressions), compiled)

    return lint_each(root, projects, look)


_Look: TypeAlias = Callable[[Settings, str, Compiled], Iterable[Finding]]


def lint_each(root: Path | None, projects: Sequence[str], look: _Look) -> LintReport:
    """Look at each of the projects; what all find is in the order of the files.

    Raises:
        SettingsError: there is no such repository or project.
        SpecError: specs have problems of their own, those of all projects.
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
        found.update(dict.fromkeys(look(settings, name, compiled)))
    if problems:
        raise SpecError(tuple(dict.fromkeys(problems)))
    ordered = sorted(found, key=lambda item: (item.place.file, item.place.line, item.place.column))
    return LintReport(
        chosen,
        tuple(item for item in ordered if item.reason is None),
        tuple(item for item in ordered if item.reason is not None),
    )


def find_rule(code: str) -> AnyRule:
    """Return a rule by its code.

    Raises:
        SettingsError: there is no such rule; a name that is close is suggested.
    """
    if code not in RULES:
        listed = ", ".join(RULES)
        raise SettingsError(
            f'there is no rule "{code}"',
            hint=did_you_mean(code, RULES) or f"the rules are: {listed}",
        )
    return RULES[code]


def _check_rules(compiled: Compiled) -> None:
    unknown = [item for item in compiled.project.facts.suppressions if item.rule not in RULES]
    problems = [
        Problem(
            "unknown-rule",
            f'there is no rule "{item.rule}" to suppress',
            compiled.places.at(item.path),
            did_you_mean(item.rule, RULES) or f"the rules are: {', '.join(RULES)}",
        )
        for item in unknown
    ]
    if problems:
        raise SpecError(tuple(dict.fromkeys(problems)))


def placed(made: Findings, compiled: Compiled) -> Iterator[Finding]:
    """Yield what was found in a spec with its place, and the suppressions that answer nothing."""
    for item in made.findings:
        yield finding(item, compiled.places.of(item.found.id))
    for suppression in made.unused:
        yield _unused(suppression, compiled)


def finding(item: Answered, place: Place) -> Finding:
    """Return what was found at a place."""
    return Finding(
        item.rule.code,
        item.rule.level,
        item.found.message,
        item.found.hint,
        place,
        str(item.found.id),
        item.suppression.reason if item.suppression else None,
    )


def _unused(suppression: Suppression, compiled: Compiled) -> Finding:
    where = f'table "{suppression.table.name}"' if suppression.table else "this project"
    return Finding(
        UNUSED,
        Level.WARNING,
        f"{suppression.rule} is suppressed, and finds nothing in {where}",
        "remove it, so that it hides nothing later",
        compiled.places.at(suppression.path),
    )
