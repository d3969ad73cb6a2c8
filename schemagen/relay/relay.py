"""The loop of a relay: wake up, take, publish, delete, all in one transaction.

What dies between publishing and COMMIT has published what is still there, and publishes it again:
every event is delivered at least once. A refused event holds its channel up until it is taken, or
was refused often enough to be put aside; the other channels go on.
"""

from __future__ import annotations

import datetime as dt
import logging
import math
import random
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from schemagen.relay.event import Event
from schemagen.relay.metrics import Metrics
from schemagen.relay.outbox import Connection, Outbox
from schemagen.relay.sink import RefusedError, Sink, SinkDownError

_log = logging.getLogger("schemagen.relay")
_PATIENT: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "fallback_application_name": "schemagen relay",
        "connect_timeout": 10,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "tcp_user_timeout": 20_000,
    }
)


@dataclass(frozen=True, slots=True)
class Pace:
    """How much at once, how often, and how long between attempts.

    Attributes:
        poll: seconds after which the outbox is looked at without being woken.
        channels: how many channels a relay takes at once.
        events: how many events of all these together, roughly.
        refusals: after how many an event is given up.
        first_pause: seconds after the first failure; each further one doubles it.
        longest_pause: the most of these seconds.
        report: seconds between lines in the log.
    """

    poll: float = 1.0
    channels: int = 64
    events: int = 200
    refusals: int = 5
    first_pause: float = 0.1
    longest_pause: float = 30.0
    report: float = 60.0

    def pause(self, failures: int) -> float:
        """Return how long to wait after so many failures; not all relays wait equally long."""
        doubled = self.first_pause * 2.0 ** min(failures - 1, 30)
        return random.uniform(0.5, 1) * min(doubled, self.longest_pause)


@dataclass(slots=True)
class _Outcome:
    """What became of the events of one turn."""

    delivered: list[Event] = field(default_factory=list)
    refused: list[tuple[Event, str]] = field(default_factory=list)
    down: SinkDownError | None = None

    @property
    def held_up(self) -> set[str]:
        """The channels whose next event was refused."""
        return {event.channel for event, _ in self.refused}


class Relay:
    """Publishes the events of an outbox to one sink. Others may do so beside it.

    `url` is a URI or a connection string of libpq for a connection of its own, past any pooler,
    of a role that is a member of the relay's.
    """

    def __init__(
        self,
        url: str,
        outbox: Outbox,
        sink: Sink,
        *,
        pace: Pace | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        self._url = url
        self._outbox = outbox
        self._sink = sink
        self._pace = pace or Pace()
        self.metrics = metrics or Metrics()
        self._after = ""
        self._failures = 0
        self._next_report = 0.0
        self._retry_at = math.inf

    def run(self, stop: threading.Event) -> None:
        """Publish until told to stop; what is being published then is brought to its end."""
        while not stop.is_set():
            try:
                with self._connect() as connection:
                    self._outbox.listen(connection)
                    while not stop.is_set():
                        self._work(connection)
            except SinkDownError as error:
                self._fail("sink_failures_total", "the sink takes nothing", error, stop)
            except psycopg.OperationalError as error:
                self._fail("reconnects_total", "no connection to PostgreSQL", error, stop)

    def _connect(self) -> Connection:
        # A server that vanished says nothing, and would be waited for for a quarter of an hour.
        given = {**_PATIENT, **conninfo_to_dict(self._url)}
        return psycopg.connect(**given, autocommit=True)

    def _work(self, connection: Connection) -> None:
        taken = self.turn(connection)
        self._failures = 0
        if time.monotonic() >= self._next_report:
            self._report(connection)
        if not taken:
            until_next = max(self._retry_at - time.monotonic(), 0.0)
            for _ in connection.notifies(timeout=min(self._pace.poll, until_next), stop_after=1):
                break

    def turn(self, connection: Connection) -> int:
        """Publish what is there for one turn, and return how many events were taken.

        Raises:
            SinkDownError: the sink takes nothing; what it took before is deleted.
        """
        outcome = _Outcome()
        if time.monotonic() >= self._retry_at:
            self._retry_at = math.inf
        with connection.transaction():
            events = self._take(connection)
            self._deliver(events, outcome)
            self._outbox.done(connection, outcome.delivered)
            for event, reason in outcome.refused:
                self._refuse(connection, event, reason)
        self._count(outcome)
        if outcome.down is not None:
            raise outcome.down
        return len(events)

    def _take(self, connection: Connection) -> list[Event]:
        most = self._pace.channels
        channels = self._outbox.claim(connection, self._after, most)
        if not channels and self._after:
            channels = self._outbox.claim(connection, "", most)
        # Begin behind those next time, so that no channel has to wait for the busy ones.
        self._after = channels[-1] if len(channels) == most else ""
        if not channels:
            return []
        of_each = max(self._pace.events // len(channels), self._sink.batch)
        return self._outbox.take(connection, channels, of_each)

    def _deliver(self, events: Sequence[Event], outcome: _Outcome) -> None:
        size = self._sink.batch
        for start in range(0, len(events), size):
            held_up = outcome.held_up
            batch = [each for each in events[start : start + size] if each.channel not in held_up]
            if batch:
                self._publish(batch, outcome)
            if outcome.down is not None:
                return

    def _publish(self, batch: list[Event], outcome: _Outcome) -> None:
        try:
            self._sink.publish(batch)
        except SinkDownError as error:
            outcome.down = error
        except RefusedError as error:
            if len(batch) == 1:
                outcome.refused.append((batch[0], str(error)))
                return
            # Which one it was is found by publishing them one by one.
            for event in batch:
                if event.channel not in outcome.held_up and outcome.down is None:
                    self._publish([event], outcome)
        else:
            outcome.delivered += batch

    def _refuse(self, connection: Connection, event: Event, reason: str) -> None:
        refusals = event.refusals + 1
        if refusals >= self._pace.refusals:
            _log.error("gave up %s %s on %s: %s", event.name, event.event_id, event.channel, reason)
            self._outbox.give_up(connection, event, reason)
            self.metrics.add("dead_letters_total")
        else:
            _log.warning("%s %s was refused: %s", event.name, event.event_id, reason)
            seconds = self._pace.pause(refusals)
            self._outbox.put_off(connection, event, seconds)
            self._retry_at = min(self._retry_at, time.monotonic() + seconds)

    def _count(self, outcome: _Outcome) -> None:
        self.metrics.add("published_total", len(outcome.delivered))
        self.metrics.add("refused_total", len(outcome.refused))
        if outcome.delivered:
            passed = dt.datetime.now(dt.UTC) - outcome.delivered[-1].occurred_at
            self.metrics.put(lag_seconds=passed.total_seconds())

    def _report(self, connection: Connection) -> None:
        self._next_report = time.monotonic() + self._pace.report
        waiting, oldest = self._outbox.waiting(connection)
        self.metrics.put(waiting=waiting, oldest_seconds=oldest)
        known = self.metrics.read()
        _log.info(
            "published %d, given up %d, waiting %d, the oldest for %.1f s, lag %.3f s",
            *(known.published_total, known.dead_letters_total, waiting, oldest, known.lag_seconds),
        )

    def _fail(self, metric: str, what: str, error: Exception, stop: threading.Event) -> None:
        self._failures += 1
        self.metrics.add(metric)
        seconds = self._pace.pause(self._failures)
        said = " ".join(str(error).split())
        _log.warning("%s, trying again in %.1f s: %s", what, seconds, said)
        stop.wait(seconds)
