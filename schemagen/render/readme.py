"""`README.md`: a project described for people, with a diagram and the access matrix."""

from __future__ import annotations

from schemagen.render.build import Build
from schemagen.render.viewmodels.document import document


def render_readme(build: Build) -> str:
    """Render Markdown as GitHub reads it."""
    described = document(build.project, build.models.names.tables)
    return build.templates.fill("docs/README.md.jinja", document=described)
