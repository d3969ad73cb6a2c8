"""What a relay has done so far, as numbers."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import Any, Final

_PREFIX: Final = "schemagen_relay_"
_HELP: Final = {
    "published_total": "Events that a sink took.",
    "refused_total": "Times that a sink refused an event.",
    "dead_letters_total": "Events that were given up.",
    "sink_failures_total": "Times that the sink took nothing.",
    "reconnects_total": "Times that the connection to PostgreSQL was lost.",
    "waiting": "Rows in the outbox.",
    "oldest_seconds": "How long the oldest of them has waited.",
    "lag_seconds": "From the transaction to the sink, for what was last published.",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """All numbers at one moment."""

    published_total: int = 0
    refused_total: int = 0
    dead_letters_total: int = 0
    sink_failures_total: int = 0
    reconnects_total: int = 0
    waiting: int = 0
    oldest_seconds: float = 0.0
    lag_seconds: float = 0.0


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
        for name, said in _HELP.items():
            kind = "counter" if name.endswith("_total") else "gauge"
            lines += [f"# HELP {_PREFIX}{name} {said}", f"# TYPE {_PREFIX}{name} {kind}"]
            lines.append(f"{_PREFIX}{name} {getattr(reading, name)}")
        return "\n".join([*lines, ""])
