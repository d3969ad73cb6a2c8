"""`snapshot.json`: the declared catalog, for offline diffs."""

from __future__ import annotations

from schemagen.catalog.serialize import dump_catalog
from schemagen.render.build import Build


def render_snapshot(build: Build) -> str:
    """Render the snapshot of a project."""
    return dump_catalog(build.project.catalog, build.project.source)
