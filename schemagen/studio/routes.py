"""Every page of the studio, by its path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from starlette.responses import Response

from schemagen.studio.pages import (
    actor,
    deletion,
    drift,
    insertion,
    migrations,
    query,
    row,
    rows,
    tables,
)
from schemagen.studio.visit import Visit

ROUTES: Final[Mapping[str, Callable[[Visit], Response]]] = {
    "/": tables.page,
    "/rows": rows.page,
    "/row": row.page,
    "/row/new": insertion.page,
    "/row/delete": deletion.page,
    "/sql": query.page,
    "/as": actor.page,
    "/migrations": migrations.page,
    "/drift": drift.page,
}
