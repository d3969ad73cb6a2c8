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


def read_differing(current: str, desired: str) -> tuple[Catalog, Catalog]:
    """Read of two snapshots what a comparison needs: only the objects that are not the same.

    A snapshot has one object a line, so that most of a large one need not be read. Where a rename
    is declared, all is read: then an object can differ although its line is the same.

    Raises:
        SnapshotError: a text is not a snapshot of this format.
    """
    before, after = current.split("\n"), desired.split("\n")
    parts = _without(before, after), _without(after, before)
    if all(parts):
        one, other = (read_snapshot(part) for part in parts)
        if not any(item.was or _has_renamed_parts(item) for item in other):
            return one, other
    return read_snapshot(current), read_snapshot(desired)


def _has_renamed_parts(item: CatalogObject) -> bool:
    inside = kinds.BY_NAME[item.id.kind].parts
    return inside is not None and bool(getattr(item, inside.former))


def _without(lines: list[str], others: list[str]) -> str:
    """Return a snapshot without the objects of others, nothing if it is not laid out as ours."""
    if lines[0] != others[0] or lines[-2:] != ["]}", ""]:
        return ""
    known = {line.rstrip(",") for line in others}
    objects = (line.rstrip(",") for line in lines[1:-2])
    body = ",\n".join(line for line in objects if line and line not in known)
    return f"{lines[0]}\n{body}\n]}}\n"
