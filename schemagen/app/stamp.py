"""Remembering builds, so that one that would change nothing need not be done.

A stamp says: these inputs, read by this version of this program, gave outputs with these hashes.
It is believed only if all of that still holds; without it, everything is done again with the same
result.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, field
from pathlib import Path
from typing import Any

from schemagen.app.fingerprint import digest, tool_fingerprint
from schemagen.errors import Place, Problem
from schemagen.frozen import frozen

FOLDER = ".schemagen"
"""The folder of a repository that holds what may be deleted at any time."""


@frozen
class Stamp:
    """What a build read and made.

    Attributes:
        inputs: SHA-256 of every file that was read, by its name relative to the root.
        outputs: SHA-256 of every output, by its name in the project's folder.
        warnings: what the spec was warned of.
        templates: SHA-256 of every template of the repository, by its name.
        targets: what the code of other packages was that rendered outputs, by their targets.
    """

    inputs: Mapping[str, str]
    outputs: Mapping[str, str]
    warnings: tuple[Problem, ...]
    templates: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[str, str | None] = field(default_factory=dict)


@frozen
class Rendered:
    """The outputs of a project by name, and a stamp that remembers them."""

    outputs: Mapping[str, bytes]
    stamp: Stamp


def load_stamp(root: Path, project: str) -> Stamp | None:
    """Return the stamp of a project, None if there is none that holds for the files as they are."""
    try:
        stored = json.loads(_path(root, project).read_bytes())
        content = stored["content"]
        if stored["check"] != _check(content):
            return None
        warnings = tuple(map(_problem, content["warnings"]))
        stamp = Stamp(**{**content, "warnings": warnings})
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return stamp if _holds(stamp, root) else None


def save_stamp(root: Path, project: str, stamp: Stamp) -> None:
    """Keep a stamp; where that is not possible, the next build only takes longer."""
    content = asdict(stamp)
    text = json.dumps({"check": _check(content), "content": content}, sort_keys=True)
    path = _path(root, project)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        (root / FOLDER / ".gitignore").write_text("*\n", encoding="utf-8")
        unfinished = path.with_name(f"{path.name}.{os.getpid()}")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    except OSError:
        return


def _path(root: Path, project: str) -> Path:
    return root / FOLDER / "cache" / f"{project}.json"


def _check(content: Mapping[str, Any]) -> str:
    """Return a hash of the content and of this program: a stamp of another version is none."""
    plain = json.dumps(content, sort_keys=True)
    return digest(f"{tool_fingerprint()}\n{plain}".encode())


def _problem(plain: dict[str, Any]) -> Problem:
    return Problem(**{**plain, "place": Place(**plain["place"])})


def _holds(stamp: Stamp, root: Path) -> bool:
    try:
        return all(
            digest((root / name).read_bytes()) == made for name, made in stamp.inputs.items()
        )
    except OSError:
        return False
