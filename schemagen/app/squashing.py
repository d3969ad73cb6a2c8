"""`schemagen migrate squash`: one migration in the place of the first ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from schemagen.app.at_database import one_project
from schemagen.app.files import FileChange, write_all
from schemagen.app.leading import compiled_of
from schemagen.app.migration_files import removal, replanned
from schemagen.app.new_migration import Draft, compose
from schemagen.app.replay import Replay, with_replay
from schemagen.app.settings import Settings, find_settings
from schemagen.catalog.apart import PATTERN
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.sizes import Sizes
from schemagen.errors import MigrationError
from schemagen.frozen import frozen
from schemagen.introspect.reading import read_database
from schemagen.migrate.files import Migration, find_one, read_migrations
from schemagen.migrate.line import check_line, check_proven
from schemagen.migrate.plan_file import Replaced
from schemagen.migrate.step import Direction
from schemagen.plan.transition import plan_transition
from schemagen.sqltext.quoting import QualifiedName, sql

_SLUG = "squashed"
_TABLES = """\
SELECT n.nspname, c.relname
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND n.nspname !~ %s
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1, 2"""


@frozen
class Squashed:
    """What was written.

    Attributes:
        id: the migration that stands for the others.
        removed: their ids.
        statements: how many statements it has.
        gone: statements that a person wrote and that are in it no more, since they leave no trace.
        server: the major version that it was proven on.
    """

    id: str
    removed: tuple[str, ...]
    statements: int
    gone: tuple[str, ...]
    server: int


@frozen
class _Outcome:
    """What migrations lead to, with the names of what of it no kind describes."""

    catalog: Catalog
    unmodelled: frozenset[str]


def squash(
    root: Path | None, project: str | None, to: str | None = None, *, major: int | None = None
) -> Squashed | None:
    """Put one migration into the place of all, or of those up to `to`; None if that is but one.

    It leads to the same, which is tried: up, down and up. Databases that have all of the others
    have it; their histories say so after the next `migrate up`.

    Raises:
        SettingsError: there is no such repository or project.
        SpecError: the spec has problems.
        MigrationError: the migrations do not follow each other, or leave something that is in no
            catalog: rows, or objects that schemagen does not know.
        ApplyError: a statement is refused.
        SandboxError: there is no server to try it on.
    """
    settings = find_settings(root)
    name = one_project(settings, project)
    migrations = read_migrations(settings.migrations_of(name))
    check_line(migrations)
    check_proven(migrations)
    count = migrations.index(find_one(migrations, to)) + 1 if to else len(migrations)
    if count < 2:
        return None
    first, rest = migrations[:count], migrations[count:]
    known = compiled_of(settings, name).project
    outcome = with_replay(known, major, lambda replay: _outcome(replay, first))
    done, files = with_replay(
        known, major, lambda replay: _in_one(settings, name, replay, first, outcome)
    )
    relinked = [replanned(each, replace(each.plan, follows=done.id)) for each in rest[:1]]
    write_all([*files, *relinked, *removal(first)])
    return done


def _outcome(replay: Replay, migrations: Sequence[Migration]) -> _Outcome:
    """Run migrations; they may leave nothing but what a catalog tells of."""
    for migration in migrations:
        replay.run_all([migration])
        filled = tuple(_filled(replay))
        if filled:
            raise MigrationError(
                f"it puts rows into {', '.join(filled)}, and a squash has none",
                where=migration.id,
                hint="squash those before it: --to the one that it follows",
            )
    return _Outcome(replay.catalog(), _unmodelled(replay))


def _filled(replay: Replay) -> Iterable[str]:
    for schema, table in replay.connection.execute(_TABLES.encode(), [PATTERN]).fetchall():
        query = sql("SELECT EXISTS (SELECT FROM {})", QualifiedName(schema, table))
        row = replay.connection.execute(query.encode()).fetchone()
        if row and row[0]:
            yield f"{schema}.{table}"


def _unmodelled(replay: Replay) -> frozenset[str]:
    return frozenset(read_database(replay.connection).unmodelled)


def _in_one(
    settings: Settings,
    project: str,
    replay: Replay,
    first: Sequence[Migration],
    outcome: _Outcome,
) -> tuple[Squashed, tuple[FileChange, ...]]:
    transition = plan_transition(replay.catalog(), outcome.catalog, sizes=Sizes())
    last = first[-1]
    # Its time is that of the last one: it stands before what follows, and after all it replaces.
    key = f"{last.id[:14]}_{_SLUG}"
    if key == last.id:
        key = f"{key}_again"
    replaces = tuple(
        Replaced(each.id, each.checksum(Direction.UP), each.plan.replaces) for each in first
    )
    draft = Draft(key, "", transition, outcome.catalog, last.plan.state, replaces)
    made, files = compose(settings, project, replay, draft)
    lost = outcome.unmodelled - _unmodelled(replay)
    if lost:
        raise MigrationError(
            f"these migrations make what schemagen does not know: {', '.join(sorted(lost))}",
            hint="squash those before: --to the last one without it",
        )
    gone = tuple(text for each in first for text in each.handwritten(Direction.UP))
    ids = tuple(each.id for each in first)
    return Squashed(key, ids, len(transition.statements), gone, made.server), files
