"""What the generated files of a project are, and what they should be."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from schemagen.app.files import FileChange, read_if_there
from schemagen.app.fingerprint import digest
from schemagen.app.settings import Settings
from schemagen.app.stamp import Rendered, Stamp, load_stamp
from schemagen.app.templates import template_hashes
from schemagen.errors import SpecError
from schemagen.frozen import frozen

_MADE_BY_US = re.compile(rb"\A.{0,40}?Made by schemagen from .+?\. Do not edit\.")
_HEADER_BYTES = 4096
_MIGRATIONS = "migrations"
"""The folder of a project that holds its history: written once, never made anew."""
_NOT_OURS_TO_NAME = frozenset({"__pycache__", _MIGRATIONS})


@frozen
class ProjectState:
    """What stands in a project's folder against what should stand there.

    Attributes:
        name: the project.
        changes: the files that are not as they should be, sorted by path.
        foreign: files that this program did not make, sorted.
        stamp: what the outputs were made from; None for a project whose spec is gone.
        rendered: whether the outputs were rendered to find out, and not just compared to a stamp.
    """

    name: str
    changes: tuple[FileChange, ...]
    foreign: tuple[Path, ...]
    stamp: Stamp | None
    rendered: bool


class Renderer(Protocol):
    """A compiled spec, whose outputs are rendered as far as somebody asks for them."""

    @property
    def project(self) -> Any:
        """The `Project` that the spec declares; importing its class here would take longer than all
        that a project needs where nothing has changed."""

    def snapshot(self) -> bytes:
        """Return the snapshot alone."""

    def all(self) -> Rendered:
        """Return all outputs."""


class ProjectLook:
    """One look at a project: its spec is compiled if it changed, its files wait to be asked for.

    Raises:
        SpecError: the spec has problems.
        RenderError: a file cannot be read.
    """

    def __init__(self, settings: Settings, name: str) -> None:
        self.name = name
        self._folder = settings.output(name)
        self._stamp = load_stamp(settings.root, name)
        self.renderer: Renderer | None = None
        if self._stamp is None or not _is_as_stamped(self._folder, self._stamp, settings):
            self.renderer = _renderer(settings, name)

    def snapshot(self, name: str) -> FileChange | None:
        """Return what happens to the snapshot, which has this name, None where that is nothing."""
        if self.renderer is None:
            return None
        change = _compared(self._folder / name, self.renderer.snapshot())
        return change if change.current != change.desired else None

    @cached_property
    def state(self) -> ProjectState:
        """What is to be done for the project.

        Raises (when it is asked for):
            RenderError: an output cannot be rendered, or a file cannot be read.
        """
        if self.renderer is None:
            outputs = self._stamp.outputs if self._stamp else ()
            changes, foreign = _leftovers(self._folder, outputs)
            return ProjectState(self.name, changes, foreign, self._stamp, False)
        made = self.renderer.all()
        compared = (_compared(self._folder / key, text) for key, text in made.outputs.items())
        differing = [item for item in compared if item.current != item.desired]
        leftovers, foreign = _leftovers(self._folder, made.outputs)
        changes = tuple(sorted([*differing, *leftovers], key=lambda item: item.path))
        return ProjectState(self.name, changes, foreign, made.stamp, True)


def _renderer(settings: Settings, name: str) -> Renderer:
    # Imported here because it takes several times as long as finding that nothing has changed.
    from schemagen.app.rendering import Rendering

    return Rendering(settings, name)


def look_at(settings: Settings, projects: Collection[str]) -> tuple[ProjectLook, ...]:
    """Look at each of the projects; nothing is written.

    Raises:
        SpecError: specs have problems; those of all projects.
        RenderError: a file cannot be read.
    """
    looks: list[ProjectLook] = []
    problems = []
    for project in projects:
        try:
            looks.append(ProjectLook(settings, project))
        except SpecError as error:
            problems += [item for item in error.problems if item not in problems]
    if problems:
        raise SpecError(tuple(problems))
    return tuple(looks)


def project_states(settings: Settings, projects: Collection[str]) -> tuple[ProjectState, ...]:
    """Find out what is to be done for each of the projects; nothing is written.

    Raises:
        SpecError: specs have problems; those of all projects.
        RenderError: an output cannot be rendered, or a file cannot be read.
    """
    return tuple(look.state for look in look_at(settings, projects))


def abandoned_states(settings: Settings) -> tuple[ProjectState, ...]:
    """Find the folders of projects whose spec is gone, with the files that go with them."""
    known = set(settings.projects())
    folders = sorted(settings.generated.iterdir()) if settings.generated.is_dir() else []
    states = []
    for folder in folders:
        if folder.is_dir() and folder.name not in known:
            changes, foreign = _leftovers(folder, ())
            if changes:
                states.append(ProjectState(folder.name, changes, foreign, None, False))
    return tuple(states)


def _is_as_stamped(folder: Path, stamp: Stamp, settings: Settings) -> bool:
    if stamp.templates != template_hashes(settings.templates) or not _has_targets(stamp):
        return False
    for name, made in stamp.outputs.items():
        content = read_if_there(folder / name)
        if content is None or digest(content) != made:
            return False
    return True


def _has_targets(stamp: Stamp) -> bool:
    """Tell whether the code of other packages is what it was."""
    if not stamp.targets:
        return True
    # Imported here because few projects have any.
    from schemagen.targets.installed import code_of

    return all(code_of(name) == code for name, code in stamp.targets.items())


def _compared(path: Path, desired: bytes) -> FileChange:
    return FileChange(path, read_if_there(path), desired)


def _leftovers(
    folder: Path, outputs: Collection[str]
) -> tuple[tuple[FileChange, ...], tuple[Path, ...]]:
    """Return the files that we once made and no longer make, and those that others made."""
    kept = {folder / name for name in outputs}
    ours, foreign = [], []
    for path in _files(folder):
        if path in kept:
            continue
        with path.open("rb") as file:
            made_by_us = _MADE_BY_US.match(file.read(_HEADER_BYTES))
        if made_by_us:
            ours.append(FileChange(path, read_if_there(path), None))
        else:
            foreign.append(path)
    return tuple(ours), tuple(foreign)


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _NOT_OURS_TO_NAME)
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path
