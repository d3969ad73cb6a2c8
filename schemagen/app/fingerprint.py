"""What an output depends on besides its spec: this program, and the libraries that it works with.

Nothing is imported to find out, because the answer mostly is that nothing has to be done.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_LIBRARIES = ("jinja2", "pydantic", "pydantic_core", "sqlglot", "yaml")
_PARTS = (".py", ".sql", ".jinja", ".json")


def digest(content: bytes) -> str:
    """Return the SHA-256 of some content, in hex."""
    return hashlib.sha256(content).hexdigest()


@cache
def tool_fingerprint() -> str:
    """Return a hash of this program's code and templates and of the versions that it runs on."""
    made = hashlib.sha256(sys.version.encode())
    for path in _own_files():
        made.update(b"%s\0%s\0" % (os.fsencode(path), digest(path.read_bytes()).encode()))
    for name in _LIBRARIES:
        found = importlib.util.find_spec(name)
        if found is not None and found.origin is not None:
            state = os.stat(found.origin)
            made.update(f"{found.origin} {state.st_mtime_ns} {state.st_size}\0".encode())
    return made.hexdigest()


def _own_files() -> Iterator[Path]:
    for top in (_PACKAGE, _PACKAGE.parent / "templates"):
        for folder, folders, names in os.walk(top):
            folders.sort()
            for name in sorted(names):
                if name.endswith(_PARTS):
                    yield Path(folder, name)
