"""All tables and views, with what the actor may do to each."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from schemagen.studio.relations import KINDS, read_list
from schemagen.studio.visit import Visit

_LIMIT: Final = 200


def page(visit: Visit) -> Response:
    """List relations, as many as fit on a page, those that a text was looked for by."""
    query = visit.query
    search = query.get("search", "").strip()
    own = query.get("own") == "yes"
    after = (query.get("schema", ""), query.get("name", ""))
    with visit.database.reading(visit.persona) as connection:
        role = visit.database.role(connection, visit.persona)
        found = read_list(connection, role, search=search, after=after, limit=_LIMIT + 1, own=own)
    return visit.page(
        "tables",
        title="Tables",
        relations=found[:_LIMIT],
        kinds=KINDS,
        search=search,
        own="yes" if own else "",
        is_first=after == ("", ""),
        next=found[_LIMIT - 1] if len(found) > _LIMIT else None,
    )
