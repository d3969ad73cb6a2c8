"""Writers write, two relays publish, and relays and server are killed in between."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import psycopg

from schemagen.sandbox import Server
from tests.relay.shop import NOTE, Receiver, Told, make_shop, receiving

TOPICS: Final = 6
_RELAYS: Final = 2
_PATIENCE: Final = 180.0
_PAUSE: Final = 0.02
_ON_ITS_WAY: Final = 0.5
"""Seconds by which what a relay sent may arrive after it was killed."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a storm.

    Attributes:
        lost: events that were committed and never told.
        invented: events that were told and never committed.
        disordered: events that came, for the first time, after a later one of the same writer on
            the same channel.
        repeated: deliveries of what had been told before.
        unexplained: of these, those without a blow since the delivery before.
    """

    written: int
    blows: int
    lost: int
    invented: int
    disordered: int
    repeated: int
    unexplained: int

    @property
    def is_well(self) -> bool:
        """Whether the promise was kept."""
        return not (self.lost or self.invented or self.disordered or self.unexplained)

    def __str__(self) -> str:
        return (
            f"{self.written} events, {self.blows} blows: {self.lost} lost, {self.invented}"
            f" invented, {self.disordered} out of order, {self.repeated} told again,"
            f" {self.unexplained} of them without a blow in between"
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """How many events of how many writers, and how many blows to relays and to the server."""

    events: int = 20_000
    writers: int = 4
    kills: int = 20
    restarts: int = 2
    seed: int = 1

    @property
    def of_each(self) -> int:
        """How many events each writer writes."""
        return self.events // self.writers

    @property
    def total(self) -> int:
        """How many events there are."""
        return self.of_each * self.writers


class _Relays:
    """Relays side by side, each a process; whoever is struck down is followed by another."""

    def __init__(self, url: str, webhook: str) -> None:
        command = [sys.executable, "-m", "tests.relay.runner", url, webhook]
        self._command = command
        self._running = [self._start() for _ in range(_RELAYS)]
        self._next = 0

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        """Kill one with SIGKILL, each in turn, and start another in its place."""
        self._running[self._next].kill()
        self._running[self._next].wait()
        self._running[self._next] = self._start()
        self._next = (self._next + 1) % _RELAYS

    def close(self) -> None:
        """Kill all."""
        for each in self._running:
            each.kill()
            each.wait()


def storm(server: Server, plan: Plan) -> Verdict:
    """Write events while relays, and the server, are killed; wait until all are told; judge."""
    url = server.create_database()
    make_shop(url)
    with receiving() as receiver:
        relays = _Relays(url, receiver.url)
        try:
            with _writing(url, plan) as written:
                blows = _strike(server, relays, receiver, written, plan)
            _wait_for_all(url, receiver, plan.total)
        finally:
            relays.close()
    return _judge(receiver.told, plan, blows)


@contextmanager
def _writing(url: str, plan: Plan) -> Iterator[list[int]]:
    """Let writers write; the list has how many events each has committed."""
    done = [0] * plan.writers
    threads = [
        threading.Thread(target=_write, args=(url, writer, plan.of_each, done))
        for writer in range(plan.writers)
    ]
    for thread in threads:
        thread.start()
    yield done
    for thread in threads:
        thread.join()


def _write(url: str, writer: int, of_each: int, done: list[int]) -> None:
    """Write numbers in order; one whose COMMIT nobody heard of is written again, or is there."""
    until = time.monotonic() + _PATIENCE * 5
    while done[writer] < of_each and time.monotonic() < until:
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("SET synchronous_commit = on")
                while done[writer] < of_each:
                    number = done[writer]
                    connection.execute(NOTE, (number * 7 % TOPICS, writer, number))
                    done[writer] = number + 1
        except psycopg.OperationalError:
            time.sleep(_PAUSE)


def _strike(
    server: Server, relays: _Relays, receiver: Receiver, written: Sequence[int], plan: Plan
) -> list[float]:
    """Strike in between, evenly over what is written, and return when."""
    kinds = ["kill"] * plan.kills + ["restart"] * plan.restarts
    chance = random.Random(plan.seed)
    chance.shuffle(kinds)
    blows: list[float] = []
    for position, kind in enumerate(kinds, 1):
        _wait_for(lambda at: sum(written) >= at, plan.total * position // (len(kinds) + 1))
        # A relay that has told nothing since the last blow is struck for nothing; where all has
        # been told, there is nothing to wait for.
        _wait_for(
            lambda at: len(receiver.told) > at or _told(receiver) >= plan.total,
            len(receiver.told),
        )
        time.sleep(chance.uniform(0, _PAUSE))
        blows.append(time.monotonic())
        if kind == "kill":
            relays.kill()
        else:
            server.restart()
    return blows


def _told(receiver: Receiver) -> int:
    """Return how many different events were told."""
    return len({each.event_id for each in receiver.told})


def _wait_for(reached: Callable[[int], bool], at: int) -> None:
    until = time.monotonic() + _PATIENCE
    while not reached(at):
        assert time.monotonic() < until, f"{at} was not reached"
        time.sleep(0.002)


def _wait_for_all(url: str, receiver: Receiver, total: int) -> None:
    """Wait until nothing is left in the outbox, and everything was told."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with psycopg.connect(url) as connection:
            left = connection.execute("SELECT count(*) FROM realtime_outbox").fetchone()
        if left == (0,) and _told(receiver) >= total:
            return
        time.sleep(0.05)


def _judge(told: Sequence[Told], plan: Plan, blows: Sequence[float]) -> Verdict:
    wanted = {(writer, number) for writer in range(plan.writers) for number in range(plan.of_each)}
    times: dict[str, list[float]] = defaultdict(list)
    order: dict[tuple[str, int], list[int]] = defaultdict(list)
    for each in told:
        if each.event_id not in times:
            order[each.channel, each.writer].append(each.number)
        times[each.event_id].append(each.at)
    known = {(each.writer, each.number) for each in told}
    again = [pair for each in times.values() for pair in pairwise(each)]
    return Verdict(
        written=len(wanted),
        blows=len(blows),
        lost=len(wanted - known),
        invented=len(known - wanted) + len(times) - len(known),
        disordered=sum(
            later < earlier for each in order.values() for earlier, later in pairwise(each)
        ),
        repeated=len(again),
        unexplained=sum(
            not any(first - _ON_ITS_WAY <= blow <= second for blow in blows)
            for first, second in again
        ),
    )
