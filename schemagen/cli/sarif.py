"""Findings in SARIF 2.1.0 (OASIS), which code review services show beside the lines."""

from __future__ import annotations

from typing import Any

from schemagen import __version__
from schemagen.app.lint import RULES, Finding, LintReport

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(report: LintReport) -> dict[str, Any]:
    """Return a report as a SARIF log with one run.

    Suppressed findings are in it with their reasons, so that a reviewer can see them.
    """
    results = [_result(item) for item in (*report.findings, *report.suppressed)]
    driver = {"name": "schemagen", "version": __version__, "rules": _rules()}
    # Columns of a Place count characters (3.14.17).
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rules() -> list[dict[str, Any]]:
    return [
        {
            "id": rule.code,
            "shortDescription": {"text": rule.title},
            "help": {"text": rule.why, "markdown": rule.why},
            "defaultConfiguration": {"level": rule.level.value},
        }
        for rule in RULES.values()
    ]


def _result(finding: Finding) -> dict[str, Any]:
    place = finding.place
    location: dict[str, Any] = {"artifactLocation": {"uri": place.file}}
    if place.line:
        location["region"] = {"startLine": place.line, "startColumn": place.column}
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": finding.level.value,
        "message": {"text": f"{finding.message}: {finding.hint}"},
        "locations": [{"physicalLocation": location}],
    }
    if finding.reason is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.reason}]
    return result
