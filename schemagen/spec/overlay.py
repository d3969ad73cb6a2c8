"""A variant of a project: a file laid over another one, merged on nodes.

Every value keeps its place in the file that it came from, so that a mistake is shown where a
person wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.declare.problems import Path
from schemagen.declare.suggest import did_you_mean
from schemagen.errors import Place, Problem
from schemagen.spec.nodes import Entries, Mapping, Node, Scalar, place_of, under

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


def pointless(own: Mapping, base: Mapping) -> Iterator[tuple[Scalar, Problem]]:
    """Yield the keys of an overlay whose nothing (`null`) takes nothing away, with the reason.

    The base lacks the key, or one above it. That is a mistake only where nothing cannot be meant
    as a value, which whoever knows what the spec means has to say.
    """
    for key, (key_node, value) in own.items.items():
        if key in base.items:
            below = base.items[key][1]
            if type(value) is Mapping and type(below) is Mapping:
                yield from pointless(value, below)
        else:
            message = f'there is nothing to take away: the base has no "{key}"'
            hint = did_you_mean(key, base.items)
            problem = Problem("nothing-to-take", message, place_of(key_node), hint)
            yield from ((each, problem) for each in _nothings(key_node, value))


def taken_away(own: Mapping, base: Mapping, above: Path = ()) -> Iterator[tuple[Path, Place]]:
    """Yield the path of what an overlay takes away of its base, and where it says so."""
    for key, (key_node, value) in own.items.items():
        path = (*above, key)
        below = base.items[key][1] if key in base.items else None
        if below is not None and _is_nothing(value):
            yield path, place_of(key_node)
        elif type(value) is Mapping and type(below) is Mapping:
            yield from taken_away(value, below, path)


def _nothings(key: Scalar, node: Node) -> Iterator[Scalar]:
    """Yield the keys under which nothing stands."""
    if _is_nothing(node):
        yield key
    for each in node.items.values() if type(node) is Mapping else ():
        yield from _nothings(*each)


def _over(own: Node, base: Node) -> Node:
    return _merged(own, base) if type(own) is Mapping and type(base) is Mapping else own


def _is_nothing(node: Node) -> bool:
    return type(node) is Scalar and node.value is None
