"""`schemagen diff`: what the specs would change in what was built, committed or deployed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from schemagen.app.agreement import agree
from schemagen.app.difference import DiffReport, ProjectDiff, Whole
from schemagen.app.files import FileChange
from schemagen.app.outputs import ProjectLook, look_at
from schemagen.app.selection import Selection
from schemagen.app.settings import Settings, find_settings
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Change, subject
from schemagen.catalog.serialize import SnapshotError
from schemagen.catalog.sizes import Sizes
from schemagen.declare.facts import Project
from schemagen.errors import RenderError, SettingsError

SNAPSHOT = "snapshot.json"
_FEW = 5000
"""Objects whose files are rendered in a moment, to name those that are stale."""


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
    from schemagen.app.looking import Looking, live_catalogs

    settings = find_settings(root)
    name = _only(settings.chosen(projects))
    target = find_target(url)
    chosen = _selected(settings, name, selection)
    live = live_catalogs(Looking(settings, name, target, chosen, scratch_url))
    changes = _compared_with_live(live.current, live.desired)
    for key in () if changes else live.keys:
        agree(settings.root, name, key, live.aside)
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


def _compared_with_live(current: Catalog, desired: Catalog) -> tuple[Change, ...]:
    if not current and not desired:
        return ()
    # Imported here because a database that is as it was is not compared.
    from schemagen.diff.engine import compare

    return compare(current, desired)


def _sizes_of(url: str | None) -> Sizes:
    from schemagen.app.connecting import connect, find_target
    from schemagen.introspect.sizes import read_sizes

    with closing(connect(find_target(url))) as connection:
        return read_sizes(connection)


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
    # Imported here because without a change there is nothing to compare.
    from schemagen.diff.engine import compare

    project: Project = renderer.project
    before = _read(snapshot, name, project)
    return ProjectDiff(
        look.name,
        name,
        built=snapshot.current is not None,
        changes=_chosen(compare(before, project.catalog), selection),
        look=lambda: look.state.changes,
        names_stale=len(project.catalog) <= _FEW,
        catalogs=lambda: _within(before, project, selection),
    )


def _read(snapshot: FileChange, name: str, project: Project) -> Catalog:
    from schemagen.app.snapshots import read_beside

    if snapshot.current is None:
        return Catalog()
    try:
        desired = (snapshot.desired or b"").decode()
        return read_beside(snapshot.current.decode(), desired, project.catalog)
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
