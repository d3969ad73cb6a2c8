"""What a relay has done so far, as numbers."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

_PREFIX: Final = "schemagen_relay_"
_HELP: Final = "help"


def _count(text: str) -> Any:
    """Declare a number of things, with what they are."""
    return field(default=0, metadata={_HELP: text})


def _seconds(text: str) -> Any:
    """Declare a number of seconds, with what lasts so long."""
    return field(default=0.0, metadata={_HELP: text})


@dataclass(frozen=True, slots=True)
class Reading:
    """All numbers at one moment; those that end in `_total` only grow."""

    published_total: int = _count("Events that a sink took.")
    refused_total: int = _count("Times that a sink refused an event.")
    dead_letters_total: int = _count("Events that were given up.")
    sink_failures_total: int = _count("Times that the sink took nothing.")
    reconnects_total: int = _count("Times that the connection to PostgreSQL was lost.")
    waiting: int = _count("Rows in the outbox.")
    oldest_seconds: float = _seconds("How long the oldest of them has waited.")
    lag_seconds: float = _seconds("From the transaction to the sink, for what was last published.")


class Metrics:
    """Numbers that the relay writes and others read, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reading = Reading()

    def add(self, name: str, count: int = 1) -> None:
        """Raise a number that only grows: `published_total`."""
        with self._lock:
            raised = getattr(self._reading, name) + count
            self._reading = replace(self._reading, **{name: raised})

    def put(
        self,
        *,
        waiting: int | None = None,
        oldest_seconds: float | None = None,
        lag_seconds: float | None = None,
    ) -> None:
        """Set those of the numbers that go up and down."""
        given = {"waiting": waiting, "oldest_seconds": oldest_seconds, "lag_seconds": lag_seconds}
        known: dict[str, Any] = {name: each for name, each in given.items() if each is not None}
        with self._lock:
            self._reading = replace(self._reading, **known)

    def read(self) -> Reading:
        """Return all numbers."""
        with self._lock:
            return self._reading

    def text(self) -> str:
        """Return them in the text format of Prometheus."""
        lines = []
        reading = self.read()
        for each in fields(reading):
            name = f"{_PREFIX}{each.name}"
            kind = "counter" if each.name.endswith("_total") else "gauge"
            lines += [f"# HELP {name} {each.metadata[_HELP]}", f"# TYPE {name} {kind}"]
            lines.append(f"{name} {getattr(reading, each.name)}")
        return "\n".join([*lines, ""])
