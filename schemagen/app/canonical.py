"""The canonical catalog of a spec, which `trial.py` makes and `cache.py` keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from schemagen.catalog.catalog import Catalog

Placed: TypeAlias = Mapping[str, str]
"""The schemas of the extensions of a database."""


@dataclass(frozen=True, slots=True)
class Canonical:
    """All of a spec that a comparison needs.

    Attributes:
        catalog: what PostgreSQL made of it, with former names as the spec declares them.
        schema: the project's own.
        schemas: those that hold what the spec declares.
        external: the relations that belong to somebody else, and whether they may be missing.
    """

    catalog: Catalog
    schema: str
    schemas: frozenset[str]
    external: Mapping[tuple[str, str], bool]
