"""`schemagen migrate new --empty`: the files of a migration that a person writes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from schemagen.app.at_database import one_project
from schemagen.app.files import write_all
from schemagen.app.migration_files import written
from schemagen.app.settings import find_settings
from schemagen.errors import SettingsError
from schemagen.migrate.files import Migration, migration_id, read_migrations
from schemagen.migrate.line import check_line, check_proven
from schemagen.migrate.plan_file import Plan, Way, checksum
from schemagen.migrate.step import Direction
from schemagen.plan.undo import Grade
from schemagen.render.templates import Templates


def new_empty(
    root: Path | None, project: str | None, slug: str | None, *, now: datetime | None = None
) -> Migration:
    """Write a migration without statements after the last one.

    Raises:
        SettingsError: there is no such repository or project, or no slug.
        MigrationError: the migrations do not follow each other, or were edited since proven.
    """
    settings = find_settings(root)
    name = one_project(settings, project)
    if slug is None:
        raise SettingsError(
            "a migration of your own needs a name",
            hint=f"for example: schemagen migrate new {name} --empty lower_emails",
        )
    before = read_migrations(settings.migrations_of(name))
    check_line(before)
    check_proven(before)
    last = before[-1] if before else None
    key = migration_id(slug, now or datetime.now(UTC), last.id if last else "")
    scripts = {way: _script(Templates.of(settings.templates), key, name, way) for way in Direction}
    plan = Plan(
        project=name,
        follows=last.id if last else "",
        state=last.plan.state if last else "",
        grade=str(Grade.EXACT),
        reasons=(),
        ways={way: Way(checksum(text), {}) for way, text in scripts.items()},
    )
    folder = settings.migrations_of(name) / key
    write_all(tuple(written(folder, plan, scripts)))
    return Migration(folder)


def _script(templates: Templates, key: str, project: str, way: Direction) -> str:
    return templates.fill("migrations/empty.sql.jinja", id=key, project=project, direction=str(way))
