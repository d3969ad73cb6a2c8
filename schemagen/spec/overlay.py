"""A variant of a project: a file laid over another one, merged on nodes.

Every value keeps its place in the file that it came from, so that a mistake is shown where a
person wrote it.
"""

from __future__ import annotations

from schemagen.spec.nodes import Entries, Mapping, Node, Scalar, under

OF_ONE_FILE = frozenset({"schemagen", "project", "include", "overlay"})
"""Keys at the top that speak of one file alone and are not inherited."""


def lay_over(own: Mapping, base: Mapping) -> Mapping:
    """Return a base with what an overlay says besides, and instead.

    Mappings are merged by key, all the way down and in the base's order; anything else of the
    overlay, a list too, replaces what the base says under that key; nothing (`null`) takes away
    what the base has there.
    """
    told = {key: entry for key, entry in own.items.items() if key in OF_ONE_FILE}
    inherited = {key: entry for key, entry in base.items.items() if key not in OF_ONE_FILE}
    merged = _merged(own, Mapping(base.document, base.start, inherited))
    return Mapping(own.document, own.start, under(told, merged.items))


def lay_beside(own: Mapping, base: Mapping) -> Mapping:
    """Return a base with what is said besides, and instead; it stays the project that it is."""
    return Mapping(base.document, base.start, _merged(own, base).items)


def _merged(own: Mapping, base: Mapping) -> Mapping:
    items: Entries = dict(base.items)
    for key, (key_node, value) in own.items.items():
        if key not in base.items:
            items[key] = key_node, value
        elif _is_nothing(value):
            del items[key]
        else:
            items[key] = key_node, _over(value, base.items[key][1])
    return Mapping(own.document, own.start, items)


def _over(own: Node, base: Node) -> Node:
    return _merged(own, base) if type(own) is Mapping and type(base) is Mapping else own


def _is_nothing(node: Node) -> bool:
    return type(node) is Scalar and node.value is None
