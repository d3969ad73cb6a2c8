"""`schemagen lint --from`: what production will regret of the way from a revision to the specs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from schemagen.app.diff import SNAPSHOT
from schemagen.app.lint import Finding, LintReport, lint_each, placed
from schemagen.app.revision import Revision
from schemagen.app.settings import Settings, find_settings
from schemagen.lint.find import find_in_change
from schemagen.lint.way import steps_between
from schemagen.spec.compile import Compiled


def lint_changes(root: Path | None, projects: Sequence[str], revision: str) -> LintReport:
    """Look for what the rules about changes know in what differs from a revision.

    How large tables are is not known here, so that the worst is told.

    Raises:
        SettingsError: there is no such repository, project or revision.
        SpecError: specs have problems, those of all projects; or suppress what is no rule.
        CycleError: objects need each other.
    """
    settings = find_settings(root)
    then = Revision(settings, revision)

    def look(_: Settings, name: str, compiled: Compiled) -> Iterator[Finding]:
        before = then.catalog(name, SNAPSHOT)
        if before is None:
            return iter(())  # a new project has no rows
        steps = steps_between(before, compiled.project.catalog)
        return placed(find_in_change(steps, compiled.project.facts.suppressions), compiled)

    return lint_each(root, projects, look)
