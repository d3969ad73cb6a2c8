"""What a linter finds, and the reasons why it may find it here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import yaml


@dataclass(frozen=True, order=True)
class Finding:
    """One finding.

    Attributes:
        tool: who finds it: `squawk`.
        rule: the rule's name there.
        where: the project and what is concerned, a file or an object:
            `trust/public.agents.agents_system_select`, `trust/migrations/…/up.sql`.
        what: the message, or the statement.
    """

    tool: str
    rule: str
    where: str
    what: str


@dataclass(frozen=True)
class Reason:
    """Why a rule of a tool may find what it finds at some places; `where` are glob patterns."""

    tool: str
    rule: str
    where: tuple[str, ...]
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Tell whether a finding is meant."""
        return (self.tool, self.rule) == (finding.tool, finding.rule) and any(
            fnmatchcase(finding.where, pattern) for pattern in self.where
        )


def read_reasons(file: Path) -> list[Reason]:
    """Read a file of tools, of their rules, and of lists of `where` and `reason`.

    Raises:
        ValueError: a reason is empty.
    """
    found = []
    for tool, rules in yaml.safe_load(file.read_text(encoding="utf-8")).items():
        for rule, entries in rules.items():
            for entry in entries:
                if not entry["reason"].strip():
                    raise ValueError(f"{tool} {rule}: no reason is given")
                found.append(Reason(tool, rule, tuple(entry["where"]), entry["reason"]))
    return found


def sift(
    findings: Iterable[Finding], reasons: Iterable[Reason]
) -> tuple[list[Finding], list[Reason]]:
    """Return the findings that no reason covers, and the reasons that cover nothing."""
    listed, given = list(findings), list(reasons)
    left = [finding for finding in listed if not any(each.covers(finding) for each in given)]
    idle = [each for each in given if not any(each.covers(finding) for finding in listed)]
    return sorted(left), idle
