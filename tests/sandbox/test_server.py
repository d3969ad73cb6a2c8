"""Disposable servers: they start, hold databases, and leave nothing behind however they end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from schemagen import sandbox
from schemagen.errors import SandboxError
from schemagen.sandbox import Server

HOLD = """
import sys, time
from schemagen import sandbox
server = sandbox.start()
print(server.url(), flush=True)
sys.stdin.read()
raise RuntimeError("the test has seen enough")
"""


def folder_of(url: str) -> Path:
    return Path(parse_qs(urlsplit(url).query)["host"][0])


def wait_until_gone(path: Path) -> bool:
    end = time.monotonic() + 15
    while path.exists() and time.monotonic() < end:
        time.sleep(0.05)
    return not path.exists()


def test_every_version_that_the_package_brings_is_there() -> None:
    assert {16, 18} <= {item.major for item in sandbox.available()}


def test_a_server_is_of_the_version_that_was_asked_for(server: Server, database: str) -> None:
    with psycopg.connect(database) as connection:
        assert connection.info.server_version // 10000 == server.major


def test_databases_are_apart(new_database: Callable[[], str]) -> None:
    one, other = new_database(), new_database()
    with psycopg.connect(one, autocommit=True) as connection:
        connection.execute("CREATE TABLE only_here ()")
    with psycopg.connect(other) as connection:
        assert connection.execute("SELECT to_regclass('only_here')").fetchone() == (None,)


def test_psql_and_pg_dump_show_what_is_in_a_database(
    database: str, psql: Callable[[str, str], str], pg_dump: Callable[[str], str]
) -> None:
    empty = pg_dump(database)
    psql(database, "CREATE TABLE seen (id integer);")
    assert "CREATE TABLE public.seen" in pg_dump(database)
    psql(database, "DROP TABLE seen;")
    assert pg_dump(database) == empty


def test_nobody_else_may_enter_the_folder_of_a_server() -> None:
    with sandbox.start() as server:
        mode = folder_of(server.url()).stat().st_mode & 0o077
        listening = psycopg.connect(server.url())
        assert listening.execute("SHOW listen_addresses").fetchone() == ("",)
        listening.close()
        assert mode == 0


def test_a_closed_server_is_gone() -> None:
    server = sandbox.start()
    folder = folder_of(server.url())
    server.close()
    server.close()
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.url())


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT, None])
def test_a_server_goes_with_the_process_that_started_it(end: signal.Signals | None) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert holder.stdout is not None
    folder = folder_of(holder.stdout.readline().strip())
    pid = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    if end is not None:
        holder.send_signal(end)
    holder.communicate()
    assert wait_until_gone(folder)
    assert not running(pid)


def running(pid: int) -> bool:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return False
    return b"postgres" in command


def test_a_version_that_is_not_installed_is_named_with_those_that_are() -> None:
    with pytest.raises(SandboxError, match=r"PostgreSQL 9 is not installed.*18, .*16"):
        sandbox.start(9)


def test_a_server_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "schemagen.sandbox.server._SETTINGS", {"shared_buffers": "many", "listen_addresses": ""}
    )
    with pytest.raises(SandboxError, match='invalid value for parameter "shared_buffers"'):
        sandbox.start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to give servers to another account")
def test_programs_that_the_account_cannot_reach_are_copied(
    tmp_path: Path,
) -> None:
    wheel = next(item for item in sandbox.available() if item.origin == "wheel")
    closed = tmp_path / "closed"
    package = wheel.bin_dir.parents[1]
    for folder in (package, *wheel.libraries):
        shutil.copytree(folder, closed / folder.name)
    closed.chmod(0o700)
    moved = replace(
        wheel,
        bin_dir=closed / wheel.bin_dir.relative_to(package.parent),
        libraries=tuple(closed / folder.name for folder in wheel.libraries),
    )
    with Server(moved) as server, psycopg.connect(server.url()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
