"""The relay: takes events out of a project's outbox and publishes them, each at least once.

A service may embed it: `Relay(url, outbox, sink).run(stop)` in a thread of its own, or
`stream(url, outbox)` to have the events in Python. Only psycopg is needed.
"""

from __future__ import annotations

from schemagen.relay.event import Event
from schemagen.relay.metrics import Metrics
from schemagen.relay.outbox import Outbox
from schemagen.relay.relay import Pace, Relay
from schemagen.relay.sink import RefusedError, Sink, SinkDownError
from schemagen.relay.sinks.iterator import stream

__all__ = [
    "Event",
    "Metrics",
    "Outbox",
    "Pace",
    "RefusedError",
    "Relay",
    "Sink",
    "SinkDownError",
    "stream",
]
