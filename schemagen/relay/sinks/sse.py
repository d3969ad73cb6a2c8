"""Events as Server-Sent Events, served by the relay itself, for a project without Pusher.

`GET /?channel=observer-feed&channel=private-user-1&ticket=…` answers with a stream. A private or
presence channel needs a ticket, which the service makes for whoever may subscribe (`ticket` of the
generated `events.py`). A client that comes back with `Last-Event-ID` gets what it missed, as far as
that is remembered. Several relays would each have a part of the events, so there is one with this
sink.

See "Server-sent events" in the HTML standard.
"""

from __future__ import annotations

import hashlib
import hmac
import queue
import threading
import time
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from typing import Final
from urllib.parse import parse_qs, urlsplit

from schemagen.relay.event import Event
from schemagen.relay.serving import QuietHandler, Serving

_CLOSED: Final = ("private-", "presence-")
_HEARTBEAT: Final = 15.0
"""Seconds of silence after which a comment shows that the connection lives."""
_REMEMBERED: Final = 1000
_AHEAD: Final = 1000
"""How many events a slow reader may be behind before it has to come back."""


class _Reader:
    """One connection, its channels, and what it has not been sent yet."""

    def __init__(self, channels: Collection[str]) -> None:
        self.channels = frozenset(channels)
        self.waiting: queue.Queue[Event] = queue.Queue(_AHEAD)
        self.lost = False

    def put(self, event: Event) -> None:
        """Send an event, or give the reader up."""
        try:
            self.waiting.put_nowait(event)
        except queue.Full:
            self.lost = True


class SseSink:
    """Serves events at `address`, host and port. `secret` is what tickets are made with.

    Raises:
        SettingsError: it cannot listen there.
    """

    batch = 100

    def __init__(self, address: str, secret: str) -> None:
        self._lock = threading.Lock()
        self._readers: set[_Reader] = set()
        self._past: deque[Event] = deque(maxlen=_REMEMBERED)
        self._closing = threading.Event()
        sink = self

        class Handler(QuietHandler):
            def do_GET(self) -> None:  # noqa: N802
                """Answer with a stream, or with why not."""
                sink._answer(self, secret)

        self._serving = Serving(address, Handler)
        self.address = self._serving.address

    def publish(self, events: Sequence[Event]) -> None:
        """Give events to whoever listens to their channels; nobody may be listening."""
        with self._lock:
            self._past.extend(events)
            for reader in self._readers:
                for event in events:
                    if event.channel in reader.channels:
                        reader.put(event)

    def close(self) -> None:
        """End all streams."""
        self._closing.set()
        self._serving.close()

    def _answer(self, request: QuietHandler, secret: str) -> None:
        asked = parse_qs(urlsplit(request.path).query)
        channels = asked.get("channel", [])
        if not channels:
            request.answer(400, "say which channel: ?channel=…\n")
            return
        for channel in channels:
            if channel.startswith(_CLOSED) and not _admitted(
                channel, asked.get("ticket", ()), secret
            ):
                request.answer(403, f"a ticket for {channel} is needed\n")
                return
        reader = self._enter(channels, request.headers.get("Last-Event-ID", ""))
        try:
            _stream(request, reader, self._closing)
        except OSError:
            pass  # The other side is gone, which is how streams end.
        finally:
            with self._lock:
                self._readers.discard(reader)

    def _enter(self, channels: Collection[str], last: str) -> _Reader:
        reader = _Reader(channels)
        with self._lock:
            for event in _missed(self._past, last):
                if event.channel in reader.channels:
                    reader.put(event)
            self._readers.add(reader)
        return reader


def _stream(request: QuietHandler, reader: _Reader, closing: threading.Event) -> None:
    request.send_response(200)
    request.send_header("Content-Type", "text/event-stream")
    request.send_header("Cache-Control", "no-store")
    # Tickets and not cookies let readers in, so that pages from elsewhere may ask as well.
    request.send_header("Access-Control-Allow-Origin", "*")
    request.end_headers()
    request.wfile.write(b": welcome\n\n")
    silent = 0.0
    while not closing.is_set() and not reader.lost:
        try:
            event = reader.waiting.get(timeout=0.5)
        except queue.Empty:
            silent += 0.5
            if silent >= _HEARTBEAT:
                request.wfile.write(b":\n\n")
                silent = 0.0
            continue
        request.wfile.write(_frame(event))


def _frame(event: Event) -> bytes:
    # JSON of PostgreSQL has no line breaks of its own.
    return f"id: {event.id}\nevent: {event.name}\ndata: {event.message}\n\n".encode()


def _missed(past: Iterable[Event], last: str) -> list[Event]:
    known = list(past)
    places = [place for place, event in enumerate(known) if str(event.id) == last]
    return known[places[-1] + 1 :] if places else []


def _admitted(channel: str, tickets: Iterable[str], secret: str) -> bool:
    for ticket in tickets:
        expires, _, given = ticket.partition(".")
        signed = f"{expires}:{channel}".encode()
        wanted = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
        if hmac.compare_digest(wanted.encode(), given.encode()):
            return expires.isdecimal() and int(expires) >= time.time()
    return False
