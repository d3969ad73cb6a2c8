"""The Python of a shape's checks while it is written: expressions over plain JSON values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from schemagen.shapes.schema import Schema


@dataclass
class PythonScope:
    """What the expressions of one module share.

    Attributes:
        expression: gives the expression that is true where a value (a Python expression) matches
            a schema.
        predicate: gives the name of the function that checks the target of a reference.
        helpers: the names of the helper functions that were used.
    """

    expression: Callable[[Schema, str], str]
    predicate: Callable[[Schema], str]
    helpers: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def name(self, prefix: str) -> str:
        """Return a variable name that is new in this module."""
        self.counts[prefix] += 1
        return f"{prefix}{self.counts[prefix]}"

    def helper(self, name: str) -> str:
        """Return the name of a helper, and note that it is needed."""
        self.helpers.add(name)
        return name
