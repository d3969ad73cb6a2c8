"""A diagram with places: of few boxes drawn as one, of many group by group.

What refers stands to the right of what it refers to.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.site.er.graphviz import draw, pack
from schemagen.site.er.model import HEAD, ROW, Box, Diagram, Line

TITLE: Final = 40
"""The height of a group's title in its frame."""
_PADDING: Final = 24
_LOOP: Final = 44
"""How far a table's reference to itself goes; the next box is a little farther away."""
_DRAWN_AS_ONE: Final = 100
"""How many boxes are ordered at once; the time that it takes grows faster than their number."""


@frozen
class Placed:
    """A box and its upper left corner."""

    box: Box
    x: float
    y: float

    @property
    def right(self) -> float:
        """Return where its right side is."""
        return self.x + self.box.width

    def row(self, number: int | None) -> float:
        """Return the height in the drawing at which a line meets a row, or the title."""
        return self.y + (HEAD / 2 if number is None else HEAD + ROW * (number + 0.5))


@frozen
class Frame:
    """What surrounds the boxes of a group; its title stands at its top."""

    title: str
    x: float
    y: float
    width: float
    height: float


@frozen
class Routed:
    """A line and its way, as the `d` of an SVG path. `crosses` tells that it leaves its group."""

    line: Line
    path: str
    crosses: bool = False


@frozen
class Layout:
    """A diagram with places."""

    width: float
    height: float
    boxes: tuple[Placed, ...]
    frames: tuple[Frame, ...]
    lines: tuple[Routed, ...]


def lay_out(diagram: Diagram, groups: Mapping[str, Sequence[ObjectId]]) -> Layout:
    """Find places for all boxes; those of a group (by its title) are together in a frame.

    With no or one group there is no frame.

    Raises:
        SettingsError: Graphviz cannot be had.
    """
    if len(groups) < 2:
        return _in_two(diagram)
    if len(diagram.boxes) <= _DRAWN_AS_ONE:
        return _as_one(diagram, groups)
    return _by_group(diagram, groups)


def _in_two(diagram: Diagram) -> Layout:
    """Draw what is related, and put what is not beside or below it."""
    related = {key for line in diagram.lines for key in (line.parent, line.child)}
    alone = [box for box in diagram.boxes if box.table not in related]
    if not alone:
        return _as_one(diagram, {})
    drawn = _as_one(_part(diagram, related), {}) if related else Layout(0, 0, (), (), ())
    width, height, corners = pack([(box.width, box.height) for box in alone])
    is_wide = drawn.width > drawn.height
    right = 0 if is_wide else drawn.width + _PADDING * bool(related)
    down = drawn.height + _PADDING * bool(related) if is_wide else 0
    placed = [Placed(box, x + right, y + down) for box, (x, y) in zip(alone, corners, strict=True)]
    size = max(drawn.width, right + width), max(drawn.height, down + height)
    return Layout(*size, (*drawn.boxes, *placed), (), drawn.lines)


def _as_one(diagram: Diagram, groups: Mapping[str, Sequence[ObjectId]]) -> Layout:
    between = [line for line in diagram.lines if line.parent != line.child]
    drawn = draw(replace(diagram, lines=tuple(between)), list(groups.values()), TITLE)
    boxes = [Placed(box, *place) for box, place in zip(diagram.boxes, drawn.boxes, strict=True)]
    frames = [Frame(title, *place) for title, place in zip(groups, drawn.groups, strict=True)]
    home = {key: title for title, tables in groups.items() for key in tables}
    lines = [
        Routed(line, path, home.get(line.parent) != home.get(line.child))
        for line, path in zip(between, drawn.lines, strict=True)
    ]
    placed = {each.box.table: each for each in boxes}
    loops = [line for line in diagram.lines if line.parent == line.child]
    lines += [Routed(line, _loop(line, placed[line.parent])) for line in loops]
    width = max([drawn.width, *(placed[each.parent].right + _LOOP for each in loops)])
    return Layout(width, drawn.height, tuple(boxes), tuple(frames), tuple(lines))


def _by_group(diagram: Diagram, groups: Mapping[str, Sequence[ObjectId]]) -> Layout:
    """Draw each group by itself, put them side by side, and join them with plain curves."""
    parts = [_in_two(_part(diagram, tables)) for tables in groups.values()]
    sizes = [(part.width + 2 * _PADDING, part.height + _PADDING + TITLE) for part in parts]
    width, height, corners = pack(sizes)
    boxes: list[Placed] = []
    frames: list[Frame] = []
    lines: list[Routed] = []
    for title, part, (x, y), size in zip(groups, parts, corners, sizes, strict=True):
        frames.append(Frame(title, x, y, *size))
        right, down = x + _PADDING, y + TITLE
        boxes += [replace(each, x=each.x + right, y=each.y + down) for each in part.boxes]
        lines += [replace(each, path=_moved(each.path, right, down)) for each in part.lines]
    placed = {each.box.table: each for each in boxes}
    inside = {(each.line.parent, each.line.child) for each in lines}
    lines += [
        Routed(line, _curve(line, placed), crosses=True)
        for line in diagram.lines
        if (line.parent, line.child) not in inside
    ]
    return Layout(width, height, tuple(boxes), tuple(frames), tuple(lines))


def _part(diagram: Diagram, tables: Collection[ObjectId]) -> Diagram:
    wanted = frozenset(tables)
    return Diagram(
        tuple(box for box in diagram.boxes if box.table in wanted),
        tuple(each for each in diagram.lines if wanted >= {each.parent, each.child}),
    )


def _moved(path: str, right: float, down: float) -> str:
    """Return a path of `M`, `C` and pairs of numbers at another place."""
    parts = []
    for part in path.split(" "):
        letter = part[:1] if part[:1].isalpha() else ""
        x, y = part.removeprefix(letter).split(",")
        parts.append(f"{letter}{float(x) + right:.0f},{float(y) + down:.0f}")
    return " ".join(parts)


def _loop(line: Line, placed: Placed) -> str:
    """Return the way of a table's reference to itself, at its right side.

    Graphviz would lead it round the boxes that stand there.
    """
    x, y, z = placed.right, placed.row(line.parent_row), placed.row(line.child_row)
    reach = x + _LOOP * 4 / 3
    return f"M{x:.0f},{y:.0f} C{reach:.0f},{y:.0f} {reach:.0f},{z:.0f} {x:.0f},{z:.0f}"


def _curve(line: Line, placed: Mapping[ObjectId, Placed]) -> str:
    """Return a curve that leaves and meets the boxes at the sides that face each other."""
    parent, child = placed[line.parent], placed[line.child]
    middles = [each.x + each.box.width / 2 for each in (parent, child)]
    to_right = middles[0] <= middles[1]
    start = parent.right if to_right else parent.x
    end = child.x if to_right else child.right
    reach = max(60.0, abs(end - start) / 3) * (1 if to_right else -1)
    y, z = parent.row(line.parent_row), child.row(line.child_row)
    ways = [(start, y), (start + reach, y), (end - reach, z), (end, z)]
    points = [f"{a:.0f},{b:.0f}" for a, b in ways]
    return f"M{points[0]} C{points[1]} {points[2]} {points[3]}"
