"""Commands of schemagen as forks of one process, which has imported everything once.

A page runs a dozen commands, and importing takes most of the time of each. `Forks` starts that
process; `command` is what a reader's `schemagen` runs: it hands its arguments, its environment, its
folder and its streams over, and ends with the status of the fork.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from pathlib import Path

_CLIENT = """\
import json, os, socket, sys
server = socket.socket(socket.AF_UNIX)
server.connect(sys.argv[1])
told = json.dumps([sys.argv[2:], os.getcwd(), dict(os.environ)]).encode()
socket.send_fds(server, [len(told).to_bytes(4, "big")], [0, 1, 2])
server.sendall(told)
sys.exit(int(server.recv(3) or b"70"))
"""


class Forks:
    """The process that is forked, as long as the `with` block lasts."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "forks"
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(self._socket)], stdout=subprocess.PIPE
        )
        assert self._process.stdout is not None
        self._process.stdout.readline()

    def __enter__(self) -> Forks:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate()

    @property
    def command(self) -> str:
        """What a shell runs, before the arguments."""
        client = self._socket.with_name("client.py")
        client.write_text(_CLIENT, encoding="utf-8")
        return f'"{sys.executable}" -I -S "{client}" "{self._socket}"'


def serve(path: str) -> None:
    """Import what commands import, and fork for each that comes."""
    from schemagen.cli import build, diff, drift, import_, lint, prove, seed  # noqa: F401
    from schemagen.cli.migrate import baseline, down, new, status, up  # noqa: F401
    from schemagen.spec.project import project_model

    project_model().model_rebuild()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    print("ready", flush=True)
    while True:
        connection, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            os._exit(_run(connection))
        connection.close()


def _run(connection: socket.socket) -> int:
    size, streams, _, _ = socket.recv_fds(connection, 4, 3)
    told = b""
    while len(told) < int.from_bytes(size, "big"):
        told += connection.recv(65536)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    arguments, folder, environment = json.loads(told)
    status = _command(arguments, folder, environment)
    connection.sendall(str(status).encode())
    return status


def _command(arguments: list[str], folder: str, environment: dict[str, str]) -> int:
    from schemagen.__main__ import main

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["schemagen", *arguments]
    try:
        main()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return status


if __name__ == "__main__":
    serve(sys.argv[1])
