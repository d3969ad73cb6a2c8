"""Event triggers (pg_event_trigger). Making one takes a superuser."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal as Choice

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ALTER, RECREATE, CatalogObject, ObjectId, on_change
from schemagen.catalog.since import of_values
from schemagen.catalog.statement import Statement
from schemagen.declare.base import SpecModel
from schemagen.declare.declaration import Declaration, Reference, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.section import Declared, Level, Section
from schemagen.declare.suggest import did_you_mean
from schemagen.frozen import frozen
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import plain_text, rename_object, split_name, statement
from schemagen.sqltext.quoting import Literal, Name, Raw, quote_qualified, sql

_STATES = {"disabled": "DISABLE", "replica": "ENABLE REPLICA", "always": "ENABLE ALWAYS"}


@frozen(kw_only=True)
class EventTrigger(CatalogObject):
    """An event trigger."""

    event: str = on_change(RECREATE, since=of_values({"login": 17}))  # ddl_command_end
    tags: tuple[str, ...] = on_change(RECREATE, ())  # ('CREATE TABLE',), sorted; empty for all
    function: str = on_change(RECREATE)  # public.note_command
    enabled: str = on_change(ALTER, "origin")


class EventTriggerSpec(SpecModel):
    """An event trigger."""

    event: Choice["ddl_command_start", "ddl_command_end", "sql_drop", "table_rewrite", "login"]
    """What fires it."""
    tags: list[str] = Field(default_factory=list)
    """Commands; none means all."""
    function: str
    """A function without arguments that returns `event_trigger`."""
    enabled: Choice["origin", "replica", "always", "disabled"] = "origin"
    comment: str | None = None
    was: str | None = None


def _lower(declared: dict[str, EventTriggerSpec], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        path = ("event_triggers", name)
        schema, function = split_name(spec.function, project.schema)
        needs = project.names.functions.get(f"{schema}.{function}", ())
        # An extension may bring it.
        if not needs and schema == project.schema and not project.sections["extensions"]:
            project.problem(
                "unknown-function",
                f'function "{spec.function}" is not declared',
                (*path, "function"),
                hint=did_you_mean(spec.function, project.names.functions),
            )
        item = EventTrigger(
            id=ObjectId("event_trigger", "", name),
            event=spec.event,
            tags=tuple(sorted(tag.upper() for tag in spec.tags)),
            function=quote_qualified(schema, function),
            enabled=spec.enabled,
            comment=spec.comment,
            was=spec.was,
            depends_on=tuple(sorted(needs)),
        )
        yield item, path


def _create(item: EventTrigger, _: CreateContext) -> Iterable[Statement]:
    tags = Raw(", ".join(sql("{}", Literal(tag)) for tag in item.tags))
    yield statement(
        item,
        "CREATE EVENT TRIGGER {} ON {}{} EXECUTE FUNCTION {}()",
        Name(item.id.name),
        Raw(item.event),
        Raw(sql(" WHEN TAG IN ({})", tags) if item.tags else ""),
        Raw(item.function),
        effect=NO_LOCK,
    )
    if item.enabled in _STATES:
        yield _state(item)


def _state(item: EventTrigger) -> Statement:
    state = Raw(_STATES.get(item.enabled, "ENABLE"))
    return statement(item, "ALTER EVENT TRIGGER {} {}", Name(item.id.name), state, effect=NO_LOCK)


def _drop(item: EventTrigger) -> Iterable[Statement]:
    yield statement(item, "DROP EVENT TRIGGER {}", Name(item.id.name), effect=NO_LOCK)


def _enable(_: EventTrigger, desired: EventTrigger) -> Iterable[Statement]:
    yield _state(desired)


def _rename(current: EventTrigger, desired: EventTrigger) -> Iterable[Statement]:
    yield rename_object("EVENT TRIGGER", current, desired, NO_LOCK)


def _declare(item: EventTrigger, _: Catalog) -> Declaration:
    values = {
        "event": item.event,
        "tags": list(item.tags),
        "function": Reference(*split_name(item.function, "")),
        "enabled": item.enabled,
    }
    return Declaration("event_triggers", stated(EventTriggerSpec, values), item.id.name)


SECTION: Section[dict[str, EventTriggerSpec]] = Section(
    key="event_triggers",
    level=Level.PROJECT,
    annotation=dict[str, EventTriggerSpec],
    default=dict,
    description="Event triggers: functions that run when DDL does.",
    lower_project=_lower,
)

KIND = Kind(
    name="event_trigger",
    plural="event triggers",
    keyword="EVENT TRIGGER",
    model=EventTrigger,
    # The very last to come and the first to go: it would fire on every other statement.
    phase=1000,
    create=_create,
    drop=_drop,
    alters={"enabled": _enable},
    rename=_rename,
    identity=plain_text,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT, Facet.OWNER}),
)
