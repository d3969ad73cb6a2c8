"""`ports.py`, `repositories.py` and `memory.py`: rows, typed, in PostgreSQL or without it."""

from __future__ import annotations

from schemagen.render.build import Build
from schemagen.render.viewmodels import modes


def render_ports(build: Build) -> str:
    """Render protocols that need nothing but the models."""
    return build.templates.fill("client/ports.py.jinja", module=build.repositories)


def render_repositories(build: Build) -> str:
    """Render what satisfies them with psycopg."""
    module = build.repositories
    return build.templates.fill("client/repositories.py.jinja", module=module, modes=modes.ALL)


def render_memory(build: Build) -> str:
    """Render what satisfies them without a database."""
    return build.templates.fill("client/memory.py.jinja", module=build.repositories)
