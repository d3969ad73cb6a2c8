"""A small project that tells events, and a receiver that notes what it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, LiteralString

import psycopg

from schemagen.plan.whole import create_statements
from schemagen.relay import Pace
from schemagen.relay.sinks.webhook import verify
from tests.relay.outbox import SECRET
from tests.specs import project_of

SPEC: Final = """
realtime:
  channels:
    private-topic-{topic}: {parameters: {topic: integer}}
tables:
  notes:
    columns:
      topic: integer not null
      writer: integer not null
      number: integer not null
    primary_key: [writer, number]
    realtime:
      noted: {on: insert, channels: "private-topic-{topic}"}
"""
FAST: Final = Pace(poll=0.05, first_pause=0.01, longest_pause=0.05)
NOTE: Final[LiteralString] = "INSERT INTO notes VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"


def make_shop(url: str) -> None:
    """Make the project in an empty database."""
    statements = create_statements(project_of(SPEC).catalog)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(";\n".join(item.sql for item in statements).encode())


def note(url: str, *notes: tuple[int, int, int]) -> None:
    """Write notes, each of a topic, a writer and a number, in a transaction of its own."""
    with psycopg.connect(url, autocommit=True) as connection:
        for each in notes:
            connection.execute(NOTE, each)


@dataclass(frozen=True, slots=True)
class Told:
    """A note as it was delivered, and when, on the clock of `time.monotonic`."""

    event_id: str
    channel: str
    writer: int
    number: int
    at: float


@dataclass
class Receiver:
    """What a webhook was told; `answers` are given before 204, one to a request."""

    told: list[Told] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    forged: int = 0
    refuses: int | None = None
    url: str = ""

    def receive(self, body: bytes, headers: Mapping[str, str]) -> int:
        """Note what a body tells, and return the status to answer with."""
        if not verify(body, headers, SECRET):
            self.forged += 1
        if self.answers:
            return self.answers.pop(0)
        events = json.loads(body)["events"]
        if self.refuses in [each["payload"]["number"] for each in events]:
            return 422
        now = time.monotonic()
        self.told += [_told(each, now) for each in events]
        return 204

    def numbers(self, channel: str) -> list[int]:
        """Return the numbers that were told on a channel."""
        return [each.number for each in self.told if each.channel == channel]


def _told(event: dict[str, Any], now: float) -> Told:
    payload = event["payload"]
    return Told(event["event_id"], event["channel"], payload["writer"], payload["number"], now)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Receive webhooks until the end of the block."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def handle(self) -> None:
            with suppress(ConnectionError):
                super().handle()

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            if len(body) < length:
                raise ConnectionAbortedError("the sender was killed")
            headers = {name.lower(): text for name, text in self.headers.items()}
            self.send_response(receiver.receive(body, headers))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        receiver.url = f"http://127.0.0.1:{server.server_address[1]}/events"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()
