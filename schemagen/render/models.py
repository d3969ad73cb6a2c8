"""`models.py`: pydantic models of a project's tables, enums and shapes."""

from __future__ import annotations

from schemagen.render.build import Build


def render_models(build: Build) -> str:
    """Render a module that needs pydantic and nothing else."""
    return build.templates.fill("models/models.py.jinja", module=build.models)
