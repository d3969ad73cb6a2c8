"""The pages of a project: one module for each kind, `ALL` is the one list, in the bar's order."""

from __future__ import annotations

from typing import Final

from schemagen.site.page import PageKind
from schemagen.site.pages import (
    access,
    diagram,
    events,
    functions,
    migrations,
    objects,
    size,
    tables,
)

ALL: Final[tuple[PageKind, ...]] = (
    tables.KIND,
    diagram.KIND,
    access.KIND,
    events.KIND,
    functions.KIND,
    objects.KIND,
    migrations.KIND,
    size.KIND,
)
