"""`testing.py`: a database, rows and actors for the tests of a service."""

from __future__ import annotations

from schemagen.render.build import Build
from schemagen.render.viewmodels.testing_module import testing_module


def render_testing(build: Build) -> str:
    """Render a module that needs pytest and schemagen, beside what the others need."""
    module = testing_module(build.project, build.stored)
    return build.templates.fill("testing/testing.py.jinja", module=module)
