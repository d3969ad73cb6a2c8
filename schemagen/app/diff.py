"""`schemagen diff`: what the specs would change in what was built, committed or deployed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from schemagen.app.agreement import Aside, agree
from schemagen.app.files import FileChange
from schemagen.app.outputs import ProjectLook, look_at
from schemagen.app.selection import Selection
from schemagen.app.settings import Settings, find_settings
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Change, RenameCandidate, subject
from schemagen.catalog.serialize import SnapshotError
from schemagen.catalog.sizes import Sizes
from schemagen.catalog.statement import Statement
from schemagen.declare.facts import Project
from schemagen.errors import RenderError, SettingsError
from schemagen.plan.undo import Undo

SNAPSHOT = "snapshot.json"
_FEW = 5000
"""Objects whose files are rendered in a moment, to name those that are stale."""


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


@dataclass(frozen=True)
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
        from schemagen.plan.transition import plan_transition

        whole = self.catalogs()
        plan = plan_transition(whole.current, whole.desired, sizes=self.sizes())
        return Way(plan.statements, plan.undo, whole.schema, plan.undo_of_each())


@dataclass(frozen=True, slots=True)
class DiffReport:
    """The differences of all projects that were asked for, and the folder of their paths."""

    root: Path
    projects: tuple[ProjectDiff, ...]

    @property
    def different(self) -> bool:
        """Whether there is any difference."""
        return any(project.changes or project.stale for project in self.projects)


def diff(
    root: Path | None = None,
    projects: Sequence[str] = (),
    *,
    selection: Selection | None = None,
) -> DiffReport:
    """Compare the specs of the projects with the snapshots beside their generated files.

    Raises:
        SettingsError: there is no such repository or project.
        SpecError: specs have problems; those of all projects.
        RenderError: a snapshot cannot be read.
    """
    settings = find_settings(root)
    looks = look_at(settings, settings.chosen(projects))
    return DiffReport(
        settings.root,
        tuple(_built(settings, look, _selected(settings, look.name, selection)) for look in looks),
    )


def diff_revision(
    root: Path | None,
    projects: Sequence[str],
    revision: str,
    *,
    selection: Selection | None = None,
) -> DiffReport:
    """Compare the specs of the projects with what they were in a revision.

    Raises:
        SettingsError: there is no such repository, project or revision.
        SpecError: specs have problems.
    """
    from schemagen.app.revision import Revision
    from schemagen.spec.compile import compile_spec

    settings = find_settings(root)
    then = Revision(settings, revision)
    found = []
    for name in settings.chosen(projects):
        project = compile_spec(settings.spec(name), settings.root).project
        current = then.catalog(name, SNAPSHOT)
        chosen = _selected(settings, name, selection)
        found.append(_compared(project, revision, current, chosen))
    return DiffReport(settings.root, tuple(found))


def diff_live(
    root: Path | None,
    projects: Sequence[str],
    url: str | None = None,
    *,
    scratch_url: str | None = None,
    selection: Selection | None = None,
) -> DiffReport:
    """Compare the spec of a project with a live database; without a URL, that of the environment.

    Raises:
        SettingsError: there is no such repository or project, or more than one to choose from.
        ConnectError: the database cannot be reached.
        IntrospectError: it cannot be read.
        SpecError: the spec has problems, or PostgreSQL refuses it.
        SandboxError: there is no place to try the spec in.
    """
    from schemagen.app.connecting import find_target
    from schemagen.app.live import Looking, live_catalogs
    from schemagen.diff.engine import compare

    settings = find_settings(root)
    name = _only(settings.chosen(projects))
    target = find_target(url)
    chosen = _selected(settings, name, selection)
    live = live_catalogs(Looking(settings, name, target, chosen, scratch_url))
    changes = compare(live.current, live.desired)
    if live.key and not changes:
        agree(settings.root, name, live.key, live.aside)
    return DiffReport(
        settings.root,
        (
            ProjectDiff(
                name,
                f"{target.where} (PostgreSQL {live.server})",
                built=True,
                changes=changes,
                aside=live.aside,
                catalogs=lambda: Whole(live.current, live.desired),
                sizes=lambda: _sizes_of(url),
            ),
        ),
    )


def _sizes_of(url: str | None) -> Sizes:
    from schemagen.app.connecting import connect, find_target
    from schemagen.introspect.sizes import read_sizes

    with closing(connect(find_target(url))) as connection:
        return read_sizes(connection)


def as_if_large(report: DiffReport) -> DiffReport:
    """Return the same differences with the statements for tables that are all large."""
    return replace(report, projects=tuple(replace(each, sizes=Sizes) for each in report.projects))


def _only(projects: Sequence[str]) -> str:
    if len(projects) > 1:
        raise SettingsError(
            "a database is compared with one project, and there are several",
            hint=f"name one of them: {', '.join(projects)}",
        )
    return projects[0]


def _selected(settings: Settings, project: str, asked: Selection | None) -> Selection:
    """Return what was asked for, and what the settings of a project say where nothing was."""
    kept = settings.selection(project)
    if asked is None:
        return kept
    return Selection(asked.schemas or kept.schemas, (*kept.exclude, *asked.exclude))


def _built(settings: Settings, look: ProjectLook, selection: Selection) -> ProjectDiff:
    name = settings.relative(settings.output(look.name) / SNAPSHOT)
    snapshot, renderer = look.snapshot(SNAPSHOT), look.renderer
    if snapshot is None or renderer is None:
        return ProjectDiff(look.name, name, True, (), look=lambda: look.state.changes)
    return ProjectDiff(
        look.name,
        name,
        built=snapshot.current is not None,
        changes=_chosen(_changes(snapshot, name), selection),
        look=lambda: look.state.changes,
        names_stale=len(renderer.project.catalog) <= _FEW,
        catalogs=lambda: _within(_read(snapshot, name), renderer.project, selection),
    )


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
        raise _unreadable(error, name) from error


def _read(snapshot: FileChange, name: str) -> Catalog:
    from schemagen.render.snapshot import read_snapshot

    if snapshot.current is None:
        return Catalog()
    try:
        return read_snapshot(snapshot.current.decode())
    except (SnapshotError, UnicodeDecodeError) as error:
        raise _unreadable(error, name) from error


def _unreadable(error: Exception, name: str) -> RenderError:
    return RenderError(
        f"this snapshot cannot be read: {error}",
        where=name,
        hint="restore it from version control, or remove it and build again",
    )


def _compared(
    project: Project, against: str, current: Catalog | None, selection: Selection
) -> ProjectDiff:
    from schemagen.diff.engine import compare

    before = current or Catalog()
    return ProjectDiff(
        project.name,
        against,
        built=current is not None,
        changes=_chosen(compare(before, project.catalog), selection),
        catalogs=lambda: _within(before, project, selection),
    )


def _chosen(changes: tuple[Change, ...], selection: Selection) -> tuple[Change, ...]:
    if not selection or not changes:
        return changes
    from schemagen.app.scope import Scope

    scope = Scope(selection)
    return tuple(change for change in changes if subject(change).id in scope)


def _within(current: Catalog, project: Project, selection: Selection) -> Whole:
    """Put what is not compared into both catalogs as it is."""
    if not selection:
        return Whole(current, project.catalog, project.schema)
    from schemagen.app.scope import Scope

    scope = Scope(selection)
    kept = [item for item in current if item.id not in scope]
    chosen = [item for item in project.catalog if item.id in scope]
    return Whole(current, Catalog([*chosen, *kept]), project.schema)
