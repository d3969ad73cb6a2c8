"""YAML text as a tree of nodes, each of which knows where it stands.

YAML 1.2.2 (https://yaml.org/spec/1.2.2/): plain scalars are resolved by the core schema
(section 10.3.2), so `on`, `no` and `yes` are text. Positions are offsets in characters into the
document; lines and columns are worked out only when somebody asks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import Any, TypeAlias, final

from schemagen.errors import Place
from schemagen.frozen import frozen

Value: TypeAlias = str | int | float | bool | None

_LINE_END = re.compile(r"\r\n|\n|\r")


@frozen(slots=False)
class Document:
    """One file: its name relative to the repository, with `/`, and its text."""

    name: str
    text: str

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset at which each line starts."""
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def place(self, offset: int) -> Place:
        """Return the file, line and column of an offset; one behind the end is the end."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self.line_starts, offset)
        start = self.line_starts[line - 1]
        end = _LINE_END.search(self.text, start)
        excerpt = self.text[start : end.start() if end else None]
        return Place(self.name, line, offset - start + 1, excerpt)


@final
class Scalar:
    """A scalar: its value, the text that it was resolved from, and its style.

    `style` is the character that it starts with (`'`, `"`, `|`, `>`), or empty for a plain one.
    `start` and `end` are the offsets of its first character and of the one behind its last.
    """

    __slots__ = ("document", "end", "start", "style", "text", "value")

    def __init__(
        self, document: Document, start: int, end: int, style: str, text: str, value: Value
    ) -> None:
        self.document = document
        self.start = start
        self.end = end
        self.style = style
        self.text = text
        self.value = value


@final
class Sequence:
    """A list of nodes. `start` is the offset of its `[` or of its first `-`."""

    __slots__ = ("document", "items", "start")

    def __init__(self, document: Document, start: int, items: list[Node]) -> None:
        self.document = document
        self.start = start
        self.items = items


@final
class Mapping:
    """Nodes by key, each with the node of its key. `start` is that of its `{` or first key."""

    __slots__ = ("document", "items", "start")

    def __init__(self, document: Document, start: int, items: Entries) -> None:
        self.document = document
        self.start = start
        self.items = items


Node: TypeAlias = Scalar | Sequence | Mapping
Entries: TypeAlias = dict[str, tuple[Scalar, Node]]


def plain_data(node: Node) -> Any:
    """Return a node as dicts, lists and values."""
    if type(node) is Scalar:
        return node.value
    if type(node) is Mapping:
        return {key: plain_data(value) for key, (_, value) in node.items.items()}
    return [plain_data(item) for item in node.items]


def children_of(node: Mapping | Sequence) -> list[Node]:
    """Return the values that a collection holds."""
    if type(node) is Mapping:
        return [value for _, value in node.items.values()]
    return node.items


def under(first: Entries, second: Entries) -> Entries:
    """Return the entries of the first, then those of the second that it does not have."""
    return first | {name: entry for name, entry in second.items() if name not in first}


def place_of(node: Node) -> Place:
    """Return where a node starts."""
    return node.document.place(node.start)


def describe(node: Node) -> str:
    """Say what a node is, for messages: `text`, `a number`, `a list`, …"""
    match node:
        case Mapping():
            return "a mapping"
        case Sequence():
            return "a list"
    match node.value:
        case None:
            return "nothing"
        case bool():
            return "true" if node.value else "false"
        case int() | float():
            return "a number"
    return "text"
