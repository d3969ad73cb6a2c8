"""The files that a build writes: the one list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from schemagen.render.build import Build
from schemagen.render.client import render_actors, render_client
from schemagen.render.models import render_models
from schemagen.render.readme import render_readme
from schemagen.render.repositories import render_memory, render_ports, render_repositories
from schemagen.render.snapshot import render_snapshot
from schemagen.render.sql_script import render_rls, render_rollback, render_schema


@dataclass(frozen=True, slots=True)
class Output:
    """One file of `generated/<project>/`."""

    name: str
    render: Callable[[Build], str]


ALL: Final[tuple[Output, ...]] = (
    Output("README.md", render_readme),
    Output("actors.py", render_actors),
    Output("client.py", render_client),
    Output("memory.py", render_memory),
    Output("models.py", render_models),
    Output("ports.py", render_ports),
    Output("repositories.py", render_repositories),
    Output("rls.sql", render_rls),
    Output("rollback.sql", render_rollback),
    Output("schema.sql", render_schema),
    Output("snapshot.json", render_snapshot),
)
