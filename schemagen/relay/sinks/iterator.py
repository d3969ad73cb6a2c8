"""Events as a Python iterator: whoever asks for the next one is done with the one before."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Sequence

from schemagen.relay.event import Event
from schemagen.relay.outbox import Outbox
from schemagen.relay.relay import Pace, Relay
from schemagen.relay.sink import SinkDownError

_LOOK = 0.1
"""Seconds between looks at whether the other side is still there."""


class _Handover:
    """A sink that hands each event to another thread, and waits until that is done with it."""

    batch = 1

    def __init__(self) -> None:
        self.given: queue.Queue[Event] = queue.Queue()
        self.done = threading.Semaphore(0)
        self.stop = threading.Event()

    def publish(self, events: Sequence[Event]) -> None:
        """Hand events over; after the end, the one that nobody asked to go on from is kept."""
        for event in events:
            self.given.put(event)
            while not self.done.acquire(timeout=_LOOK):
                if self.stop.is_set():
                    raise SinkDownError("nobody takes events any more")

    def close(self) -> None:
        """Take no more."""
        self.stop.set()


def stream(url: str, outbox: Outbox, *, pace: Pace | None = None) -> Generator[Event, None, None]:
    """Give the events of an outbox as they come, without an end.

    An event is deleted when the next one is asked for. The one that is being worked on when the
    iterator is closed, or the process dies, comes again.
    """
    sink = _Handover()
    relay = Relay(url, outbox, sink, pace=pace)
    thread = threading.Thread(target=relay.run, args=(sink.stop,), daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            try:
                event = sink.given.get(timeout=_LOOK)
            except queue.Empty:
                continue
            yield event
            sink.done.release()
    finally:
        sink.close()
        thread.join()
