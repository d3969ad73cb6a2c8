"""Where the database stands among the migrations, and what the pending ones would do."""

from __future__ import annotations

from starlette.responses import Response

from schemagen.app.migrating import status
from schemagen.frozen import frozen
from schemagen.migrate.files import Migration
from schemagen.migrate.situation import Standing
from schemagen.migrate.step import Direction
from schemagen.studio.visit import Visit, trouble


@frozen
class Pending:
    """A migration that is to be run: its hazards with their reasons, its locks, and its text."""

    id: str
    grade: str
    hazards: tuple[tuple[str, str], ...]
    locks: tuple[str, ...]
    script: str


def page(visit: Visit) -> Response:
    """Show the migrations of the project, and all of what is pending."""
    studio = visit.studio
    report = status(studio.root, studio.project.name, studio.url)
    waiting = (Standing.PENDING, Standing.APPLYING)
    return visit.page(
        "migrations",
        title="Migrations",
        report=report,
        problem=trouble(report.problem) if report.problem else None,
        pending=[
            _pending(entry.migration)
            for entry in report.entries
            if entry.migration and entry.standing in waiting
        ],
    )


def _pending(migration: Migration) -> Pending:
    facts = migration.plan.ways[Direction.UP].facts.values()
    hazards = {(name, why) for fact in facts for name, why in (fact.hazards or {}).items()}
    locks = {
        f"{lock.mode} on {lock.schema}.{lock.relation}" for fact in facts for lock in fact.locks
    }
    return Pending(
        migration.id,
        str(migration.plan.grade),
        tuple(sorted(hazards)),
        tuple(sorted(locks)),
        migration.script(Direction.UP),
    )
