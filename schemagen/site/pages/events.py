"""What a project tells as it happens: its channels, and the events on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from schemagen.declare.facts import Channel
from schemagen.site.page import Page, PageKind
from schemagen.site.subject import Subject

_PATH: Final = "events.html"
_ALL: Final = "all"


def _pages(subject: Subject) -> Iterator[Page]:
    realtime = subject.project.facts.realtime
    if realtime is None:
        return
    channels = [
        {
            "pattern": channel.pattern,
            "is_open": channel.is_open,
            "subscribers": _subscribers(channel),
            "comment": channel.comment or "",
        }
        for channel in realtime.channels.values()
    ]
    events = [
        {
            "name": event.name,
            "table": {"name": subject.names[event.table], "href": subject.path(event.table)},
            "channels": event.channels,
            "columns": event.columns,
            "comment": event.comment or "",
        }
        for event in realtime.events.values()
    ]
    yield Page(_PATH, "Events", "events.html.jinja", {"channels": channels, "events": events})


def _subscribers(channel: Channel) -> list[tuple[str, str]]:
    """Return who may subscribe, and when; an empty rule means always."""
    rules = channel.subscribe.items()
    return [(actor, "" if rule.text == _ALL else rule.text) for actor, rule in rules]


KIND = PageKind("Events", _PATH, _pages, lambda subject: subject.project.facts.realtime is not None)
