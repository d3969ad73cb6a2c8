"""Remembering that a database was what its spec says, so that it need not be compared again.

What is remembered is a hash of everything that the verdict followed from: the spec, what was asked
for, this program, and every row that the server told. Whoever finds the same again knows the
verdict. Deleting what is remembered costs time alone.
"""

from __future__ import annotations

import json
import os
from dataclasses import astuple
from pathlib import Path
from typing import Any, Final

from schemagen.app.fingerprint import digest
from schemagen.app.stamp import FOLDER
from schemagen.frozen import frozen

_KEPT: Final = 50
"""Verdicts of a project: one for each database that is looked at."""


@frozen
class Aside:
    """What a database holds and is not compared, by name.

    Attributes:
        left_alone: what is known, and nobody asked for.
        unmodelled: what schemagen does not know.
        hidden: what the role that reads may not see.
    """

    left_alone: tuple[str, ...] = ()
    unmodelled: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


def agreed(root: Path, project: str, key: str) -> Aside | None:
    """Return what was not compared when nothing was different, None if that is not known."""
    found = _load(_path(root, project)).get(key)
    return Aside(*map(tuple, found)) if found is not None else None


def agree(root: Path, project: str, key: str, aside: Aside) -> None:
    """Remember that nothing was different; where that is not possible, nothing is lost but time."""
    path = _path(root, project)
    known = {**_load(path), key: [list(part) for part in astuple(aside)]}
    content = dict(list(known.items())[-_KEPT:])
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps({"check": _check(content), "content": content}))
        unfinished.replace(path)
    except OSError:
        return


def _load(path: Path) -> dict[str, list[list[str]]]:
    try:
        stored = json.loads(path.read_bytes())
        content: dict[str, list[list[str]]] = stored["content"]
        return content if stored["check"] == _check(content) else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _check(content: dict[str, Any]) -> str:
    return digest(json.dumps(content).encode())


def _path(root: Path, project: str) -> Path:
    return root / FOLDER / "cache" / f"{project}-agreement.json"
