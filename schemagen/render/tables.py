"""`tables.py`: the tables of a project for SQLAlchemy, with their relationships."""

from __future__ import annotations

from schemagen.render.build import Build
from schemagen.render.viewmodels.orm_module import orm_module


def render_tables(build: Build) -> str:
    """Render a module that needs SQLAlchemy and the project's models."""
    return build.templates.fill(
        "tables/tables.py.jinja", module=orm_module(build.project, build.models)
    )
