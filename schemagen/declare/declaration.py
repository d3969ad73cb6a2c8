"""What a spec says of an object: the inverse of lowering, for who writes specs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Declaration:
    """One entry of a section, as plain data (text, numbers, booleans, lists, mappings).

    Shared facets (comment, owner, privileges) are not part of it: they are added for every kind.

    Attributes:
        section: the key of the section: `views`. A member's section stands in its relation.
        value: what stands there, short where the language has a short form.
        name: the key of the entry in the section's mapping; empty for an item of a list.
    """

    section: str
    value: Any
    name: str = ""
