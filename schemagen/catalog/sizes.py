"""How large relations are, so that a plan knows where it may not keep anybody waiting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from schemagen.frozen import frozen

LARGE: Final = 8 * 1024 * 1024
"""From how many bytes on a relation is large: reading less takes a moment, even when cold."""


@frozen(slots=False)
class Sizes:
    """The sizes of relations in bytes, partitions and TOAST included, by schema and name.

    `unknown_is_large` tells what to think of those that are not listed.
    """

    by_relation: Mapping[tuple[str, str], int] = field(default_factory=dict)
    unknown_is_large: bool = True

    def is_large(self, schema: str, relation: str) -> bool:
        """Tell whether work on a relation takes so long that nobody should wait for it."""
        size = self.by_relation.get((schema, relation))
        return self.unknown_is_large if size is None else size >= LARGE

    def renamed(self, names: Mapping[tuple[str, str], tuple[str, str]]) -> Sizes:
        """Return the sizes under the new names of relations."""
        moved = {names.get(key, key): size for key, size in self.by_relation.items()}
        return Sizes(moved, self.unknown_is_large)
