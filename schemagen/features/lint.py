"""What `schemagen lint` need not tell, each rule with the reason why."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from schemagen.catalog.object import ObjectId
from schemagen.declare.base import spec_error
from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.declare.facts import Suppression
from schemagen.features.feature import Feature

_KEY = "lint"


def _check_reason(text: str) -> str:
    if not text.strip():
        raise spec_error(
            "lint-reason",
            "a rule is suppressed for a reason, and there is none",
            hint="say why what the rule finds is right here",
        )
    return text


Suppressed = dict[str, Annotated[str, AfterValidator(_check_reason)]]
"""Why a rule is suppressed, by the rule's name."""


def _expand_project(declared: Suppressed, project: ProjectDraft) -> None:
    _suppress(declared, project, (), None)


def _expand_table(declared: Suppressed, table: TableDraft) -> None:
    _suppress(declared, table.project, table.path(), table.id)


def _suppress(
    declared: Suppressed,
    project: ProjectDraft,
    path: tuple[str | int, ...],
    table: ObjectId | None,
) -> None:
    project.facts.suppressions += [
        Suppression(rule, reason, (*path, _KEY, rule), table) for rule, reason in declared.items()
    ]


FEATURE = Feature(
    name="lint",
    key=_KEY,
    project=Suppressed,
    table=Suppressed,
    expand_project=_expand_project,
    expand_table=_expand_table,
    description="Rules of `schemagen lint` that find nothing here, each with the reason why.",
)
