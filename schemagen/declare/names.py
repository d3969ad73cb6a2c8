"""Which names a spec declares, so that fragments can be checked and dependencies found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemagen.catalog.object import ObjectId


@dataclass
class Names:
    """Filled before lowering starts. Keys are names as a spec may write them: unqualified for the
    project's own schema, `schema.name` for others; the project's own are entered in both forms."""

    relations: dict[str, ObjectId] = field(default_factory=dict)
    columns: dict[ObjectId, Mapping[str, str]] = field(default_factory=dict)
    """Column name to type, per relation; a relation that is missing here has unknown columns."""
    keys: dict[ObjectId, tuple[str, ...]] = field(default_factory=dict)
    """Primary key columns, per relation."""
    types: dict[str, ObjectId] = field(default_factory=dict)
    functions: dict[str, tuple[ObjectId, ...]] = field(default_factory=dict)
    operators: dict[str, tuple[ObjectId, ...]] = field(default_factory=dict)
    """Entered while they are lowered, when their types are known; what uses them comes later."""

    def add(self, space: dict[str, ObjectId], key: ObjectId, home: str) -> None:
        """Enter an id under its qualified name, and under its plain one if it is at home."""
        space[f"{key.schema}.{key.name}"] = key
        if key.schema == home:
            space[key.name] = key
