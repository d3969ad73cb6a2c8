"""What an installed package needs to add an output: the protocol, and what a target is given.

A package names its target in the entry point group `schemagen.targets`; a project asks for it by
that name in `targets`. This module and `schemagen.targets.source` are all that it may rely on. What
they have stays as it is for as long as `PROTOCOL` stays the same; there may come more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from schemagen.targets.source import Column, Enum, Reference, Source, Table

__all__ = ["GROUP", "PROTOCOL", "Column", "Enum", "Reference", "Source", "Table", "Target"]

GROUP: Final = "schemagen.targets"
"""The group of entry points that targets are found in."""
PROTOCOL: Final = 1
"""The version of what a target is given and has to give."""


@dataclass(frozen=True, slots=True)
class Target:
    """A target: what it makes of a project.

    Attributes:
        what: its files in a few words: `schema.graphql, the tables for GraphQL`.
        render: gives the text of each file by its name in the project's folder. The same source
            has to give the same text. The first line of each has `Source.mark` in it.
        protocol: the `PROTOCOL` that it was written for.
    """

    what: str
    render: Callable[[Source], Mapping[str, str]]
    protocol: int
