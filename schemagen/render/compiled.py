"""Templates as the Python that Jinja compiles them to, kept for the next process.

Compiling all of them takes half as long as a small build itself. An entry is found by what it was
compiled from and by which versions, and is believed if it is as it was written; without it a
template is compiled again. What is read runs as code, so the folder is in the user's own cache and
has to belong to nobody else: who could write there could write to that user's `.bashrc` as well.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from functools import cache
from pathlib import Path
from typing import Final

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

_KEPT: Final = 300
"""Entries; the oldest ones go. One version has a fifth of that."""
_DIGEST: Final = hashlib.sha256().digest_size
_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH


def cache_folder() -> Path | None:
    """Return the folder of compiled templates, None where there can be none of one's own."""
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
        folder = base / "schemagen" / "templates"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        state = folder.stat()
    except (OSError, RuntimeError):
        return None
    is_own = state.st_uid == os.getuid() and not state.st_mode & _OTHERS_WRITE
    return folder if is_own else None


class CompiledTemplates(BytecodeCache):
    """The compiled templates in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, unless there is none or it was damaged."""
        try:
            content = self._path(bucket).read_bytes()
        except OSError:
            return
        made, code = content[:_DIGEST], content[_DIGEST:]
        if hashlib.sha256(code).digest() == made:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template; where that is not possible, the next build takes longer."""
        code = bucket.bytecode_to_string()
        path = self._path(bucket)
        unfinished = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            unfinished.write_bytes(hashlib.sha256(code).digest() + code)
            unfinished.replace(path)
            self._prune()
        except OSError:
            return

    def _path(self, bucket: Bucket) -> Path:
        parts = (_versions(), bucket.key, bucket.checksum)
        return self._folder / hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def _prune(self) -> None:
        entries = sorted(self._folder.iterdir(), key=lambda path: path.stat().st_mtime)
        for path in entries[:-_KEPT]:
            path.unlink(missing_ok=True)


@cache
def _versions() -> str:
    """Return what compiled code depends on besides its template: Python, Jinja, how it is used."""
    used = hashlib.sha256((Path(__file__).parent / "environment.py").read_bytes()).hexdigest()
    return f"{sys.version}\0{jinja2.__version__}\0{used}"
