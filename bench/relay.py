"""How long events take from COMMIT to a subscriber, and what telling them costs.

`python -m bench.relay [--seconds 10] [--rate 100] [--postgres 18]`. A relay, a process of its own,
publishes to a webhook in this one. First events come at a steady rate and their way is timed; then
writers write as fast as they can, with the trigger and without; then a relay works a backlog off.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import psycopg

from schemagen import sandbox
from tests.kill.arena import durable
from tests.relay.shop import NOTE, Receiver, make_shop, receiving

_WRITERS: Final = 4
_TOPICS: Final = 6
_BACKLOG: Final = 10_000


def main() -> None:
    """Measure, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m bench.relay")
    parser.add_argument("--seconds", type=float, default=10, help="how long to write (10)")
    parser.add_argument("--rate", type=float, default=100, help="events a second, at first (100)")
    parser.add_argument("--postgres", type=int, default=18, help="the major version (18)")
    chosen = parser.parse_args()
    with sandbox.start(chosen.postgres) as server, receiving() as receiver:
        durable(server)
        url = server.create_database()
        make_shop(url)
        with _relay(url, receiver):
            _say(
                "on their way", _ways(url, receiver, int(chosen.seconds * chosen.rate), chosen.rate)
            )
        with_trigger = _written(url, chosen.seconds / 2)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER TABLE notes DISABLE TRIGGER USER")
        without = _written(url, chosen.seconds / 2)
        print(
            f"commits of {_WRITERS} writers: {with_trigger:.0f}/s, without events {without:.0f}/s"
        )
        print(f"a backlog of {_BACKLOG} events: {_drained(url, receiver):.0f}/s")


@contextmanager
def _relay(url: str, receiver: Receiver) -> Iterator[None]:
    command = [sys.executable, "-m", "tests.relay.runner", url, receiver.url]
    with subprocess.Popen(command) as process:
        yield
        process.kill()


def _say(what: str, seconds: Sequence[float]) -> None:
    cuts = statistics.quantiles(seconds, n=100)
    print(
        f"{len(seconds)} events {what}: p50 {cuts[49] * 1000:.1f} ms, p99 {cuts[98] * 1000:.1f} ms,"
        f" at most {max(seconds) * 1000:.1f} ms"
    )


def _ways(url: str, receiver: Receiver, events: int, rate: float) -> list[float]:
    """Write at a rate and return how long each event took from COMMIT to the subscriber."""
    committed: dict[int, float] = {}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(NOTE, (0, 99, 0))
        _wait(receiver, 1)
        begin = time.monotonic()
        for number in range(1, events + 1):
            time.sleep(max(0.0, begin + number / rate - time.monotonic()))
            connection.execute(NOTE, (number % _TOPICS, 99, number))
            committed[number] = time.monotonic()
    _wait(receiver, events + 1)
    arrived = {each.number: each.at for each in receiver.told}
    return [max(arrived[number] - at, 0.0) for number, at in committed.items()]


def _wait(receiver: Receiver, told: int) -> None:
    while len(receiver.told) < told:
        time.sleep(0.01)


def _written(url: str, seconds: float) -> float:
    """Return how many rows a second are committed, one to a transaction."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("TRUNCATE notes, realtime_outbox")
    counts = [0] * _WRITERS

    def write(writer: int) -> None:
        until = time.monotonic() + seconds
        with psycopg.connect(url, autocommit=True) as connection:
            while time.monotonic() < until:
                connection.execute(NOTE, (counts[writer] % _TOPICS, writer, counts[writer]))
                counts[writer] += 1

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(_WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def _drained(url: str, receiver: Receiver) -> float:
    """Return how many events a second a relay publishes when there are more than enough."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("TRUNCATE notes, realtime_outbox")
        connection.execute("ALTER TABLE notes ENABLE TRIGGER USER")
        connection.execute(
            "INSERT INTO notes SELECT n %% %s, 1, n FROM generate_series(1, %s) AS n",
            (_TOPICS, _BACKLOG),
        )
    receiver.told.clear()
    with _relay(url, receiver):
        _wait(receiver, 1)
        begin, told = time.monotonic(), len(receiver.told)
        _wait(receiver, _BACKLOG)
        return (_BACKLOG - told) / (time.monotonic() - begin)


if __name__ == "__main__":
    main()
