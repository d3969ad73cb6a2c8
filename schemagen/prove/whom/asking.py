"""Asking for whom access changes, where it may: the answer says so if it cannot be found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import psycopg

from schemagen.app.replay import majors_for, no_server
from schemagen.app.settings import Settings
from schemagen.catalog.access_change import AccessChange
from schemagen.catalog.catalog import Catalog
from schemagen.diff.engine import compare
from schemagen.errors import ApplyError, SandboxError
from schemagen.frozen import frozen
from schemagen.prove.verdict import Job
from schemagen.prove.whom.deciding import decides_access
from schemagen.prove.whom.measuring import measure
from schemagen.prove.whom.versions import with_catalog
from schemagen.spec.compile import Compiled


@frozen(slots=False)
class Asker:
    """Asks what a change of a project does to access; `tell` is told what is being tried."""

    settings: Settings
    tell: Callable[[str], None] = lambda _: None

    def __call__(
        self, compiled: Compiled, current: Catalog, desired: Catalog, major: int | None = None
    ) -> AccessChange | None:
        """Return what became of access from `current` to `desired`; None if nothing can have."""
        if not decides_access(compare(current, desired), current, desired):
            return None
        return self.measured(compiled, current, desired, major)

    def measured(
        self, compiled: Compiled, current: Catalog, desired: Catalog, major: int | None = None
    ) -> AccessChange:
        """Return the same of a change that may do something to access.

        It is tried on the newest server here that the schemas run on, unless `major` says which.
        """
        project = with_catalog(compiled.project, desired)
        reason = no_server(project).message
        for number in [major] if major is not None else majors_for(project):
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
