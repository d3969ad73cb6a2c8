"""Differences with what they do to access: nothing is loaded or tried where they can do nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from schemagen.app.difference import DiffReport, ProjectDiff
from schemagen.app.settings import find_settings
from schemagen.prove.whom.deciding import comes_with_access, decides_access, may_decide_access


def with_access(
    report: DiffReport, root: Path | None, tell: Callable[[str], None] = lambda _: None
) -> DiffReport:
    """Return a report that says of each project whose access changes.

    Raises:
        SpecError: a spec has problems.
    """
    changing = {each.name for each in report.projects if _may_change(each)}
    if not changing:
        return report
    # Imported here because most differences are none of access.
    from schemagen.prove.whom.asking import Asker
    from schemagen.spec.compile import compile_spec

    settings = find_settings(root)
    asker = Asker(settings, tell)

    def asked(project: ProjectDiff) -> ProjectDiff:
        if project.name not in changing:
            return project
        whole = project.catalogs()
        compiled = compile_spec(settings.spec(project.name), settings.root)
        return replace(project, access=asker.measured(compiled, whole.current, whole.desired))

    return replace(report, projects=tuple(asked(each) for each in report.projects))


def _may_change(project: ProjectDiff) -> bool:
    if not may_decide_access(project.changes):
        return False
    current, desired, _ = project.catalogs()
    return comes_with_access(current, desired) or decides_access(project.changes, current, desired)
