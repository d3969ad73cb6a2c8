"""A PgBouncer in transaction mode in front of a server, for tests."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict

from schemagen.sandbox import Server
from schemagen.sandbox.account import make_folder, server_account

PROGRAM: Final = shutil.which("pgbouncer")
_SETTINGS: Final = """\
[databases]
* = host={sockets} user={user}
[pgbouncer]
listen_addr =
listen_port = 6432
unix_socket_dir = {folder}
auth_type = any
pool_mode = transaction
default_pool_size = {size}
query_wait_timeout = 2
"""
_START_SECONDS: Final = 10.0


@contextmanager
def pooler(server: Server, size: int = 5, user: str | None = None) -> Iterator[str]:
    """Start one with so many sessions for each database, and give the beginning of its URLs.

    The sessions are the superuser's, or the user's if one is named.
    """
    account = server_account()
    folder = make_folder(account)
    known = conninfo_to_dict(server.url())
    settings = _SETTINGS.format(
        sockets=known["host"], user=user or known["user"], folder=folder, size=size
    )
    file = folder / "pgbouncer.ini"
    file.write_text(settings)
    file.chmod(0o644)
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [str(PROGRAM), str(file)], stdout=log, stderr=log, **account.arguments()
        )
        try:
            yield _ready(folder, str(known["user"]))
        finally:
            process.terminate()
            process.wait()
            shutil.rmtree(folder)


def _ready(folder: Path, user: str) -> str:
    url = f"postgresql://{user}@/{{}}?host={quote(str(folder), safe='')}&port=6432"
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            psycopg.connect(url.format("postgres")).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return url
