"""What stands between a runner and its server, and strikes at a chosen request.

A request is whatever the client sends until the server is to answer it: a statement, for a runner.
The requests of all connections are counted together, so that the same run has the same numbers and
each boundary between two statements can be hit exactly.
"""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

_PORT: Final = 5432
_STEP: Final = 0.2
_SIZE: Final = 65536
# A request ends with one of these, and its answer with the other ("Message Formats").
_ASKED: Final = b"QS"
_ANSWERED: Final = b"Z"


class Moment(StrEnum):
    """When a blow falls: before the server sees a request, while it works, or when it is done."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Strike:
    """At which request a blow falls, counted from 1, and when; `delay` is in seconds."""

    request: int
    moment: Moment
    delay: float = 0.0


class Proxy:
    """Listens in a folder of its own for the connections of one runner.

    Attributes:
        requests: how many there were.
        struck: whether the blow fell.
    """

    def __init__(
        self, folder: Path, server: Path, strike: Strike | None, blow: Callable[[], None]
    ) -> None:
        self.requests = 0
        self.struck = False
        self.folder = folder
        self._server = str(server / f".s.PGSQL.{_PORT}")
        self._strike = strike
        self._blow = blow
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._threads: list[threading.Thread] = []
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / f".s.PGSQL.{_PORT}"))
        self._listener.listen()
        self._listener.settimeout(_STEP)

    def __enter__(self) -> Self:
        self._run(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _run(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            self._run(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as server:
            try:
                server.connect(self._server)
                self._relay(client, server)
            except OSError:
                return  # One of them is gone, and the other is to notice.

    def _relay(self, client: socket.socket, server: socket.socket) -> None:
        asked = _Messages(startup=True)
        while not self._ended.is_set():
            readable, _, _ = select.select([client, server], [], [], _STEP)
            if server in readable:
                answer = server.recv(_SIZE)
                if not answer:
                    return
                client.sendall(answer)
            if client in readable:
                question = client.recv(_SIZE)
                if not question:
                    return
                ended = sum(kind in _ASKED for kind in asked.feed(question))
                if ended and self._falls(ended):
                    self._hit(server, question)
                    return
                server.sendall(question)

    def _falls(self, requests: int) -> bool:
        """Count requests, and tell whether the blow belongs to one of them."""
        with self._lock:
            self.requests += requests
            if self.struck or self._strike is None or self.requests < self._strike.request:
                return False
            self.struck = True
            return True

    def _hit(self, server: socket.socket, question: bytes) -> None:
        assert self._strike is not None
        if self._strike.moment is not Moment.BEFORE:
            server.sendall(question)
        if self._strike.moment is Moment.DURING:
            time.sleep(self._strike.delay)
        if self._strike.moment is Moment.AFTER:
            answers = _Messages(startup=False)
            while _ANSWERED[0] not in answers.feed(part := server.recv(_SIZE)) and part:
                pass
        self._blow()


class _Messages:
    """Tells which messages end in a stream of bytes. The first of a client has no type."""

    def __init__(self, *, startup: bool) -> None:
        self._startup = startup
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[int]:
        return iter(list(self._ended(data)))

    def _ended(self, data: bytes) -> Iterator[int]:
        self._rest += data
        while True:
            head = 0 if self._startup else 1
            if len(self._rest) < head + 4:
                return
            size = head + int.from_bytes(self._rest[head : head + 4])
            if len(self._rest) < size:
                return
            if not self._startup:
                yield self._rest[0]
            self._startup = False
            self._rest = self._rest[size:]
