"""`schemagen build`: bring the generated files up to date with the specs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from schemagen.app.files import FileChange, write_all
from schemagen.app.outputs import ProjectState, abandoned_states, project_states
from schemagen.app.settings import find_settings
from schemagen.app.stamp import save_stamp
from schemagen.errors import Problem
from schemagen.frozen import frozen


@frozen
class BuildReport:
    """What a build did, or with `check` what it would have done.

    Attributes:
        root: the folder that paths are relative to in messages.
        projects: what was found, one by one, sorted by name; those whose spec is gone come last.
        written: whether the changes were carried out.
    """

    root: Path
    projects: tuple[ProjectState, ...]
    written: bool

    @property
    def changes(self) -> tuple[FileChange, ...]:
        """All files that were not as they should be."""
        return tuple(change for project in self.projects for change in project.changes)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What the specs are warned of; what they share is said once."""
        stamps = [project.stamp for project in self.projects if project.stamp is not None]
        return tuple(dict.fromkeys(item for stamp in stamps for item in stamp.warnings))


def build(
    root: Path | None = None, projects: Sequence[str] = (), *, check: bool = False
) -> BuildReport:
    """Bring the files of the projects up to date, of all projects if none is named.

    Either all files are changed or none. With `check` nothing is written at all. Building all
    projects also removes what was generated from specs that are gone.

    Raises:
        SettingsError: there is no such repository or project.
        SpecError: specs have problems; those of all projects.
        RenderError: an output cannot be rendered or written.
    """
    settings = find_settings(root)
    states = project_states(settings, settings.chosen(projects))
    if not projects:
        states += abandoned_states(settings)
    report = BuildReport(settings.root, states, written=not check)
    if not check:
        write_all(report.changes)
        _remember(settings.root, states)
    return report


def _remember(root: Path, states: Sequence[ProjectState]) -> None:
    for state in states:
        if state.stamp is not None and state.rendered:
            save_stamp(root, state.name, state.stamp)
