"""`client.py` and `actors.py`: how a service connects, and as whom."""

from __future__ import annotations

from schemagen.render.build import Build
from schemagen.render.viewmodels import modes
from schemagen.render.viewmodels.actor_module import actor_module
from schemagen.render.viewmodels.pytext import docstring


def render_actors(build: Build) -> str:
    """Render a module that needs nothing but the standard library."""
    return build.templates.fill("client/actors.py.jinja", module=actor_module(build.project))


def render_client(build: Build) -> str:
    """Render a module that needs psycopg, psycopg_pool, pydantic and the actors."""
    project = build.project
    text = f"A client of {project.name}: connections, actors, health, and an end in good order."
    doc = "\n".join(docstring(text))
    return build.templates.fill(
        "client/client.py.jinja",
        source=project.source,
        doc=doc,
        modes=modes.ALL,
        spread=project.facts.cluster is not None,
    )
