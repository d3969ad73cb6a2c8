"""A relay in a thread of the test's own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from schemagen.relay import Outbox, Relay, Sink
from tests.relay.outbox import OUTBOX
from tests.relay.shop import FAST


@contextmanager
def relaying(url: str, sink: Sink, outbox: Outbox = OUTBOX) -> Iterator[Relay]:
    """Relay events until the end of the block."""
    relay, stop = Relay(url, outbox, sink, pace=FAST), threading.Event()
    thread = threading.Thread(target=relay.run, args=(stop,))
    thread.start()
    try:
        yield relay
    finally:
        stop.set()
        thread.join()
        sink.close()
