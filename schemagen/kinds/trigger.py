"""Triggers on tables, views and relations of somebody else (pg_trigger)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from typing import Literal as Choice

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import (
    ALTER,
    RECREATE,
    CatalogObject,
    ObjectId,
    Refers,
    naming_columns,
    on_change,
)
from schemagen.catalog.statement import Statement
from schemagen.declare.base import NameList, ShortForm, SpecModel
from schemagen.declare.declaration import Declaration, Reference, stated
from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.declare.expressions import check_expression
from schemagen.declare.facts import ExternalRelation
from schemagen.declare.problems import Path
from schemagen.declare.section import Declared, Level, Section
from schemagen.declare.suggest import did_you_mean
from schemagen.declare.trigger_text import read_trigger, write_trigger
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, SHARE_ROW_EXCLUSIVE, locking
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import find_relation, member_text, relation_of, split_name, statement
from schemagen.sqltext.quoting import (
    Literal,
    Name,
    Raw,
    dollar_quote,
    join_sql,
    quote_names,
    quote_qualified,
    sql,
)

_STATES = {"disabled": "DISABLE", "replica": "ENABLE REPLICA", "always": "ENABLE ALWAYS"}


@dataclass(frozen=True, slots=True)
class TriggerEvent:
    """INSERT, UPDATE (perhaps OF columns), DELETE or TRUNCATE."""

    event: str
    columns: tuple[str, ...] = naming_columns(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger(CatalogObject):
    """A trigger. `optional` means that it exists only where its relation does."""

    timing: str = on_change(RECREATE)  # before, after, instead of
    events: tuple[TriggerEvent, ...] = on_change(RECREATE)
    for_each: str = on_change(RECREATE, "statement")  # row or statement
    when: str | None = on_change(RECREATE, None, refers=Refers.SQL)
    function: str = on_change(RECREATE)  # public.set_updated_at
    arguments: tuple[str, ...] = on_change(RECREATE, (), refers=Refers.NOTHING)
    constraint: bool = on_change(RECREATE, False)
    referenced_table: str | None = on_change(RECREATE, None)  # public.owners, behind FROM
    deferrable: bool = on_change(RECREATE, False)
    initially_deferred: bool = on_change(RECREATE, False)
    old_table: str | None = on_change(RECREATE, None)
    new_table: str | None = on_change(RECREATE, None)
    enabled: str = on_change(ALTER, "origin")  # origin, replica, always, disabled
    optional: bool = on_change(RECREATE, False)


class ReferencingSpec(SpecModel):
    """The transition tables of a trigger."""

    old_table: str | None = None
    new_table: str | None = None


class TriggerSpec(ShortForm):
    """A trigger: the text after its name in CREATE TRIGGER, or a mapping."""

    timing: Choice["before", "after", "instead of"]
    events: NameList
    for_each: Choice["row", "statement"] = "statement"
    when: str | None = None
    function: str
    arguments: list[str | int | float | bool] = Field(default_factory=list)
    constraint: bool = False
    from_: str | None = Field(
        default=None,
        alias="from",
        description="The second table that a constraint trigger looks at.",
    )
    deferrable: bool = False
    initially_deferred: bool = False
    referencing: ReferencingSpec | None = None
    enabled: Choice["origin", "replica", "always", "disabled"] = "origin"
    comment: str | None = None
    was: str | None = None

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, Any]:
        """Read `before update on … for each row execute function f()`."""
        return read_trigger(text)


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
    for event in events:
        for column in event.columns:
            if columns is not None and column not in columns:
                project.problems.add(
                    "unknown-column",
                    f'column "{column}" not found in {relation.schema}.{relation.name}',
                    path,
                    hint=did_you_mean(column, columns),
                    text=column,
                )
    needs: set[ObjectId] = set()
    schema, function = split_name(spec.function, project.schema)
    overloads = project.names.functions.get(f"{schema}.{function}", ())
    needs.update(overloads)
    if not overloads and schema == project.schema:
        project.problems.add(
            "unknown-function",
            f'function "{spec.function}" is not declared',
            path,
            hint=did_you_mean(spec.function, project.names.functions),
            text=f"{spec.function}(",
        )
    if spec.when:
        needs |= check_expression(
            spec.when, project, (*path, "when"), columns, qualifiers=("old", "new")
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


def _event(text: str) -> TriggerEvent:
    words = text.strip().lower().split(None, 2)
    if len(words) == 3 and words[1] == "of":
        listed = text.strip().split(None, 2)[2]
        return TriggerEvent(words[0], tuple(part.strip().strip('"') for part in listed.split(",")))
    return TriggerEvent(words[0] if words else "")


def _event_sql(event: TriggerEvent) -> str:
    columns = f" OF {quote_names(event.columns)}" if event.columns else ""
    return event.event.upper() + columns


def _event_text(event: TriggerEvent) -> str:
    columns = f" of {quote_names(event.columns)}" if event.columns else ""
    return event.event + columns


def _definition(item: Trigger) -> str:
    transition = join_sql(
        [
            sql("OLD TABLE AS {}", Name(item.old_table)) if item.old_table else "",
            sql("NEW TABLE AS {}", Name(item.new_table)) if item.new_table else "",
        ]
    )
    arguments = ", ".join(sql("{}", Literal(argument)) for argument in item.arguments)
    deferrable = "DEFERRABLE INITIALLY DEFERRED" if item.initially_deferred else "DEFERRABLE"
    return join_sql(
        [
            sql(
                "CREATE {}TRIGGER {}",
                Raw("CONSTRAINT " if item.constraint else ""),
                Name(item.id.name),
            ),
            sql(
                "{} {} ON {}",
                Raw(item.timing.upper()),
                Raw(" OR ".join(map(_event_sql, item.events))),
                relation_of(item.id),
            ),
            sql("FROM {}", Raw(item.referenced_table)) if item.referenced_table else "",
            deferrable if item.deferrable else "",
            sql("REFERENCING {}", Raw(transition)) if transition else "",
            sql("FOR EACH {}", Raw(item.for_each.upper())),
            sql("WHEN ({})", Raw(item.when)) if item.when else "",
            sql("EXECUTE FUNCTION {}({})", Raw(item.function), Raw(arguments)),
        ]
    )


def _create(item: Trigger, _: CreateContext) -> Iterable[Statement]:
    definition = _definition(item)
    if item.optional:
        text = Raw(_where_present(item, definition))
        yield statement(item, "{}", text, effect=locking(item, SHARE_ROW_EXCLUSIVE))
        return
    yield statement(item, "{}", Raw(definition), effect=locking(item, SHARE_ROW_EXCLUSIVE))
    if item.enabled in _STATES:
        yield statement(
            item,
            "ALTER TABLE {} {} TRIGGER {}",
            relation_of(item.id),
            Raw(_STATES[item.enabled]),
            Name(item.id.name),
            effect=locking(item, SHARE_ROW_EXCLUSIVE),
        )


def _where_present(item: Trigger, definition: str) -> str:
    relation = quote_qualified(item.id.schema, item.id.table)
    body = sql(
        """
BEGIN
  IF pg_catalog.to_regclass({}) IS NOT NULL THEN
    {};
  END IF;
END
""",
        Literal(relation),
        Raw(definition),
    )
    return sql("DO {}", Raw(dollar_quote(body)))


def _drop(item: Trigger) -> Iterable[Statement]:
    exists = Raw("IF EXISTS " if item.optional else "")
    effect = locking(item, ACCESS_EXCLUSIVE)
    name, relation = Name(item.id.name), relation_of(item.id)
    yield statement(item, "DROP TRIGGER {}{} ON {}", exists, name, relation, effect=effect)


def _enable(_: Trigger, desired: Trigger) -> Iterable[Statement]:
    state = _STATES.get(desired.enabled, "ENABLE")
    yield statement(
        desired,
        "ALTER TABLE {} {} TRIGGER {}",
        relation_of(desired.id),
        Raw(state),
        Name(desired.id.name),
        effect=locking(desired, SHARE_ROW_EXCLUSIVE),
    )


def _rename(current: Trigger, desired: Trigger) -> Iterable[Statement]:
    yield statement(
        desired,
        "ALTER TRIGGER {} ON {} RENAME TO {}",
        Name(current.id.name),
        relation_of(current.id),
        Name(desired.id.name),
        effect=locking(desired, ACCESS_EXCLUSIVE),
    )


def _declare(item: Trigger, _: Catalog) -> Declaration | None:
    if item.brought:
        return None
    tables = {"old_table": item.old_table, "new_table": item.new_table}
    referencing = {name: table for name, table in tables.items() if table is not None}
    values = {
        "timing": item.timing,
        "events": [_event_text(event) for event in item.events],
        "for_each": item.for_each,
        "when": item.when,
        "function": Reference(*split_name(item.function, item.id.schema)),
        "arguments": list(item.arguments),
        "constraint": item.constraint,
        "from_": Reference(*split_name(item.referenced_table, ""))
        if item.referenced_table
        else None,
        "deferrable": item.deferrable and not item.initially_deferred,
        "initially_deferred": item.initially_deferred,
        "referencing": referencing or None,
        "enabled": item.enabled,
    }
    return Declaration("triggers", stated(TriggerSpec, values), item.id.name)


def _shorten(entry: Any) -> Any:
    """Write a trigger as CREATE TRIGGER has it, if that says all of it."""
    return entry if {"enabled", "comment"} & entry.keys() else write_trigger(entry)


SECTION: Section[dict[str, TriggerSpec]] = Section(
    key="triggers",
    level=Level.TABLE,
    annotation=dict[str, TriggerSpec],
    default=dict,
    description="Triggers: name to the text after the name in CREATE TRIGGER.",
    lower_table=_lower,
    shorten=_shorten,
    within=("views",),
)


class ExternalSpec(SpecModel):
    """A relation that belongs to somebody else: referred to, never created."""

    optional: bool = Field(False, description="Whether the relation may be missing.")
    columns: dict[str, str] = Field(default_factory=dict)
    triggers: dict[str, TriggerSpec] = Field(default_factory=dict)


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
        relation = ExternalRelation(spec.columns, spec.optional)
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

KIND = Kind(
    name="trigger",
    plural="triggers",
    keyword="TRIGGER",
    model=Trigger,
    phase=120,
    create=_create,
    drop=_drop,
    alters={"enabled": _enable},
    rename=_rename,
    identity=member_text,
    renamed_when_equal=lambda _: True,
    sections=(SECTION, EXTERNAL),
    declare=_declare,
    facets=frozenset({Facet.COMMENT}),
)
