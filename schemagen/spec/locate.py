"""From a path in the spec to its place in the files.

A path is written for the long form of everything. Where the spec has a short form, the path is
followed all the same: a list may be a mapping by name or the other way round, a list may stand for
the mapping that it belongs to, and the only entry of a list may stand alone.
"""

from __future__ import annotations

from itertools import islice

from schemagen.declare.problems import Path
from schemagen.errors import Place
from schemagen.frozen import frozen
from schemagen.spec.nodes import Mapping, Node, Scalar, Sequence
from schemagen.spec.offsets import offset_in_file


@frozen
class Found:
    """How far a path leads: the node, the key that it stands under, and the rest of the path."""

    node: Node
    key: Scalar | None
    rest: Path


def follow(root: Node, path: Path) -> Found:
    """Walk along a path as far as it exists."""
    node, key = root, None
    for index, part in enumerate(path):
        child = step(node, part) or _by_other_form(node, part)
        if child is not None:
            key, node = child
        elif not _stands_alone(node, part, path[index + 1 :]):
            return Found(node, key, path[index:])
    return Found(node, key, ())


def step(node: Node, part: str | int) -> tuple[Scalar | None, Node] | None:
    """Return what stands below a node under a key or at a position, None if nothing does."""
    if type(node) is Mapping and isinstance(part, str):
        return node.items.get(part)
    if type(node) is Sequence and isinstance(part, int) and 0 <= part < len(node.items):
        return None, node.items[part]
    return None


def _by_other_form(node: Node, part: str | int) -> tuple[Scalar | None, Node] | None:
    """Find a position in a mapping by name, or a name in a list of mappings."""
    if type(node) is Mapping and isinstance(part, int):
        return next(islice(node.items.values(), part, None), None)
    for item in node.items if type(node) is Sequence else ():
        name = item.items.get("name") if type(item) is Mapping else None
        if name is not None and type(name[1]) is Scalar and name[1].value == part:
            return None, item
    return None


def _stands_alone(node: Node, part: str | int, rest: Path) -> bool:
    """Tell whether a node is what the part of a path leads to: written without the list around it,
    or without the mapping around that list."""
    if type(node) is Sequence:
        return isinstance(part, str) and bool(rest) and isinstance(rest[0], int)
    return type(node) is Scalar and (part == 0 or (isinstance(part, str) and rest == (0,)))


@frozen
class Locator:
    """Finds places in a merged spec; an instance is a `declare.problems.Locate`."""

    root: Node

    def __call__(self, path: Path, offset: int, key: bool, text: str = "") -> Place:
        """Return the place of a path, or of the deepest part of it that exists."""
        found = follow(self.root, path)
        if found.key is not None and (key or _belongs_to_key(found)):
            return found.key.document.place(found.key.start)
        node = found.node
        if type(node) is Scalar and text:
            start = node.text.find(text)
            return node.document.place(offset_in_file(node, start + offset if start >= 0 else 0))
        if type(node) is Scalar and not found.rest:
            return node.document.place(offset_in_file(node, offset))
        return node.document.place(node.start)


def _belongs_to_key(found: Found) -> bool:
    """Tell whether the key is the better place: for what is missing, for a value below its key."""
    node, key = found.node, found.key
    if type(node) is Scalar or key is None:
        return type(node) is Scalar and not node.text and not node.style
    below = node.document.place(node.start).line > key.document.place(key.start).line
    return bool(found.rest) or below
