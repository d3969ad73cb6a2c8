"""The goal of the way back: the catalog that was there, saying what is renamed back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from operator import is_
from typing import Any

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Alter
from schemagen.catalog.facets.owner import WHO_RUNS_IT
from schemagen.catalog.object import CatalogObject, ObjectId, without_hints
from schemagen.diff.engine import Comparison
from schemagen.plan.renaming import present_schema, renamed_schemas


def remembering_renames(current: Catalog, comparison: Comparison) -> Catalog:
    """Return the current catalog so that a plan towards it renames things back, and owns them."""
    given = {
        change.current.id
        for change in comparison.changes
        if isinstance(change, Alter) and change.desired.owner and change.current.owner is None
    }
    schemas = renamed_schemas(comparison)
    names = {
        change.current.id: _as_former(change.current.id, change.desired.id, schemas)
        for change in comparison.changes
        if isinstance(change, Alter) and change.renamed_from is not None
    }
    back = {
        change.current.id: tuple(change.parts)
        for change in comparison.changes
        if isinstance(change, Alter) and change.parts
    }
    plain = [without_hints(item) for item in current]
    told = {**names, **back}.keys() | given
    if not told and all(map(is_, plain, current)):
        return current
    return Catalog(
        _telling(item, names.get(item.id), item.id in given, back.get(item.id, ()))
        if item.id in told
        else item
        for item in plain
    )


def _as_former(current: ObjectId, desired: ObjectId, schemas: Mapping[str, str]) -> str:
    """Return how the way back says where an object comes from."""
    moved = present_schema(current, schemas) != desired.schema
    return f"{desired.schema}.{desired.name}" if moved else desired.name


def _telling(
    item: CatalogObject, was: str | None, given: bool, renamed: tuple[tuple[str, str], ...]
) -> CatalogObject:
    """Return an object with what it is renamed from, itself and inside, and whose it is again."""
    inside = kinds.BY_NAME[item.id.kind].parts
    hint: dict[str, Any] = {inside.former: renamed} if inside else {}
    return replace(item, was=was, owner=WHO_RUNS_IT if given else item.owner, **hint)
