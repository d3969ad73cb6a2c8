"""From the spec of a trigger to its catalog object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from schemagen.catalog.object import ObjectId
from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.declare.expressions import check_expression
from schemagen.declare.problems import Path
from schemagen.declare.section import Declared, Level, Section
from schemagen.declare.suggest import did_you_mean
from schemagen.kinds.support import find_relation, split_name
from schemagen.kinds.trigger.declare import shorten
from schemagen.kinds.trigger.model import Trigger, TriggerEvent
from schemagen.kinds.trigger.spec import ReferencingSpec, TriggerSpec
from schemagen.sqltext.quoting import quote_qualified


def _lower(declared: dict[str, TriggerSpec], table: TableDraft) -> Declared:
    columns = table.project.names.columns.get(table.id)
    for name, spec in declared.items():
        path = table.path("triggers", name)
        yield lower_trigger(name, spec, table.id, columns, table.project, path), path


def lower_trigger(
    name: str,
    spec: TriggerSpec,
    relation: ObjectId,
    columns: Mapping[str, str] | None,
    project: ProjectDraft,
    path: Path,
    *,
    optional: bool = False,
) -> Trigger:
    """Make a trigger on any relation; `columns` are what is known of the relation's."""
    events = tuple(_event(text) for text in spec.events)
    if columns is not None:
        _check_columns(events, relation, columns, project, path)
    schema, function = split_name(spec.function, project.schema)
    needs = _overloads(spec, project, path)
    if project.table(relation):
        listed = (column for event in events for column in event.columns)
        needs |= {ObjectId("column", relation.schema, name, relation.name) for name in listed}
    if spec.when:
        needs |= check_expression(
            spec.when,
            project,
            (*path, "when"),
            columns,
            qualifiers=("old", "new"),
            home=relation,
        )
    referenced = find_relation(spec.from_, project, (*path, "from")) if spec.from_ else None
    if referenced:
        needs.add(referenced)
    referencing = spec.referencing or ReferencingSpec()
    return Trigger(
        id=ObjectId("trigger", relation.schema, name, relation.name),
        timing=spec.timing,
        events=events,
        for_each=spec.for_each,
        when=spec.when,
        function=quote_qualified(schema, function),
        arguments=tuple(str(argument) for argument in spec.arguments),
        constraint=spec.constraint,
        referenced_table=quote_qualified(referenced.schema, referenced.name)
        if referenced
        else None,
        deferrable=spec.deferrable or spec.initially_deferred,
        initially_deferred=spec.initially_deferred,
        old_table=referencing.old_table,
        new_table=referencing.new_table,
        enabled=spec.enabled,
        optional=optional,
        comment=spec.comment,
        was=spec.was,
        depends_on=tuple(sorted(needs)),
    )


def _check_columns(
    events: Iterable[TriggerEvent],
    relation: ObjectId,
    columns: Mapping[str, str],
    project: ProjectDraft,
    path: Path,
) -> None:
    """Record a problem for each column behind UPDATE OF that the relation does not have."""
    for column in (column for event in events for column in event.columns if column not in columns):
        project.problems.add(
            "unknown-column",
            f'column "{column}" not found in {relation.schema}.{relation.name}',
            path,
            hint=did_you_mean(column, columns),
            text=column,
        )


def _overloads(spec: TriggerSpec, project: ProjectDraft, path: Path) -> set[ObjectId]:
    """Return the functions of the name that is called.

    At home there has to be one, unless an extension may bring it.
    """
    schema, function = split_name(spec.function, project.schema)
    found = set(project.names.functions.get(f"{schema}.{function}", ()))
    if not found and schema == project.schema and not project.sections["extensions"]:
        project.problems.add(
            "unknown-function",
            f'function "{spec.function}" is not declared',
            path,
            hint=did_you_mean(spec.function, project.names.functions),
            text=f"{spec.function}(",
        )
    return found


def _event(text: str) -> TriggerEvent:
    words = text.strip().lower().split(None, 2)
    if len(words) == 3 and words[1] == "of":
        listed = text.strip().split(None, 2)[2]
        return TriggerEvent(words[0], tuple(part.strip().strip('"') for part in listed.split(",")))
    return TriggerEvent(words[0] if words else "")


SECTION: Section[dict[str, TriggerSpec]] = Section(
    key="triggers",
    level=Level.TABLE,
    annotation=dict[str, TriggerSpec],
    default=dict,
    description="Triggers: name to the text after the name in CREATE TRIGGER.",
    lower_table=_lower,
    shorten=shorten,
    within=("views",),
)
