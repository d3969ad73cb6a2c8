"""What a sink must do, and how it says that it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from schemagen.relay.event import Event


class RefusedError(Exception):
    """A sink takes everything but this: the event is at fault, and others may be delivered."""


class SinkDownError(Exception):
    """A sink takes nothing at present: it cannot be reached, is overloaded, or knows us not."""


class Sink(Protocol):
    """Where events are published.

    `batch` is how many events one call may have. A call that returns has delivered all of them, in
    their order; one that raises may have delivered some, which are published again.
    """

    @property
    def batch(self) -> int:
        """How many events are published at once."""

    def publish(self, events: Sequence[Event]) -> None:
        """Publish events in order.

        Raises:
            RefusedError: an event cannot be published, whatever one tries.
            SinkDownError: nothing can be published now.
        """

    def close(self) -> None:
        """Let go of connections."""
