"""Circles of foreign keys between tables, and the keys to leave out so that there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.kinds.column import Column
from schemagen.kinds.foreign_key import ForeignKey

_Graph = dict[ObjectId, dict[ObjectId, list[ForeignKey]]]


def breaking(
    keys: Mapping[ObjectId, Sequence[ForeignKey]], catalog: Catalog
) -> frozenset[ObjectId]:
    """Choose keys without which no tables refer to each other in a circle.

    Keys that may be null go first: a row comes without, and gets its reference afterwards. A
    table that refers to itself is no circle.
    """
    graph = _graph(keys)
    chosen: list[ForeignKey] = []
    while graph := _circles(graph):
        edges = ((source, target) for source, targets in graph.items() for target in targets)
        source, target = min(
            edges, key=lambda edge: (not _may_be_null(graph[edge[0]][edge[1]], catalog), edge)
        )
        chosen += graph[source].pop(target)
    return frozenset(key.id for key in chosen)


def _graph(keys: Mapping[ObjectId, Sequence[ForeignKey]]) -> _Graph:
    graph: _Graph = {table: {} for table in keys}
    for table, own in keys.items():
        for key in own:
            if key.references != table and key.references in graph:
                graph[table].setdefault(key.references, []).append(key)
    return graph


def _circles(graph: _Graph) -> _Graph:
    """Leave nothing but the references between tables that reach each other."""
    backwards: dict[ObjectId, dict[ObjectId, None]] = {table: {} for table in graph}
    for table, targets in graph.items():
        for target in targets:
            backwards[target][table] = None
    group: dict[ObjectId, ObjectId] = {}
    seen: set[ObjectId] = set()
    for table in reversed(_finished(graph, graph, set())):
        if table not in seen:
            group.update(dict.fromkeys(_finished(backwards, [table], seen), table))
    found = {
        table: {target: keys for target, keys in targets.items() if group[target] == group[table]}
        for table, targets in graph.items()
    }
    return {table: targets for table, targets in found.items() if targets}


def _finished(
    graph: Mapping[ObjectId, Iterable[ObjectId]], starts: Iterable[ObjectId], seen: set[ObjectId]
) -> list[ObjectId]:
    """Return what is reached from the starts and was not seen, each after what it reaches."""
    order: list[ObjectId] = []
    for start in starts:
        waiting = [] if start in seen else [(start, iter(graph[start]))]
        seen.add(start)
        while waiting:
            table, targets = waiting[-1]
            for target in targets:
                if target not in seen:
                    seen.add(target)
                    waiting.append((target, iter(graph[target])))
                    break
            else:
                order.append(table)
                waiting.pop()
    return order


def _may_be_null(keys: Iterable[ForeignKey], catalog: Catalog) -> bool:
    for key in keys:
        columns = catalog.belonging_to(ObjectId("table", key.id.schema, key.id.table), Column)
        if all(column.not_null for column in columns if column.id.name in key.columns):
            return False
    return True
