"""What a wheel asks for, taken from the environment of the tests and not from an index.

Exactly the distributions that its metadata names, and those that these name: what the metadata
forgets is missing.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from email.parser import Parser
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement


def asked_for(wheel: Path) -> list[str]:
    """Return the requirements in a wheel's metadata."""
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return Parser().parsestr(archive.read(name).decode()).get_all("Requires-Dist", [])


def lay_out(requirements: Iterable[str], extra: str, folder: Path) -> None:
    """Link what requirements ask for into a folder, which can be a path of Python's."""
    folder.mkdir()
    for name in sorted(_closure(requirements, extra)):
        for entry in {file.parts[0] for file in distribution(name).files or ()} - {"..", ""}:
            source = Path(str(distribution(name).locate_file(entry)))
            if source.exists() and not (folder / entry).exists():
                (folder / entry).symlink_to(source)


def _closure(requirements: Iterable[str], extra: str) -> set[str]:
    found: set[str] = set()
    waiting = [(text, extra) for text in requirements]
    while waiting:
        text, wanted = waiting.pop()
        for name, extras in _applicable(text, wanted):
            for item in {"", *extras}:
                if f"{name}[{item}]" not in found:
                    found.add(f"{name}[{item}]")
                    waiting += [(each, item) for each in distribution(name).requires or ()]
    return {name.partition("[")[0] for name in found}


def _applicable(text: str, extra: str) -> Iterator[tuple[str, set[str]]]:
    requirement = Requirement(text)
    if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
        yield requirement.name, requirement.extras
