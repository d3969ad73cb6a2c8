"""An event on its way from the outbox to a sink."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the outbox: one event on one channel.

    Attributes:
        id: the row's number, which grows along a channel.
        event_id: the same on every channel and in every delivery, to tell duplicates.
        channel: where it is told.
        name: what happened.
        payload: the text of a JSON object, as PostgreSQL has it.
        occurred_at: when the transaction began that wrote it.
        refusals: how often a sink refused it so far.
    """

    id: int
    event_id: UUID
    channel: str
    name: str
    payload: str
    occurred_at: dt.datetime
    refusals: int = 0

    @property
    def message(self) -> str:
        """The whole event as JSON. The payload is not read, so that no number loses digits."""
        head = {
            "event_id": str(self.event_id),
            "channel": self.channel,
            "event": self.name,
            "occurred_at": self.occurred_at.isoformat(),
        }
        return f'{json.dumps(head)[:-1]}, "payload": {self.payload}}}'
