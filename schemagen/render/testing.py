"""`testing.py`: a database, rows and actors for the tests of a service."""

from __future__ import annotations

from schemagen.render.build import Build
from schemagen.render.environment import render_template
from schemagen.render.viewmodels.testing_module import testing_module


def render_testing(build: Build) -> str:
    """Render a module that needs pytest and schemagen, beside what the others need."""
    module = testing_module(build.project, build.stored)
    return render_template("testing/testing.py.jinja", module=module)
