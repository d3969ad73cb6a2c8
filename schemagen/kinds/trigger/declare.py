"""From a trigger back to its spec."""

from __future__ import annotations

from typing import Any

from schemagen.catalog.catalog import Catalog
from schemagen.declare.declaration import Declaration, Reference, stated
from schemagen.declare.trigger_text import write_trigger
from schemagen.kinds.support import split_name
from schemagen.kinds.trigger.model import Trigger, TriggerEvent
from schemagen.kinds.trigger.spec import TriggerSpec
from schemagen.sqltext.brackets import bare
from schemagen.sqltext.quoting import quote_names


def _event_text(event: TriggerEvent) -> str:
    columns = f" of {quote_names(event.columns)}" if event.columns else ""
    return event.event + columns


def declare(item: Trigger, _: Catalog) -> Declaration | None:
    """Return what a spec says of a trigger; nothing of what a parent table's brings along."""
    if item.brought:
        return None
    tables = {"old_table": item.old_table, "new_table": item.new_table}
    referencing = {name: table for name, table in tables.items() if table is not None}
    values = {
        "timing": item.timing,
        "events": [_event_text(event) for event in item.events],
        "for_each": item.for_each,
        "when": bare(item.when) if item.when else None,
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


def shorten(entry: Any) -> Any:
    """Write a trigger as CREATE TRIGGER has it, if that says all of it."""
    return entry if {"enabled", "comment"} & entry.keys() else write_trigger(entry)
