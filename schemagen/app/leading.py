"""What the migrations of a project lead to, against a live database."""

from __future__ import annotations

from collections.abc import Sequence

from schemagen.app.beside import Live, beside
from schemagen.app.canonical import canonical_from
from schemagen.app.rehearsal import lines_of, reread
from schemagen.app.replay import Replay, with_replay
from schemagen.app.selection import Selection
from schemagen.app.settings import Settings
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import with_hints, without_hints
from schemagen.migrate.files import Migration
from schemagen.migrate.line import check_proven
from schemagen.spec.compile import Compiled, compile_spec


def compiled_of(settings: Settings, project: str) -> Compiled:
    """Return the spec of a project, which says what is not its own in a database.

    Raises:
        SpecError: it has problems.
    """
    return compile_spec(settings.spec(project), settings.root)


def differences_of(
    settings: Settings, project: str, live: Live, migrations: Sequence[Migration]
) -> tuple[str, ...]:
    """Tell in lines what a database is not, or is besides, of what migrations lead to.

    A line begins with + for what is missing, - for what is beyond it, ~ for what is different.

    Raises:
        MigrationError: a migration cannot be read, or was edited since it was proven.
        SpecError: the spec has problems.
        SandboxError: there is no server of this version to run them on.
        ApplyError: a statement is refused there.
    """
    check_proven(migrations)

    def work(replay: Replay) -> tuple[str, ...]:
        replay.run_all(migrations)
        return lines_beside(live, replay, replay.catalog(), settings.selection(project))

    return with_replay(compiled_of(settings, project).project, live.major, work)


def lines_beside(
    live: Live, replay: Replay, catalog: Catalog, selection: Selection
) -> tuple[str, ...]:
    """Tell in lines how a database differs from a catalog that a replay had."""
    canonical = canonical_from(replay.project, _as_declared(replay.project.catalog, catalog))
    found = beside(live, canonical, selection, lambda ids: reread(replay, catalog, ids))
    return lines_of(found.current, found.desired)


def _as_declared(declared: Catalog, catalog: Catalog) -> Catalog:
    """Return a catalog with nothing to say where the spec leaves it to the database.

    The name of a not-null constraint, for example, tells what a column was called when it was made.
    """
    return Catalog(without_hints(with_hints(item, declared.get(item.id))) for item in catalog)
