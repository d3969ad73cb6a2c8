"""Included files, merged on nodes, so that every value keeps its place in its own file."""

from __future__ import annotations

from collections.abc import Iterable

from schemagen.errors import Problem
from schemagen.spec.nodes import (
    Entries,
    Mapping,
    Node,
    Scalar,
    Sequence,
    place_of,
    plain_data,
)
from schemagen.spec.overlay import OF_ONE_FILE


def merge_included(own: Mapping, included: Iterable[Mapping]) -> tuple[Mapping, list[Problem]]:
    """Put included files under a spec: what it says itself counts, and sections merge by name.

    A name that two included files define differently is a problem, since neither goes first.
    """
    problems: list[Problem] = []
    below: Entries = {}
    for other in included:
        for key, (key_node, value) in other.items.items():
            if key in OF_ONE_FILE:
                continue
            if key in below:
                value = _united(key, below[key][1], value, problems)
                key_node = below[key][0]
            below[key] = key_node, value
    items: Entries = {}
    for key, (key_node, value) in own.items.items():
        if key in below:
            value = _overridden(below.pop(key)[1], value)
        items[key] = key_node, value
    return Mapping(own.document, own.start, {**items, **below}), problems


def _overridden(below: Node, own: Node) -> Node:
    """Return the names of both, those of the included file first."""
    below, own = _by_name(below), _by_name(own)
    if type(below) is Mapping and type(own) is Mapping:
        return Mapping(own.document, own.start, {**below.items, **own.items})
    return own


def _united(key: str, first: Node, second: Node, problems: list[Problem]) -> Node:
    first, second = _by_name(first), _by_name(second)
    if type(first) is not Mapping or type(second) is not Mapping:
        if _differ(first, second):
            problems.append(_conflict(f'"{key}"', first, second))
        return first
    for name in sorted(first.items.keys() & second.items.keys()):
        if _differ(first.items[name][1], second.items[name][1]):
            where = (first.items[name][0], second.items[name][0])
            problems.append(_conflict(f'"{name}" in {key}', *where))
    return Mapping(first.document, first.start, {**second.items, **first.items})


def _differ(first: Node, second: Node) -> bool:
    return first is not second and plain_data(first) != plain_data(second)


def _conflict(what: str, first: Node, second: Node) -> Problem:
    return Problem(
        "include-conflict",
        f"{what} is also defined in {first.document.name}",
        place_of(second),
        "define it in one of the included files, or in the spec that includes both",
    )


def _by_name(node: Node) -> Node:
    """Turn a list of names into a mapping of names to nothing, which means the same."""
    if type(node) is not Sequence:
        return node
    items: Entries = {}
    for item in node.items:
        if type(item) is not Scalar or not isinstance(item.value, str):
            return node
        items[item.value] = item, Scalar(item.document, item.start, item.end, "", "", None)
    return Mapping(node.document, node.start, items)
