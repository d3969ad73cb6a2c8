"""Reading a project: files, validation and lowering in one call."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from schemagen.declare.facts import Project
from schemagen.declare.problems import Problems
from schemagen.errors import Problem, SpecError
from schemagen.spec.load import SpecFile, read_spec
from schemagen.spec.lower import lower
from schemagen.spec.parse import paused_collector
from schemagen.spec.project import project_model
from schemagen.spec.validate import validate


@dataclass(frozen=True)
class Loaded:
    """A project, the warnings on the way, and every file that was read for it."""

    project: Project
    warnings: tuple[Problem, ...]
    files: tuple[SpecFile, ...]


def load_project(path: Path, root: Path) -> Loaded:
    """Read the spec at `path`; `root` is the folder that file names are relative to.

    Raises:
        SpecError: with everything that is wrong with the spec.
    """
    with paused_collector():
        source = read_spec(path, root)
        problems = Problems(source.locate, list(source.problems))
        if problems.errors:
            raise SpecError(problems.errors)
        spec = validate(project_model(), source.data, source.root, problems)
        if problems.errors or spec is None:
            raise SpecError(problems.errors)
        project = lower(spec, source.name, problems)
        if project is None:
            raise SpecError(problems.errors)
    return Loaded(project, problems.warnings, source.files)
