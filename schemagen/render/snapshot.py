"""`snapshot.json`: the declared catalog, for offline diffs."""

from __future__ import annotations

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject
from schemagen.catalog.serialize import dump_catalog, load_catalog
from schemagen.render.build import Build

MODELS: dict[str, type[CatalogObject]] = {kind.name: kind.model for kind in kinds.ALL}


def render_snapshot(build: Build) -> str:
    """Render the snapshot of a project."""
    return dump_catalog(build.project.catalog, build.project.source)


def read_snapshot(text: str) -> Catalog:
    """Read a snapshot back.

    Raises:
        SnapshotError: the text is not a snapshot of this format.
    """
    return load_catalog(text, MODELS)
