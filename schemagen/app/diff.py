"""`schemagen diff`: what the working specs would change in what was built last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from schemagen.app.files import FileChange
from schemagen.app.outputs import ProjectState, project_states
from schemagen.app.settings import Settings, find_settings
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Change
from schemagen.catalog.serialize import SnapshotError
from schemagen.errors import RenderError

SNAPSHOT = "snapshot.json"


@dataclass(frozen=True, slots=True)
class ProjectDiff:
    """What a spec declares against the snapshot of its last build.

    Attributes:
        name: the project.
        built: whether there is a snapshot; without one everything is new.
        changes: what has to change in the snapshot's catalog to get the declared one.
        stale: the generated files that a build would change.
    """

    name: str
    built: bool
    changes: tuple[Change, ...]
    stale: tuple[FileChange, ...]


@dataclass(frozen=True, slots=True)
class DiffReport:
    """The differences of all projects that were asked for, and the folder of their paths."""

    root: Path
    projects: tuple[ProjectDiff, ...]

    @property
    def different(self) -> bool:
        """Whether there is any difference."""
        return any(project.changes or project.stale for project in self.projects)


def diff(root: Path | None = None, projects: Sequence[str] = ()) -> DiffReport:
    """Compare the specs of the projects with the snapshots beside their generated files.

    Raises:
        SettingsError: there is no such repository or project.
        SpecError: specs have problems; those of all projects.
        RenderError: a snapshot cannot be read.
    """
    settings = find_settings(root)
    states = project_states(settings, settings.chosen(projects))
    return DiffReport(settings.root, tuple(_diff(settings, state) for state in states))


def _diff(settings: Settings, state: ProjectState) -> ProjectDiff:
    path = settings.output(state.name) / SNAPSHOT
    snapshot = next((item for item in state.changes if item.path == path), None)
    if snapshot is None:
        return ProjectDiff(state.name, True, (), state.changes)
    changes = _changes(snapshot, settings.relative(path))
    return ProjectDiff(state.name, snapshot.current is not None, changes, state.changes)


def _changes(snapshot: FileChange, name: str) -> tuple[Change, ...]:
    # Imported here because without a change there is nothing to compare.
    from schemagen.diff.engine import compare
    from schemagen.render.snapshot import read_differing, read_snapshot

    desired = (snapshot.desired or b"").decode()
    if snapshot.current is None:
        return compare(Catalog(), read_snapshot(desired))
    try:
        return compare(*read_differing(snapshot.current.decode(), desired))
    except (SnapshotError, UnicodeDecodeError) as error:
        raise RenderError(
            f"this snapshot cannot be read: {error}",
            where=name,
            hint="restore it from version control, or remove it and build again",
        ) from error
