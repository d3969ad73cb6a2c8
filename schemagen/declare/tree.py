"""A spec that is being written: plain data, with the entries of tables at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from schemagen.frozen import frozen


@dataclass
class ProjectTree:
    """What stands at the top. `home` is the schema that unqualified names live in, `sections` has
    what each section holds, `relations` the entries of relations by schema and name."""

    home: str
    sections: dict[str, Any] = field(default_factory=dict)
    relations: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def key(self, schema: str, name: str) -> str:
        """Return the name of an entry, with its schema where that is not the project's."""
        if not schema:
            return name
        plain = f'"{name}"' if "." in name else name
        return plain if schema == self.home else f"{schema}.{plain}"


@frozen
class TableTree:
    """The entry of one table, to be made shorter by features. Columns are in mapping form."""

    schema: str
    name: str
    entry: dict[str, Any]
    project: ProjectTree

    @property
    def columns(self) -> dict[str, Any]:
        """The columns that the table itself declares."""
        found: dict[str, Any] = self.entry.get("columns", {})
        return found
