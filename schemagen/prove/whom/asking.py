"""Asking for whom access changes, where it may: the answer says so if it cannot be found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg

from schemagen.app.difference import DiffReport, ProjectDiff
from schemagen.app.replay import majors
from schemagen.app.settings import Settings, find_settings
from schemagen.catalog.access_change import AccessChange
from schemagen.catalog.catalog import Catalog
from schemagen.diff.engine import compare
from schemagen.errors import ApplyError, SandboxError
from schemagen.prove.verdict import Job
from schemagen.prove.whom.deciding import decides_access
from schemagen.prove.whom.measuring import measure
from schemagen.prove.whom.versions import with_catalog
from schemagen.spec.compile import Compiled, compile_spec


@dataclass(frozen=True)
class Asker:
    """Asks what a change of a project does to access; `tell` is told what is being tried."""

    settings: Settings
    tell: Callable[[str], None] = lambda _: None

    def __call__(
        self, compiled: Compiled, current: Catalog, desired: Catalog, major: int | None = None
    ) -> AccessChange | None:
        """Return what became of access from `current` to `desired`; None if nothing can have.

        It is tried on the newest server here that the schemas run on, unless `major` says which.
        """
        if not decides_access(compare(current, desired), current, desired):
            return None
        project = with_catalog(compiled.project, desired)
        reason = "there is no PostgreSQL on this machine"
        for number in [major] if major is not None else majors():
            job = Job(self.settings, replace(compiled, project=project), (), 0, number, self.tell)
            try:
                return measure(job, current)
            except ApplyError as error:
                reason = str(error).partition("\n")[0]
                if not error.lacks_extension:
                    break
            except (SandboxError, psycopg.Error) as error:
                reason = str(error).partition("\n")[0]
        return AccessChange(untried=reason)


def with_access(
    report: DiffReport, root: Path | None, tell: Callable[[str], None] = lambda _: None
) -> DiffReport:
    """Return a report that says of each project whose access changes.

    Raises:
        SpecError: a spec has problems.
    """
    if not any(each.changes and each.built for each in report.projects):
        return report
    asker = Asker(find_settings(root), tell)
    return replace(report, projects=tuple(_asked(each, asker) for each in report.projects))


def _asked(project: ProjectDiff, asker: Asker) -> ProjectDiff:
    if not (project.changes and project.built):
        return project
    settings, whole = asker.settings, project.catalogs()
    compiled = compile_spec(settings.spec(project.name), settings.root)
    return replace(project, access=asker(compiled, whole.current, whole.desired))
