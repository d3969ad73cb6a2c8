"""What an output depends on besides its spec: this program, and the libraries that it works with.

Nothing is imported or read to find out, because the answer mostly is that nothing has to be done: a
file is the same while its time and its size are, as Python itself has it for compiled modules.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from schemagen import __version__

_PACKAGE = Path(__file__).resolve().parents[1]
_LIBRARIES = ("jinja2", "pydantic", "pydantic_core", "sqlglot", "yaml")
_PARTS = (".py", ".sql", ".jinja", ".json")


def digest(content: bytes) -> str:
    """Return the SHA-256 of some content, in hex."""
    return hashlib.sha256(content).hexdigest()


@cache
def tool_fingerprint() -> str:
    """Return a hash of this program's code and templates and of the versions that it runs on."""
    made = hashlib.sha256(f"{sys.version}\0{__version__}\0".encode())
    for path, state in (*_own_files(), *_libraries()):
        made.update(os.fsencode(f"{path} {state.st_mtime_ns} {state.st_size}\0"))
    return made.hexdigest()


def _own_files() -> Iterator[tuple[str, os.stat_result]]:
    for top in (_PACKAGE, _PACKAGE.parent / "templates"):
        if top.is_dir():
            yield from _files(str(top))


def _files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry.path)
        elif entry.name.endswith(_PARTS):
            yield entry.path, entry.stat()


def _libraries() -> Iterator[tuple[str, os.stat_result]]:
    for name in _LIBRARIES:
        found = importlib.util.find_spec(name)
        if found is not None and found.origin is not None:
            yield found.origin, os.stat(found.origin)
