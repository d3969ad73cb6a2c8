"""`schemagen build --watch`: build again whenever something changed that a build reads.

Files are looked at a few times a second instead of asking the system to tell: that goes without
another package, in containers and on shared folders too, and costs a millisecond.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from schemagen.app.build import BuildReport, build
from schemagen.app.settings import Settings, find_settings
from schemagen.errors import SchemagenError, SettingsError

_INTERVAL: Final = 0.2
"""Seconds between two looks; who saves several files at once is not asked for more."""
_SETTINGS: Final = ("schemagen.toml", "pyproject.toml")
_Look: TypeAlias = Mapping[Path, tuple[int, int, int]]


def rebuilds(
    root: Path | None, projects: Sequence[str] = ()
) -> Iterator[BuildReport | SchemagenError]:
    """Build, and again after each change, without an end; yield what was done, or what is wrong.

    Raises:
        SettingsError: at the start: there is no such repository or project.
    """
    watched = _Watched(find_settings(root))
    watched.settings.chosen(projects)
    while True:
        before = watched.look()
        try:
            report = build(watched.settings.root, projects)
            watched.remember(report)
            yield report
        except SchemagenError as error:
            yield error
        # This process lives on, and what the last build made is garbage now.
        gc.collect()
        watched.wait_for_change(before)


@dataclass
class _Watched:
    """What a repository's builds read: its specs and templates, and whatever else they named."""

    settings: Settings
    read: set[Path] = field(default_factory=set)

    def remember(self, report: BuildReport) -> None:
        """Keep the names of the files that were read; some stand outside of the specs."""
        stamps = (project.stamp for project in report.projects)
        names = {name for stamp in stamps if stamp for name in stamp.inputs}
        self.read = {self.settings.root / name for name in names}

    def look(self) -> _Look:
        """Return what tells versions of the files apart."""
        found: dict[Path, tuple[int, int, int]] = {}
        for path in self._files():
            try:
                state = path.stat()
            except OSError:
                continue  # it went meanwhile, which is a change as well
            found[path] = state.st_mtime_ns, state.st_size, state.st_ino
        return found

    def wait_for_change(self, before: _Look) -> None:
        """Return when something is different, and was the same for a moment."""
        while (now := self.look()) == before:
            time.sleep(_INTERVAL)
        while True:
            time.sleep(_INTERVAL)
            before, now = now, self.look()
            if now == before:
                break
        self._read_settings()

    def _files(self) -> Collection[Path]:
        folders = (self.settings.specs, self.settings.templates)
        inside = (
            Path(place, name)
            for folder in folders
            for place, _, names in os.walk(folder)
            for name in names
        )
        return {*inside, *self.read, *(self.settings.root / name for name in _SETTINGS)}

    def _read_settings(self) -> None:
        try:
            self.settings = find_settings(self.settings.root)
        except SettingsError:
            return  # the build says what is wrong with them
