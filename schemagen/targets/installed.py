"""The targets that installed packages bring along: found by name, loaded only to be rendered."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from schemagen.errors import RenderError
from schemagen.targets import GROUP, PROTOCOL, Target


def installed() -> Mapping[str, EntryPoint]:
    """Return the entry points of targets by name; nothing of them is imported.

    Raises:
        RenderError: two packages bring a target of one name.
    """
    found: dict[str, EntryPoint] = {}
    for each in sorted(entry_points(group=GROUP), key=lambda each: (each.name, each.value)):
        other = found.setdefault(each.name, each)
        if other.value != each.value:
            raise RenderError(
                f"the packages {package(other)} and {package(each)} both bring a target"
                f' "{each.name}"',
                hint="uninstall one of them",
            )
    return found


def package(entry: EntryPoint) -> str:
    """Return the name and version of the package that an entry point belongs to."""
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value


def load_target(entry: EntryPoint) -> Target:
    """Import a target.

    Raises:
        RenderError: it cannot be imported, is no target, or is of another protocol.
    """
    try:
        found: Any = entry.load()
    except Exception as error:
        raise failure(entry, f"cannot be imported: {said(error)}") from error
    if not isinstance(found, Target):
        raise failure(entry, f"is no schemagen.targets.Target: {entry.value} is {found!r:.80}")
    if found.protocol != PROTOCOL:
        older = found.protocol < PROTOCOL
        hint = f"upgrade {'the package' if older else 'schemagen'}"
        message = f"was written for protocol {found.protocol}, and this schemagen has {PROTOCOL}"
        raise failure(entry, message, hint)
    return found


def failure(entry: EntryPoint, message: str, hint: str = "") -> RenderError:
    """Return an error of a target, with the package that brings it."""
    usual = "this is a fault of that package, not of schemagen nor of the spec"
    return RenderError(
        f'the target "{entry.name}" of {package(entry)} {message}', hint=hint or usual
    )


def said(error: Exception) -> str:
    """Return an error of somebody else's code as one line, with its kind and where it arose."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    where = f" ({Path(step.tb_frame.f_code.co_filename).name}:{step.tb_lineno})" if step else ""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}{': ' if text else ''}{text}{where}"


@cache
def code_of(name: str) -> str | None:
    """Return a hash of the files of the package that a target is in, None if it is not installed.

    Nothing of it is imported, and a process has one answer, as it has one version of the code. What
    it takes from other packages is told by its version alone.
    """
    entry = next(iter(entry_points(group=GROUP, name=name)), None)
    if entry is None:
        return None
    made = hashlib.sha256(f"{entry.value}\0{package(entry)}".encode())
    for path in _files(entry.module.partition(".")[0]):
        content = hashlib.sha256(path.read_bytes()).digest()
        made.update(os.fsencode(path) + b"\0" + content)
    return made.hexdigest()


def _files(module: str) -> Iterator[Path]:
    found = importlib.util.find_spec(module)
    if found is None:
        return
    if not found.submodule_search_locations:
        if found.origin is not None:
            yield Path(found.origin)
        return
    for top in found.submodule_search_locations:
        for folder, folders, names in os.walk(top):
            folders[:] = sorted(name for name in folders if name != "__pycache__")
            yield from (Path(folder, name) for name in sorted(names))
