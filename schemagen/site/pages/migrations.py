"""The migrations: what each does, whether it can be undone, and its SQL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from schemagen.migrate.files import Migration
from schemagen.migrate.script import texts_of
from schemagen.migrate.step import Direction
from schemagen.site.page import Page, PageKind
from schemagen.site.subject import Subject

_PATH: Final = "migrations.html"
_LOOKS: Final = {"exact": "good", "data-lossy": "warn", "irreversible": "bad"}


def _pages(subject: Subject) -> Iterator[Page]:
    entries = [_entry(each) for each in reversed(subject.migrations)]
    yield Page(_PATH, "Migrations", "migrations.html.jinja", {"migrations": entries})
    for migration in subject.migrations:
        values = {"migration": {**_entry(migration), **_details(migration)}}
        path = f"migrations/{migration.id}.html"
        yield Page(path, migration.id, "migration.html.jinja", values)


def _entry(migration: Migration) -> dict[str, Any]:
    plan = migration.plan
    stamp, _, slug = migration.id.partition("_")
    facts = plan.ways[Direction.UP].facts
    hazards = {name for fact in facts.values() for name in fact.hazards or {}}
    return {
        "id": migration.id,
        "href": f"migrations/{migration.id}.html",
        "time": f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]} {stamp[8:10]}:{stamp[10:12]}",
        "words": slug.replace("_", " "),
        "grade": plan.grade,
        "look": _LOOKS.get(plan.grade, ""),
        "reasons": plan.reasons,
        "hazards": sorted(hazards),
        "steps": sum(len(texts_of(step)) for step in migration.steps(Direction.UP)),
        "access": plan.access,
    }


def _details(migration: Migration) -> dict[str, Any]:
    facts = migration.plan.ways[Direction.UP].facts.values()
    hazards = {
        (fact.target, name, reason)
        for fact in facts
        for name, reason in (fact.hazards or {}).items()
    }
    return {
        "up": migration.script(Direction.UP),
        "down": migration.script(Direction.DOWN),
        "dangers": sorted(hazards),
        "rolling": migration.plan.rolling,
        "replaces": [each.id for each in migration.plan.replaces],
    }


KIND = PageKind("Migrations", _PATH, _pages, lambda subject: bool(subject.migrations))
