"""A server that speaks the Pusher protocol, and a subscriber: `make pusher-server` has both."""

from __future__ import annotations

import json
import os
import queue
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

_ROOT: Final = Path(__file__).parents[2]
KEY: Final = "key"
SECRET: Final = "secret"
_PATIENCE: Final = 30.0
_INSTALLING: Final = 60.0


def installed() -> Path | None:
    """Return the folder of the server, None where it is not installed; wait if it just is being."""
    folder = Path(os.environ.get("PUSHER_SERVER", _ROOT / ".venv" / "pusher"))
    until = time.monotonic() + _INSTALLING
    while folder.is_dir() and time.monotonic() < until:
        if (folder / ".ready").is_file():
            return folder
        time.sleep(0.2)
    return None


@contextmanager
def serving(folder: Path, scratch: Path) -> Iterator[dict[str, str]]:
    """Start the server, and give the environment by which a relay finds it."""
    port, metrics = _free_port(), _free_port()
    settings = {
        "host": "127.0.0.1",
        "port": port,
        "metrics.host": "127.0.0.1",
        "metrics.port": metrics,
        "appManager.array.apps": [{"id": "1", "key": KEY, "secret": SECRET}],
    }
    (scratch / "settings.json").write_text(json.dumps(settings))
    program = folder / "node_modules" / "@soketi" / "soketi" / "bin" / "server.js"
    command = ["node", str(program), "start", f"--config={scratch / 'settings.json'}"]
    with (scratch / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        _wait_for(port)
        yield {
            "PUSHER_APP_ID": "1",
            "PUSHER_KEY": KEY,
            "PUSHER_SECRET": SECRET,
            "PUSHER_HOST": "127.0.0.1",
            "PUSHER_PORT": str(port),
            "PUSHER_TLS": "false",
        }
    finally:
        server.kill()
        server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < until, "the server of the Pusher protocol does not start"
            time.sleep(0.05)


class Subscriber:
    """A connection to the server; `socket_id` is what subscriptions are signed for."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.socket_id = str(json.loads(self.next()["data"])["socket_id"])

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)

    def next(self) -> dict[str, Any]:
        """Return the next message that the server sends."""
        found: dict[str, Any] = json.loads(self._lines.get(timeout=_PATIENCE))
        return found

    def subscribe(self, channel: str, answer: Mapping[str, str]) -> str:
        """Subscribe with what the authorization endpoint answered, and return what came of it."""
        message = {"event": "pusher:subscribe", "data": {"channel": channel, **answer}}
        assert self._process.stdin is not None
        print(json.dumps(message), file=self._process.stdin, flush=True)
        return str(self.next()["event"])


@contextmanager
def subscriber(folder: Path, environment: Mapping[str, str]) -> Iterator[Subscriber]:
    """Connect to the server until the end of the block."""
    url = f"ws://127.0.0.1:{environment['PUSHER_PORT']}/app/{KEY}?protocol=7"
    with ExitStack() as stack:
        process = stack.enter_context(
            subprocess.Popen(
                ["node", str(folder / "subscriber.js"), url],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        stack.callback(process.kill)
        yield Subscriber(process)
