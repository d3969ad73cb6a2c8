"""Realtime: triggers write events to an outbox, in the transaction of what they tell of.

What is rolled back is never told, what is committed always is: a relay takes the events out of the
outbox and publishes them (`schemagen.relay`). An event has a row for each channel that it is told
on, and one id in all of them, so that a subscriber to several can tell that it knows it already.

The triggers' functions run as their owner, since nobody who writes rows may write events of their
own making. Row-level security binds owners too, so the outbox has a policy for its owner's inserts.
"""

from __future__ import annotations

import re
from typing import Any

from pydantic import Field

from schemagen.catalog.object import ObjectId
from schemagen.declare.base import NameList, SpecModel
from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.declare.facts import Realtime, RealtimeEvent
from schemagen.declare.predicate import EVERY_ROW
from schemagen.features.actors import add_actor
from schemagen.features.canonical_row import fixed_settings, plain_type
from schemagen.features.channels import (
    ChannelSpec,
    find_channel,
    is_channel_name,
    pieces,
    read_channel,
    shape,
)
from schemagen.features.feature import Feature
from schemagen.features.support import add_function, add_trigger, full_name, require_column
from schemagen.kinds import column
from schemagen.kinds.function import FunctionSpec
from schemagen.kinds.support import split_name
from schemagen.kinds.trigger import TriggerSpec
from schemagen.sqltext.quoting import Literal, Name, Raw, fit_name, join_sql, quote_qualified, sql

_KEY = "realtime"
_RELAY = "relay"
# JSON numbers are doubles in most languages: what has to be exact goes as text.
_AS_TEXT = frozenset({"numeric", "money"})

_SETTINGS = {"search_path": "pg_catalog, pg_temp", "timezone": "UTC"}

_PUBLISH = """\
DECLARE
  event_id uuid := pg_catalog.gen_random_uuid();
  payload jsonb := (
    SELECT pg_catalog.to_jsonb(told.*)
    FROM (SELECT {columns}) AS told
  );
BEGIN
  INSERT INTO {outbox} (event_id, channel, event, payload)
  SELECT event_id, each.channel, {event}, payload
  FROM pg_catalog.unnest(ARRAY[{channels}]) AS each (channel)
  WHERE each.channel IS NOT NULL;
  PERFORM pg_catalog.pg_notify({wake}, '');
  RETURN NULL;
END
"""

_OF_OWNER = """\
current_user = (
  SELECT pg_catalog.pg_get_userbyid(c.relowner)
  FROM pg_catalog.pg_class AS c
  WHERE c.oid = {}::pg_catalog.regclass
)"""


class RealtimeSpec(SpecModel):
    """The channels of a project, and the names of what relays events to them."""

    channels: dict[str, ChannelSpec]
    """Channels by name."""
    outbox: str = "realtime_outbox"
    """The table that events wait in."""
    dead_letters: str = "realtime_dead_letters"
    """The table of what was refused too often."""
    role: str | None = None
    """The relay's role, by default <project>_relay."""


class EventSpec(SpecModel):
    """An event: on which changes, told on which channels, with which columns."""

    on: NameList
    """`insert`, `delete`, `update`, or `update of` a column."""
    channels: NameList
    """Where it is told: `private-agent-{id}`, its parameters filled from columns."""
    payload: NameList = Field(default_factory=list)
    """Columns; by default all."""
    when: str | None = None
    """A condition over NEW and OLD."""
    comment: str | None = None


EventsSpec = dict[str, EventSpec]


def wake_channel(outbox: ObjectId) -> str:
    """Return what the relay listens to: NOTIFY takes names of up to 63 bytes."""
    return fit_name(outbox.schema, outbox.name)


def _expand_project(spec: RealtimeSpec, project: ProjectDraft) -> None:
    role = spec.role or f"{project.name}_relay"
    comment = "Publishes the events that wait in the outbox."
    add_actor(_RELAY, role, comment, project, (_KEY, "role") if spec.role else (_KEY,))
    outbox = ObjectId("table", *split_name(spec.outbox, project.schema))
    dead = ObjectId("table", *split_name(spec.dead_letters, project.schema))
    project.add_table(spec.outbox, _outbox(outbox), (_KEY,))
    project.add_table(spec.dead_letters, _dead_letters(), (_KEY,))
    channels = {
        pattern: read_channel(pattern, each, project, (_KEY, "channels", pattern))
        for pattern, each in spec.channels.items()
    }
    project.facts.realtime = Realtime(outbox, dead, channels, {})


def _outbox(key: ObjectId) -> dict[str, Any]:
    owner = sql(_OF_OWNER, Literal(quote_qualified(key.schema, key.name)))
    return {
        "comment": "Events that wait to be published, a row for each channel.",
        "columns": {
            "id": "bigint not null generated always as identity",
            "event_id": "uuid not null",
            "channel": "text not null",
            "event": "text not null",
            "payload": "jsonb not null",
            "occurred_at": "timestamptz not null default now()",
            "refusals": "integer not null default 0",
            "retry_at": "timestamptz",
        },
        "primary_key": ["id"],
        # The relay looks for channels and for what comes next on each.
        "indexes": [["channel", "id"]],
        # It puts dead letters back, besides.
        "access": {_RELAY: ["select", "insert", "update", "delete"]},
        "policies": {f"{key.name}_owner": {"command": "insert", "with_check": owner}},
        # Rows come and go: what they leave behind is to be cleared before it slows the relay down.
        "with": {"autovacuum_vacuum_scale_factor": 0.0, "autovacuum_vacuum_threshold": 1000},
    }


def _dead_letters() -> dict[str, Any]:
    return {
        "comment": "Events that were refused too often, with the last reason.",
        "columns": {
            "id": "bigint not null",
            "event_id": "uuid not null",
            "channel": "text not null",
            "event": "text not null",
            "payload": "jsonb not null",
            "occurred_at": "timestamptz not null",
            "refused_at": "timestamptz not null default now()",
            "reason": "text not null",
        },
        "primary_key": ["id"],
        "access": {_RELAY: ["select", "insert", "delete"]},
    }


def _expand_table(declared: EventsSpec, table: TableDraft) -> None:
    realtime = table.project.facts.realtime
    if realtime is None:
        table.problem(
            "no-realtime",
            "the spec does not say which channels there are",
            _KEY,
            hint="write `realtime: {channels: …}` at the top",
            key=True,
        )
        return
    for name, spec in declared.items():
        if _is_sound(name, spec, realtime, table):
            _publish(name, spec, realtime, table)


def _is_sound(name: str, spec: EventSpec, realtime: Realtime, table: TableDraft) -> bool:
    if name in realtime.events or not is_channel_name(name) or "{" in name:
        table.problem(
            "event-name",
            f'there is an event "{name}" already'
            if name in realtime.events
            else f'"{name}" cannot be the name of an event',
            _KEY,
            name,
            hint="letters, digits and _-=@,.; and each name once in a project",
            key=True,
        )
        return False
    payload = [
        require_column(table, each, _KEY, name, "payload", position)
        for position, each in enumerate(spec.payload)
    ]
    channels = [
        find_channel(each, realtime.channels, table, _KEY, name, "channels", position)
        for position, each in enumerate(spec.channels)
    ]
    return all(payload) and all(channels)


def _publish(name: str, spec: EventSpec, realtime: Realtime, table: TableDraft) -> None:
    columns = column.SECTION.of(table)
    kinds = {each: plain_type(columns[each].type, table.project) for each in columns}
    told = {each: kinds[each] for each in spec.payload or columns}
    record = "OLD" if all(each.strip().lower() == "delete" for each in spec.on) else "NEW"
    function = fit_name("publish", re.sub(r"\W", "_", name))
    body = sql(
        _PUBLISH,
        columns=Raw(", ".join(_told(record, each, kind) for each, kind in told.items())),
        outbox=Raw(full_name(_spec_of(table).outbox, table.project)),
        event=Literal(name),
        channels=Raw(", ".join(_channel(each, record) for each in spec.channels)),
        wake=Literal(wake_channel(realtime.outbox)),
    )
    publisher = FunctionSpec(
        returns="trigger",
        language="plpgsql",
        security="definer",
        set={**fixed_settings(told), **_SETTINGS},
        grants={"public": "none"},
        body=body,
        depends_on=[_spec_of(table).outbox],
        comment=f"Writes the event {name} to the outbox.",
    )
    add_function(table.project, function, publisher, table.path(_KEY, name))
    trigger = TriggerSpec(
        timing="after", events=list(spec.on), for_each="row", when=spec.when, function=function
    )
    add_trigger(table, function, trigger, _KEY, name)
    realtime.events[name] = RealtimeEvent(
        name, table.id, tuple(told), tuple(spec.channels), spec.comment
    )


def _spec_of(table: TableDraft) -> RealtimeSpec:
    spec: RealtimeSpec = table.project.declared[_KEY]
    return spec


def _told(record: str, name: str, kind: str) -> str:
    cast = "::text" if kind in _AS_TEXT else ""
    return sql("{}.{}{} AS {}", Raw(record), Name(name), Raw(cast), Name(name))


def _channel(pattern: str, record: str) -> str:
    """Return the name of a channel as SQL, null where a column in it is."""
    parts = [
        sql("{}.{}::text", Raw(record), Name(part)) if position % 2 else sql("{}", Literal(part))
        for position, part in enumerate(pieces(pattern))
        if part
    ]
    return join_sql(parts, " || ")


def _check(_: None, project: ProjectDraft) -> None:
    """Ask for a list of columns where a channel is open and the table is not."""
    realtime = project.facts.realtime
    for table in project.tables.values() if realtime else ():
        declared: EventsSpec = table.declared.get(_KEY) or {}
        for name, spec in declared.items():
            if not spec.payload and realtime and _is_exposed(spec, realtime, table):
                table.problem(
                    "event-exposed",
                    f'the event "{name}" would tell everybody what not everybody may read',
                    _KEY,
                    name,
                    hint="list in `payload` the columns that everybody may know",
                    key=True,
                )


def _is_exposed(spec: EventSpec, realtime: Realtime, table: TableDraft) -> bool:
    shapes = {shape(each) for each in spec.channels}
    is_open = any(
        each.is_open and shape(each.pattern) in shapes for each in realtime.channels.values()
    )
    rules = [
        rule
        for rule in table.project.facts.access
        if rule.table == table.id and rule.command == "select" and rule.actor != _RELAY
    ]
    return is_open and any(rule.using != EVERY_ROW or rule.columns for rule in rules)


FEATURE = Feature(
    name="realtime",
    key=_KEY,
    project=RealtimeSpec,
    table=EventsSpec,
    expand_project=_expand_project,
    expand_table=_expand_table,
    description="What is told as it happens: channels at the top, events in tables.",
)

CHECK = Feature(
    name="what open channels tell",
    expand_project=_check,
    description="What everybody hears, everybody may read.",
)
