"""Outputs that a project has only where it asks for them."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from schemagen.declare.base import NameList
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.suggest import did_you_mean
from schemagen.features.feature import Feature

KNOWN: Final = MappingProxyType({"drizzle": "schema.ts, the tables for Drizzle ORM in TypeScript"})
"""What can be asked for, and what it is."""


def _expand(targets: list[str], project: ProjectDraft) -> None:
    for place, name in enumerate(targets):
        if name not in KNOWN:
            known = "; ".join(f"{each}: {what}" for each, what in KNOWN.items())
            hint = did_you_mean(name, KNOWN) or f"there is {known}"
            path = ("targets", place)
            project.problem("unknown-target", f'there is no target "{name}"', path, hint=hint)
    project.facts.targets.update(targets)


FEATURE = Feature(
    name="targets",
    key="targets",
    project=NameList,
    expand_project=_expand,
    description="Outputs beyond those that every project has: drizzle (schema.ts).",
)
