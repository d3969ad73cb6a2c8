"""`events.py`: the events of a project, its channels, and who may subscribe to them."""

from __future__ import annotations

from schemagen.declare.facts import Project
from schemagen.errors import RenderError
from schemagen.render.build import Build


def tells_events(project: Project) -> bool:
    """Tell whether a project has events at all."""
    return project.facts.realtime is not None and bool(project.facts.realtime.events)


def render_events(build: Build) -> str:
    """Render a module that needs pydantic, the models and the actors.

    Raises:
        RenderError: the project has no events.
    """
    realtime = build.project.facts.realtime
    if realtime is None:
        raise RenderError("there are no events", hint="the spec has no `realtime`")
    # Imported here because few projects have any.
    from schemagen.render.viewmodels.event_module import event_module

    return build.templates.fill(
        "events/events.py.jinja", module=event_module(build.project, realtime)
    )
