"""Whether the database is what the spec says, and what would make it so."""

from __future__ import annotations

from starlette.responses import Response

from schemagen.app.diff import diff_live
from schemagen.app.difference import ProjectDiff
from schemagen.diff.words import describe
from schemagen.studio.visit import Visit


def page(visit: Visit) -> Response:
    """Offer to compare, since that takes a while, or show what differs."""
    found: ProjectDiff | None = None
    if visit.query.get("compare"):
        studio = visit.studio
        found = diff_live(studio.root, [studio.project.name], studio.url).projects[0]
    statements = found.way.up if found else ()
    return visit.page(
        "drift",
        title="Drift",
        found=found,
        groups=describe(found.changes) if found and found.changes else (),
        hazards=sorted({hazard for item in statements for hazard in item.hazards}),
        script="\n".join(f"{item.sql};" for item in statements),
    )
