"""Relations of somebody else, and the project's triggers on them."""

from __future__ import annotations

from pydantic import Field

from schemagen.catalog.object import ObjectId
from schemagen.declare.base import SpecModel
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.facts import ExternalRelation
from schemagen.declare.problems import Path
from schemagen.declare.section import Declared, Level, Section
from schemagen.kinds.support import split_name
from schemagen.kinds.trigger.lower import lower_trigger
from schemagen.kinds.trigger.spec import TriggerSpec


class ExternalSpec(SpecModel):
    """A relation that belongs to somebody else: referred to, never created."""

    optional: bool = False
    """Whether the relation may be missing."""
    extension: str | None = None
    """The extension that brings it along: where a spec is tried, that makes it."""
    columns: dict[str, str] = Field(default_factory=dict)
    """The columns that the project knows of: name to type."""
    triggers: dict[str, TriggerSpec] = Field(default_factory=dict)
    """The project's triggers on it, as in a table."""


def _external_id(name: str, project: ProjectDraft) -> ObjectId:
    schema, plain = split_name(name, project.schema)
    return ObjectId("table", schema, plain)


def _external_names(declared: dict[str, ExternalSpec], project: ProjectDraft) -> None:
    for name, spec in declared.items():
        key = _external_id(name, project)
        project.names.add(project.names.relations, key, project.schema)
        if spec.columns:
            project.names.columns[key] = spec.columns


def _lower_external(declared: dict[str, ExternalSpec], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        relation = ExternalRelation(spec.columns, spec.optional, spec.extension)
        key = _external_id(name, project)
        project.facts.external[key] = relation
        project.problems.declared[key] = ("external", name)
        for trigger, given in spec.triggers.items():
            path: Path = ("external", name, "triggers", trigger)
            item = lower_trigger(
                trigger,
                given,
                key,
                spec.columns or None,
                project,
                path,
                optional=spec.optional,
            )
            yield item, path


EXTERNAL: Section[dict[str, ExternalSpec]] = Section(
    key="external",
    level=Level.PROJECT,
    annotation=dict[str, ExternalSpec],
    default=dict,
    description="Relations that belong to somebody else, and the project's triggers on them.",
    lower_project=_lower_external,
    names_project=_external_names,
)
