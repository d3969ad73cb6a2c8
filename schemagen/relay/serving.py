"""A small web server in threads of its own, for metrics and for events."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from schemagen.errors import SettingsError, reason
from schemagen.relay.metrics import Metrics


class QuietHandler(BaseHTTPRequestHandler):
    """A handler that keeps its requests to itself."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: the relay's log is about events."""

    def answer(self, status: int, text: str, kind: str = "text/plain") -> None:
        """Send a whole answer."""
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Serving:
    """A web server that answers until it is closed.

    Attributes:
        address: host and port that it listens at, the port chosen where 0 was asked for.

    Raises:
        SettingsError: it cannot listen there.
    """

    def __init__(self, address: str, handler: type[BaseHTTPRequestHandler]) -> None:
        host, _, port = address.rpartition(":")
        if not port.isdecimal():
            raise SettingsError("this is no host and port", where=address, hint="127.0.0.1:9100")
        try:
            self._server = ThreadingHTTPServer(
                (host.strip("[]") or "127.0.0.1", int(port)), handler
            )
        except (OSError, OverflowError) as error:
            raise SettingsError(
                f"nothing can be served there: {reason(error)}",
                where=address,
                hint="choose an address of this machine, and a port that is free",
            ) from error
        self._server.daemon_threads = True
        host, port = self._server.socket.getsockname()[:2]
        self.address = f"{host}:{port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


def serve_metrics(address: str, metrics: Metrics) -> Serving:
    """Serve the numbers of a relay at `/metrics`, in the text format of Prometheus.

    Raises:
        SettingsError: it cannot listen there.
    """

    class Handler(QuietHandler):
        def do_GET(self) -> None:
            """Answer with the numbers."""
            if self.path == "/metrics":
                self.answer(200, metrics.text(), "text/plain; version=0.0.4")
            else:
                self.answer(404, "there is /metrics\n")

    return Serving(address, Handler)
