"""Graphviz, which decides where things go: `dot` for boxes and lines, `osage` for groups.

It is told sizes and never a name, so that no text has to be measured or quoted. Its heights count
from below, in 72nds of an inch; ours count from above.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Sequence
from typing import Any, Final

from schemagen.catalog.object import ObjectId
from schemagen.errors import SettingsError
from schemagen.frozen import frozen
from schemagen.site.er.model import HEAD, Box, Diagram, Line

_INCH: Final = 72
_CLUSTER: Final = "cluster_"
_DRAWN: Final = (
    "digraph {{ rankdir=LR; nodesep=0.3; ranksep=0.75;"
    " node [shape=none margin=0]; edge [dir=none]; {} }}"
)
_PACKED: Final = 'graph {{ pack=40; node [shape=box fixedsize=true label=""]; {} }}'
_TABLE: Final = '<table border="0" cellborder="0" cellspacing="0" cellpadding="0">{}</table>'
_LIBRARIES: Final = "what it needs of the system (Debian: libglib2.0-0 libxext6 libxrender1)"
_CELL: Final = '<tr><td port="{}" width="{}" height="{}" fixedsize="true"></td></tr>'


@frozen
class Drawn:
    """A drawing: corners of boxes, corners and sizes of groups, paths of lines, in their order."""

    width: float
    height: float
    boxes: tuple[tuple[float, float], ...]
    groups: tuple[tuple[float, float, float, float], ...]
    lines: tuple[str, ...]


def draw(diagram: Diagram, groups: Sequence[Sequence[ObjectId]], title: int) -> Drawn:
    """Place the boxes and lines of a diagram; those of a group below a title of this height.

    Raises:
        SettingsError: Graphviz cannot be had.
    """
    numbers = {box.table: number for number, box in enumerate(diagram.boxes)}
    parts = [f"n{number} [label=<{_cells(box)}>];" for number, box in enumerate(diagram.boxes)]
    for number, tables in enumerate(groups):
        inside = " ".join(f"n{numbers[key]};" for key in tables)
        space = _TABLE.format(_CELL.format("t", 60, title - 8))
        parts.append(f"subgraph {_CLUSTER}{number} {{ margin=20; label=<{space}>; {inside} }}")
    for number, line in enumerate(diagram.lines):
        ends = _ends(line, numbers[line.parent], numbers[line.child])
        parts.append(f'{ends} [id="{number}"];')
    found = _run("dot", _DRAWN.format(" ".join(parts)))
    sheet = _Sheet(found)
    places = {each["name"]: each for each in found.get("objects", ())}
    routes = {each["id"]: each["pos"] for each in found.get("edges", ())}
    return Drawn(
        *sheet.size,
        tuple(sheet.corner(places[f"n{number}"]) for number in range(len(diagram.boxes))),
        tuple(sheet.frame(places[f"{_CLUSTER}{number}"]["bb"]) for number in range(len(groups))),
        tuple(sheet.path(routes[str(number)]) for number in range(len(diagram.lines))),
    )


def pack(
    sizes: Sequence[tuple[float, float]],
) -> tuple[float, float, tuple[tuple[float, float], ...]]:
    """Put rectangles side by side; returns the size of the whole, and their corners.

    Raises:
        SettingsError: Graphviz cannot be had.
    """
    nodes = [
        f"n{number} [width={width / _INCH:.4f} height={height / _INCH:.4f}];"
        for number, (width, height) in enumerate(sizes)
    ]
    found = _run("osage", _PACKED.format(" ".join(nodes)))
    sheet = _Sheet(found)
    places = {each["name"]: each for each in found["objects"]}
    return *sheet.size, tuple(sheet.corner(places[f"n{number}"]) for number in range(len(sizes)))


def _cells(box: Box) -> str:
    """Return a table without text, of the sizes of a box and its rows."""
    rows = [("t", HEAD)]
    below = box.height - HEAD
    if box.lines:
        each = below / box.lines
        rows += [(f"r{number}", round(each)) for number in range(box.lines)]
    return _TABLE.format("".join(_CELL.format(port, box.width, high) for port, high in rows))


def _ends(line: Line, parent: int, child: int) -> str:
    """Return an edge from row to row."""
    tail = "t" if line.parent_row is None else f"r{line.parent_row}"
    head = "t" if line.child_row is None else f"r{line.child_row}"
    return f"n{parent}:{tail}:e -> n{child}:{head}:w"


def load() -> Any:
    """Return the Python package that brings Graphviz along.

    Raises:
        SettingsError: it is not installed, or libraries of the system that it needs are not.
    """
    try:
        return importlib.import_module("pygraphviz")
    except ImportError as error:
        missing = isinstance(error, ModuleNotFoundError)
        state = "is not installed" if missing else f"does not load here: {error}"
        remedy = "pip install 'schemagen[docs]'" if missing else f"install {_LIBRARIES}"
        raise SettingsError(
            f"pages with diagrams need Graphviz, which {state}",
            hint=f"{remedy}, or write Markdown: --format markdown",
        ) from error


def _run(program: str, text: str) -> Any:
    return json.loads(load().AGraph(string=text).draw(format="json0", prog=program))


class _Sheet:
    """A sheet that Graphviz drew on: from its numbers to ours."""

    def __init__(self, found: Any) -> None:
        self._left, self._below, right, above = map(float, found["bb"].split(","))
        self.size = (right - self._left, above - self._below)
        self._above = above

    def _at(self, point: str) -> tuple[float, float]:
        x, y = map(float, point.split(","))
        return x - self._left, self._above - y

    def corner(self, node: Any) -> tuple[float, float]:
        """Return the upper left corner of a node."""
        x, y = self._at(node["pos"])
        width, height = (float(node[name]) * _INCH for name in ("width", "height"))
        return round(x - width / 2), round(y - height / 2)

    def frame(self, box: str) -> tuple[float, float, float, float]:
        """Return the upper left corner and the size of a cluster."""
        left, below, right, above = map(float, box.split(","))
        x, y = self._at(f"{left},{above}")
        return round(x), round(y), round(right - left), round(above - below)

    def path(self, route: str) -> str:
        """Return the spline of an edge as a path."""
        points = [f"{x:.0f},{y:.0f}" for x, y in map(self._at, route.split(" "))]
        return f"M{points[0]} C{' '.join(points[1:])}"
