"""The account that a server runs as: PostgreSQL refuses to run as root.

For anybody else it is their own account. Root gives the server to `postgres` or `nobody`, which
must be able to reach the programs and the data: programs that stand behind a closed folder (a
virtual environment under /root) are copied to where they can be read.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from schemagen.errors import SandboxError
from schemagen.frozen import frozen
from schemagen.sandbox.installations import Installation

_ACCOUNTS = ("postgres", "nobody")
_LONGEST_SOCKET = 100
"""Bytes of a socket's path: `sun_path` holds 104 on macOS and 108 on Linux."""
_MEMORY = Path("/dev/shm")
_ENOUGH_MEMORY = 2**30
"""Bytes that must be free there; containers often have 64 MB."""


@frozen
class Account:
    """An account of this machine. `switch` says whether it is another than the current one."""

    uid: int
    gid: int
    switch: bool

    def arguments(self) -> dict[str, Any]:
        """Return what `subprocess` needs to run a program as this account."""
        if not self.switch:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may_enter(self, folder: Path) -> bool:
        """Tell whether the account can read a folder, through all the folders above it."""
        return self._allows(folder, stat.S_IROTH | stat.S_IXOTH) and all(
            self._allows(parent, stat.S_IXOTH) for parent in folder.parents
        )

    def _allows(self, path: Path, bits: int) -> bool:
        found = path.stat()
        if found.st_uid == self.uid:
            bits <<= 6
        elif found.st_gid == self.gid:
            bits <<= 3
        return found.st_mode & bits == bits


def server_account() -> Account:
    """Return the account that servers are to run as.

    Raises:
        SandboxError: we are root, and there is no account to give the server to.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    for name in _ACCOUNTS:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid, switch=True)
    raise SandboxError(
        "PostgreSQL does not run as root, and there is no account to run it as",
        hint="run this as another user, or create the account postgres",
    )


def make_folder(account: Account) -> Path:
    """Make a folder that belongs to the account alone, with a path short enough for a socket.

    Raises:
        SandboxError: there is no temporary folder that the account can enter.
    """
    for base in _bases():
        if len(os.fsencode(base)) + 40 > _LONGEST_SOCKET or not base.is_dir():
            continue
        if account.may_enter(base.resolve()):
            folder = Path(tempfile.mkdtemp(prefix="schemagen-", dir=base.resolve()))
            if account.switch:
                os.chown(folder, account.uid, account.gid)
            return folder
    raise SandboxError(
        "there is no temporary folder that the server could use",
        where=tempfile.gettempdir(),
        hint="set TMPDIR to a folder with a short path that every account can enter",
    )


def _bases() -> Iterator[Path]:
    """Give the folders to try: what TMPDIR says, memory, and the usual ones."""
    if "TMPDIR" in os.environ:
        yield Path(tempfile.gettempdir())
    # A new database is a thousand new files: in memory they take a tenth of the time.
    if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ENOUGH_MEMORY:
        yield _MEMORY
    yield from (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"))


def reachable_programs(item: Installation, account: Account, folder: Path) -> Path:
    """Return a folder with the programs of an installation that the account can run.

    It is the installation's own, or else that of a copy under `folder`, laid out in the same way:
    programs find their libraries and their data relative to themselves.
    """
    if not account.switch or account.may_enter(item.bin_dir):
        return item.bin_dir
    home = folder / "programs"
    prefix = item.bin_dir.parent
    base = os.path.commonpath([prefix, *item.libraries])
    for source in (prefix / "bin", prefix / "lib", prefix / "share", *item.libraries):
        shutil.copytree(source, home / source.relative_to(base), copy_function=_link_or_copy)
    for path, _, _ in os.walk(home):
        os.chmod(path, 0o755)
    return home / item.bin_dir.relative_to(base)


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)
