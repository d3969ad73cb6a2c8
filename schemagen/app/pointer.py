"""Which canonical catalog the files of a spec lead to, for as long as they are as they were.

This is told apart from the catalogs (`cache.py`), because who knows that nothing changed needs none
of what a catalog is made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeAlias

from schemagen.app.fingerprint import digest
from schemagen.app.stamp import Stamp, load_stamp, save_stamp
from schemagen.errors import Problem

Placed: TypeAlias = Mapping[str, str]
"""The schemas of the extensions of a database."""

_POINTER: Final = "canonical"


def pointer(root: Path, project: str, major: int, placed: Placed) -> str | None:
    """Return the entry of a project whose files are as they were, None if they are not."""
    stamp = load_stamp(root, name_of(project, major, placed))
    return stamp.outputs.get(_POINTER) if stamp is not None else None


def remember(
    root: Path,
    project: str,
    major: int,
    placed: Placed,
    key: str,
    inputs: dict[str, str],
    warnings: tuple[Problem, ...],
) -> None:
    """Remember which entry the files of a project lead to."""
    save_stamp(root, name_of(project, major, placed), Stamp(inputs, {_POINTER: key}, warnings))


def name_of(project: str, major: int, placed: Placed) -> str:
    """Return what is kept of a project is called, where it is tried with extensions in places."""
    return f"{project}-{_POINTER}-{major}-{digest(text_of(placed).encode())[:8]}"


def text_of(placed: Placed) -> str:
    """Return a text that stands for the places of extensions."""
    return repr(sorted(placed.items()))
