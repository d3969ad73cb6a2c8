"""Reading snapshots: what was declared when a project was built, or made by a server."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.serialize import load_catalog


def read_snapshot(text: str) -> Catalog:
    """Read a snapshot back.

    Raises:
        SnapshotError: the text is not a snapshot of this format.
    """
    return load_catalog(text, _model_of)


@cache
def _model_of(kind: str) -> Any:
    return kinds.BY_NAME[kind].model


def read_beside(current: str, desired: str, catalog: Catalog) -> Catalog:
    """Read a snapshot beside another, that of a catalog: what is the same is taken from there.

    A snapshot has one object a line, so that most of a large one need not be read.

    Raises:
        SnapshotError: the text is not a snapshot of this format.
    """
    head, objects = _parts(current)
    other, known = _parts(desired)
    if head != other:
        return read_snapshot(current)
    items = dict(zip(known, catalog, strict=True))
    rest = ",\n".join(line for line in objects if line not in items)
    same = (items[line] for line in objects if line in items)
    return Catalog([*same, *read_snapshot(f"{head}\n{rest}{_END}")])


def object_lines(snapshot: str) -> list[str]:
    """Return the objects of a snapshot as they are written, in the order of its catalog."""
    return _parts(snapshot)[1]


_END: Final = "\n]}\n"


def _parts(text: str) -> tuple[str, list[str]]:
    """Return how a snapshot that is laid out as ours begins, and its objects."""
    head, _, body = text.partition("\n")
    if not body.endswith(_END):
        return "", []
    return head, body.removesuffix(_END).split(",\n") if body != _END else []
