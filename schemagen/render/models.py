"""`models.py`: pydantic models of a project's tables, enums and shapes."""

from __future__ import annotations

from schemagen.render.build import Build
from schemagen.render.environment import render_template


def render_models(build: Build) -> str:
    """Render a module that needs pydantic and nothing else."""
    return render_template("models/models.py.jinja", module=build.models)
