"""What a JSON Schema keyword is to us: how it is read, checked in SQL and checked in Python.

A module of this package holds the keywords of one group; `keywords.ALL` lists the groups. Nothing
else names a keyword.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from enum import Enum, auto
from functools import cached_property
from typing import Any, Protocol

from schemagen.frozen import frozen
from schemagen.shapes.plpgsql.parts import Value
from schemagen.shapes.plpgsql.sink import Sink
from schemagen.shapes.python.scope import PythonScope
from schemagen.shapes.schema import ALL_TYPES, Schema, is_integer


class Holds(Enum):
    """Which schemas a keyword's value holds."""

    NONE = auto()
    SCHEMA = auto()
    LIST = auto()
    MAPPING = auto()


class Reporter(Protocol):
    """Takes the mistakes that a keyword finds in its own value."""

    def problem(self, message: str, *at: str | int, hint: str = "") -> None:
        """Record a mistake at a path below the keyword's value."""


Read = Callable[[Any, Reporter], Any]
"""Checks a keyword's own value and returns it in normal form."""


@frozen
class Keyword:
    """One keyword: how its value is read, and which schemas it holds."""

    name: str
    read: Read | None = None
    holds: Holds = Holds.NONE


@frozen(kw_only=True, slots=False)
class KeywordGroup:
    """Keywords that are checked together.

    Attributes:
        keywords: the keywords, by which the group is found in a schema.
        binds: the JSON types whose values the group says anything about.
        check: writes the checks of a value of such a type; SQL and reason together.
        python: gives the same checks as Python expressions that are true for a good value.
    """

    keywords: tuple[Keyword, ...]
    check: Callable[[Schema, Value, Sink], None]
    python: Callable[[Schema, str, PythonScope], list[str]]
    binds: frozenset[str] = field(default=ALL_TYPES)

    def concerns(self, schema: Schema) -> bool:
        """Say whether a schema has a keyword of this group."""
        return not self._names.isdisjoint(schema.keywords)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(keyword.name for keyword in self.keywords)


def count(value: Any, reporter: Reporter) -> Any:
    """Read a keyword that counts: an integer of 0 or more."""
    if not is_integer(value) or value < 0:
        reporter.problem("an integer of 0 or more is expected")
        return 0
    return int(value)


def number(value: Any, reporter: Reporter) -> Any:
    """Read a keyword that is a number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        reporter.problem("a number is expected")
        return 0
    if value != value or value in (float("inf"), float("-inf")):
        reporter.problem("a finite number is expected")
        return 0
    return value


def text(value: Any, reporter: Reporter) -> Any:
    """Read a keyword that is text."""
    if not isinstance(value, str):
        reporter.problem("text is expected")
        return ""
    if "\0" in value:
        reporter.problem("PostgreSQL's jsonb and text cannot hold the character U+0000")
    return value


def key_list(value: Any, reporter: Reporter) -> Any:
    """Read a keyword that lists keys."""
    if not isinstance(value, list | tuple):
        reporter.problem("a list of keys is expected")
        return []
    keys: list[str] = []
    for position, key in enumerate(value):
        if not isinstance(key, str):
            reporter.problem("a key is text", position)
        elif key in keys:
            reporter.problem(f'key "{key}" stands twice', position)
        else:
            keys.append(text(key, reporter))
    return keys
