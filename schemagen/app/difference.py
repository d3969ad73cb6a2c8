"""What a project declares against something else: the changes, and the way there and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from schemagen.app.agreement import Aside
from schemagen.app.files import FileChange
from schemagen.catalog.access_change import AccessChange
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Change, RenameCandidate
from schemagen.catalog.sizes import Sizes
from schemagen.catalog.statement import Statement
from schemagen.frozen import frozen
from schemagen.plan.undo import Undo


class Whole(NamedTuple):
    """Both catalogs, and the schema that names in their texts are looked up in (empty: none)."""

    current: Catalog
    desired: Catalog
    schema: str = ""


class Way(NamedTuple):
    """The statements of a change, those that undo it, and the schema that they are run in.

    `undo_of_each` tells of each of the statements what its undo brings back.
    """

    up: tuple[Statement, ...]
    undo: tuple[Statement, ...]
    schema: str
    undo_of_each: tuple[Undo, ...] = ()


@frozen(slots=False)
class ProjectDiff:
    """What a spec declares against something else.

    Attributes:
        name: the project.
        against: what it is compared with: a file, a revision, a database.
        built: whether there is something to compare with; without it everything is new.
        changes: what has to change in the current catalog to get the declared one.
        look: finds the generated files that a build would change.
        names_stale: whether finding them takes little time.
        aside: what a database holds besides and is not compared.
        catalogs: gives both catalogs, for a plan.
        sizes: gives how large the tables are, if that is known.
        access: whose access grows or shrinks, if it was asked for and may.
    """

    name: str
    against: str
    built: bool
    changes: tuple[Change, ...]
    look: Callable[[], tuple[FileChange, ...]] = field(default=tuple, repr=False, compare=False)
    names_stale: bool = True
    aside: Aside = field(default_factory=Aside)
    catalogs: Callable[[], Whole] = field(
        default=lambda: Whole(Catalog(), Catalog()), repr=False, compare=False
    )
    sizes: Callable[[], Sizes | None] = field(default=lambda: None, repr=False, compare=False)

    access: AccessChange | None = None

    @cached_property
    def candidates(self) -> tuple[RenameCandidate, ...]:
        """What goes and comes, equal but for the name: renames, perhaps, that nobody declared."""
        if not self.changes:
            return ()
        # Imported here because it brings all kinds along, which a run without changes does without.
        from schemagen.diff.candidates import rename_candidates

        return rename_candidates(self.changes)

    @cached_property
    def stale(self) -> tuple[FileChange, ...]:
        """The generated files that a build would change; all of them are rendered to tell."""
        return self.look()

    @cached_property
    def way(self) -> Way:
        """The way from the current catalog to the declared one, and back.

        Raises (when it is asked for):
            SchemagenError: there is none.
        """
        if not self.changes:
            return Way((), (), "")
        # Imported here because most who ask what is different do not ask for statements.
        from schemagen.plan.authz import with_access
        from schemagen.plan.transition import plan_transition

        whole = self.catalogs()
        plan = plan_transition(whole.current, whole.desired, sizes=self.sizes())
        undo_of_each = plan.undo_of_each()
        if self.access is not None:
            plan = with_access(plan, self.access, whole.current, whole.desired)
        return Way(plan.statements, plan.undo, whole.schema, undo_of_each)


@frozen
class DiffReport:
    """The differences of all projects that were asked for, and the folder of their paths."""

    root: Path
    projects: tuple[ProjectDiff, ...]

    @property
    def different(self) -> bool:
        """Whether there is any difference."""
        return any(project.changes or project.stale for project in self.projects)


def as_if_large(report: DiffReport) -> DiffReport:
    """Return the same differences with the statements for tables that are all large."""
    return replace(report, projects=tuple(replace(each, sizes=Sizes) for each in report.projects))
