"""One disposable PostgreSQL server: started in a few 100 ms, gone without a trace.

It listens on a Unix socket alone, in a folder that only its account can enter, and trusts whoever
can. Nothing that it holds survives a power cut: `fsync`, `full_page_writes` and
`synchronous_commit` are off (PostgreSQL, "Non-Durable Settings").
"""

from __future__ import annotations

import itertools
import shutil
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import psycopg
from psycopg import sql

from schemagen.errors import SandboxError
from schemagen.sandbox.account import make_folder, reachable_programs, server_account
from schemagen.sandbox.address import PORT, address, variables_of_libpq
from schemagen.sandbox.data import clean_environment, copy_data, make_data
from schemagen.sandbox.installations import Installation, find
from schemagen.sandbox.own_settings import own_settings
from schemagen.sandbox.subscriptions import drop_subscriptions

_SETTINGS: Final = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_START_SECONDS = 60.0
_STOP_SECONDS = 60.0

# Waits for the end of its input. A line on it means that we have tidied up ourselves; the end
# without a line means that we are no more, killed perhaps, and that the server is to follow.
_WATCHDOG = """
read -r _ && exit 0
if read -r pid < "$1/data/postmaster.pid" && kill -QUIT "$pid"; then
    n=0; while [ -e "$1/data/postmaster.pid" ] && [ $n -lt 50 ]; do sleep 0.1; n=$((n+1)); done
fi
rm -rf -- "$1"
"""


def start(major: int | None = None) -> Server:
    """Start a server of a major version, of the newest one installed by default.

        with sandbox.start(16) as server:
            url = server.create_database()

    Raises:
        SandboxError: there is no such server here, or it does not start.
    """
    return Server(find(major))


class Server:
    """A running server. Leaving the `with` block, or `close`, stops and removes it.

    It is stopped and removed too when this process ends in any other way, by a signal even.

    Raises:
        SandboxError: the server does not start; the message has the end of its log.
    """

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self._account = server_account()
        self._folder = make_folder(self._account)
        self._watchdog: subprocess.Popen[bytes] | None = _watch(self._folder)
        self._process: subprocess.Popen[bytes] | None = None
        self._programs = installation.bin_dir
        self._numbers = itertools.count(1)
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def major(self) -> int:
        """The major version: 18."""
        return self.installation.major

    @property
    def psql(self) -> Path:
        """The program psql that belongs to this server."""
        return self.installation.program("psql")

    @property
    def pg_dump(self) -> Path:
        """The program pg_dump that belongs to this server."""
        return self.installation.program("pg_dump")

    def url(self, database: str = "postgres") -> str:
        """Return the connection URI of a database, for libpq and everything built on it.

        What the environment says to libpq of other databases is overruled.
        """
        return address(self._folder, database)

    def create_database(self, name: str | None = None) -> str:
        """Create an empty database, under a new name by default, and return its URI."""
        made = name if name is not None else f"scratch_{next(self._numbers)}"
        # The default strategy of 15 and later writes all to the WAL, which takes three times as
        # long where fsync is off.
        strategy = sql.SQL("STRATEGY file_copy" if self.major >= 15 else "")
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE template0 {}")
        self._run(statement.format(sql.Identifier(made), strategy))
        return self.url(made)

    def drop_database(self, name: str) -> None:
        """Drop a database; whoever is connected to it is disconnected."""
        statement = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
        try:
            self._run(statement)
        except psycopg.errors.ObjectInUse:
            with psycopg.connect(self.url(name), autocommit=True) as connection:
                drop_subscriptions(connection)
            self._run(statement)

    def restart(self) -> None:
        """Break off whatever the server does, as a crash would, and start it on the same data.

        Raises:
            SandboxError: it does not start again.
        """
        self._stop(signal.SIGQUIT)
        self._launch()

    def keep(self, name: str) -> None:
        """Keep a copy of all that the server holds; whoever is connected is thrown out.

        Raises:
            SandboxError: there is no room for it, or the server does not start again.
        """
        self._stop(signal.SIGINT)
        try:
            copy_data(self._folder / "data", self._folder / f"kept_{name}")
        finally:
            self._launch()

    def bring_back(self, name: str) -> None:
        """Let the server hold what was kept, and nothing else; whoever is connected is thrown out.

        Raises:
            SandboxError: there is no room for it, or the server does not start again.
        """
        self._stop(signal.SIGQUIT)
        shutil.rmtree(self._folder / "data")
        copy_data(self._folder / f"kept_{name}", self._folder / "data")
        self._launch()

    def forget(self, name: str) -> None:
        """Remove what was kept under a name."""
        shutil.rmtree(self._folder / f"kept_{name}", ignore_errors=True)

    def _stop(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(_STOP_SECONDS)

    def close(self) -> None:
        """Stop the server and remove all its files. Closing twice is fine."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)
        if self._watchdog is not None:
            self._watchdog.communicate(b"done\n")
            self._watchdog = None

    def _run(self, statement: sql.Composed) -> None:
        try:
            connection = psycopg.connect(self.url(), autocommit=True)
        except psycopg.Error as error:
            raise _unreachable(error) from None
        with connection:
            connection.execute(statement)

    def _start(self) -> None:
        self._programs = reachable_programs(self.installation, self._account, self._folder)
        make_data(self.installation, self._programs, self._account, self._folder / "data")
        self._launch()

    def _launch(self) -> None:
        data = self._folder / "data"
        chosen = {**own_settings(self.installation), **_SETTINGS}
        settings = [part for key, value in chosen.items() for part in ("-c", f"{key}={value}")]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", data, "-k", self._folder, *settings],
                env=clean_environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._account.arguments(),
            )
        self._wait_until_ready(self._process, data / "postmaster.pid")

    @property
    def _log(self) -> Path:
        return self._folder / "log"

    def _wait_until_ready(self, process: subprocess.Popen[bytes], pid_file: Path) -> None:
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end:
            if _says_ready(pid_file):
                return
            if process.poll() is not None:
                raise self._failure("stopped while it was starting")
            time.sleep(0.005)
        raise self._failure(f"was not ready after {_START_SECONDS:.0f} s")

    def _failure(self, what: str) -> SandboxError:
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        return SandboxError(
            "\n".join([f"PostgreSQL {self.installation.version} {what}", *lines[-10:]]),
            where=str(self.installation.bin_dir),
        )


def _unreachable(error: psycopg.Error) -> SandboxError:
    """Say why a server that runs cannot be connected to: nothing of it is left to chance but this.

    A service that is nowhere defined is refused whatever a URI says.
    """
    names = ", ".join(variables_of_libpq())
    return SandboxError(
        f"the disposable server cannot be connected to: {error}",
        hint=f"libpq takes settings from {names}: unset what is wrong" if names else "",
    )


def _watch(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["/bin/sh", "-c", _WATCHDOG, "sh", folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _says_ready(pid_file: Path) -> bool:
    """Read the status that the postmaster writes into the eighth line of postmaster.pid."""
    try:
        lines = pid_file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready"
