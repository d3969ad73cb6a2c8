"""The files that a build writes: the one list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from schemagen.declare.facts import Project
from schemagen.features.targets import wanted
from schemagen.frozen import frozen
from schemagen.render.build import Build
from schemagen.render.client import render_actors, render_client
from schemagen.render.drizzle import render_drizzle
from schemagen.render.events import render_events, tells_events
from schemagen.render.models import render_models
from schemagen.render.readme import render_readme
from schemagen.render.repositories import render_memory, render_ports, render_repositories
from schemagen.render.snapshot import render_snapshot
from schemagen.render.sql_script import render_rls, render_rollback, render_schema
from schemagen.render.tables import render_tables
from schemagen.render.testing import render_testing


@frozen
class Output:
    """One file of `generated/<project>/`; `wanted` tells of which projects, if not of all."""

    name: str
    render: Callable[[Build], str]
    wanted: Callable[[Project], bool] | None = None

    def is_of(self, project: Project) -> bool:
        """Tell whether a project has this file."""
        return self.wanted is None or self.wanted(project)


ALL: Final[tuple[Output, ...]] = (
    Output("README.md", render_readme),
    Output("actors.py", render_actors),
    Output("client.py", render_client, wanted("client")),
    Output("events.py", render_events, tells_events),
    Output("memory.py", render_memory, wanted("repositories")),
    Output("models.py", render_models),
    Output("ports.py", render_ports, wanted("repositories")),
    Output("repositories.py", render_repositories, wanted("repositories")),
    Output("rls.sql", render_rls),
    Output("rollback.sql", render_rollback),
    Output("schema.sql", render_schema),
    Output("schema.ts", render_drizzle, wanted("drizzle")),
    Output("snapshot.json", render_snapshot),
    Output("tables.py", render_tables, wanted("tables")),
    Output("testing.py", render_testing, wanted("testing")),
)
