"""Fresh data folders: `initdb` runs once for each version, then its result is copied.

The template is kept in the user's cache folder. Deleting it costs a second and nothing else.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from schemagen.errors import SandboxError
from schemagen.sandbox.account import Account
from schemagen.sandbox.installations import Installation

SUPERUSER = "postgres"
"""The role that every sandbox has, whoever runs it."""

_OPTIONS = (
    f"--username={SUPERUSER}",
    "--auth-local=trust",
    "--auth-host=reject",
    "--encoding=UTF8",
    "--locale=C",
    "--wal-segsize=1",
    "--no-sync",
    "--no-instructions",
)


def make_data(item: Installation, programs: Path, account: Account, target: Path) -> None:
    """Make a data folder at `target` that belongs to the account.

    Raises:
        SandboxError: `initdb` failed.
    """
    template = _template(item, account)
    if template is None:
        _initdb(item, programs, account, target)
        return
    with _locked(template.with_name(f"{template.name}.lock")):
        if not template.is_dir():
            _initdb(item, programs, account, target)
            _keep(target, template)
            return
    copy_data(template, target)


def _template(item: Installation, account: Account) -> Path | None:
    """Return where the template is kept, None where nothing can be kept."""
    made = hashlib.sha256((item.bin_dir / "initdb").read_bytes())
    made.update("\n".join([str(account.uid), *_OPTIONS]).encode())
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    folder = Path(base).expanduser() / "schemagen" / "postgres"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return None
    return (
        folder / f"{item.version}-{made.hexdigest()[:12]}" if os.access(folder, os.W_OK) else None
    )


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Let one process at a time make a template."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _initdb(item: Installation, programs: Path, account: Account, target: Path) -> None:
    command = [str(programs / "initdb"), *_OPTIONS, "-D", str(target)]
    done = subprocess.run(
        command,
        env=clean_environment(),
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        **account.arguments(),
    )
    if done.returncode != 0:
        raise SandboxError(
            f"initdb of PostgreSQL {item.version} failed: {done.stderr.strip()}",
            where=str(item.bin_dir),
            hint="is there room in the temporary folder, and may this account run programs?",
        )


def _keep(data: Path, template: Path) -> None:
    """Put a copy into the cache, under its name only when it is whole."""
    with tempfile.TemporaryDirectory(dir=template.parent) as folder:
        made = Path(folder) / "data"
        copy_data(data, made)
        made.rename(template)


def copy_data(source: Path, target: Path) -> None:
    """Copy the data folder of a server that is stopped, with the owners of its files.

    Raises:
        SandboxError: it cannot be copied: there is no room, for example.
    """
    # cp and not shutil: it keeps owners, and copies a thousand files several times faster.
    command = ["cp", "-Rp", str(source), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        shutil.rmtree(target, ignore_errors=True)
        raise SandboxError(
            f"a data folder could not be copied: {done.stderr.strip()}",
            hint="make room on the disk of the folder for temporary files",
        )


def clean_environment() -> dict[str, str]:
    """Return the environment without what would change how PostgreSQL's programs behave."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}
