"""What a project tells as it happens: a row for each channel, and one for each event."""

from __future__ import annotations

from collections.abc import Mapping

from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Channel, Facts
from schemagen.render.viewmodels.markdown import code, codes, link, prose, table

_ALL = "all"


def realtime_tables(
    facts: Facts, names: Mapping[ObjectId, str], places: Mapping[ObjectId, str]
) -> list[str]:
    """Return the channels with who may subscribe, and the events; nothing without any."""
    realtime = facts.realtime
    if realtime is None:
        return []
    channels = [
        [code(each.pattern), _subscribers(each), prose(each.comment or "")]
        for each in realtime.channels.values()
    ]
    events = [
        [
            code(each.name),
            link(code(names[each.table]), places[each.table]),
            codes(each.channels),
            codes(each.columns),
            prose(each.comment or ""),
        ]
        for each in realtime.events.values()
    ]
    told = table(["event", "table", "channels", "columns", "what for"], events) if events else []
    return [
        *table(["channel", "who may subscribe", "what for"], channels),
        *([""] if told else []),
        *told,
    ]


def _subscribers(channel: Channel) -> str:
    if channel.is_open:
        return "everybody"
    rules = [
        code(actor) if rule.text == _ALL else f"{code(actor)} where {code(rule.text)}"
        for actor, rule in channel.subscribe.items()
    ]
    return ", ".join(rules) or "nobody"
