"""A diagram as its template wants it: finished numbers and texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.site.er.layout import Frame, Layout, Placed, Routed
from schemagen.site.er.model import HEAD, MARGIN, ROW

_EDGE: Final = 16
"""What is left free around a drawing, for the marks at the ends of lines."""
_MOST_FAR: Final = 100
"""Up to how many lines between groups are drawn; of more, those of a table that is chosen."""


@frozen
class DrawnRow:
    """A row of a box at its height: `customer_id`, `uuid`, `FK`."""

    y: float
    name: str
    type: str
    mark: str


@frozen
class DrawnBox:
    """A box; `key` tells boxes from each other, `href` is the page of the table."""

    key: str
    title: str
    href: str
    x: float
    y: float
    width: float
    height: float
    rows: tuple[DrawnRow, ...]
    note: DrawnRow | None
    is_focus: bool


@frozen
class DrawnLine:
    """A line between two boxes, by their keys, with the marks at its ends."""

    parent: str
    child: str
    label: str
    path: str
    start: str
    end: str
    crosses: bool


@frozen
class Drawing:
    """A diagram; what it is of, how large it is, and whether lines between groups are hidden."""

    label: str
    width: int
    height: int
    boxes: tuple[DrawnBox, ...]
    frames: tuple[Frame, ...]
    lines: tuple[DrawnLine, ...]
    hides_far: bool
    edge: int = _EDGE
    head: int = HEAD
    margin: int = MARGIN


def drawing(
    layout: Layout,
    label: str,
    names: Mapping[ObjectId, str],
    href: Callable[[ObjectId], str],
) -> Drawing:
    """Turn a diagram with places into what is drawn; `names` tells tables from each other."""
    return Drawing(
        label=label,
        width=round(layout.width + 2 * _EDGE),
        height=round(layout.height + 2 * _EDGE),
        boxes=tuple(
            _box(each, names[each.box.table], href(each.box.table)) for each in layout.boxes
        ),
        frames=layout.frames,
        lines=tuple(_line(each, names) for each in layout.lines),
        hides_far=sum(each.crosses for each in layout.lines) > _MOST_FAR,
    )


def _box(placed: Placed, key: str, href: str) -> DrawnBox:
    box = placed.box
    rows = [
        DrawnRow(HEAD + ROW * number + 15, row.name, row.type, row.mark)
        for number, row in enumerate(box.rows)
    ]
    note = DrawnRow(HEAD + ROW * len(rows) + 15, box.note, "", "") if box.note else None
    return DrawnBox(
        key,
        box.title,
        href,
        placed.x,
        placed.y,
        box.width,
        box.height,
        tuple(rows),
        note,
        box.is_focus,
    )


def _line(routed: Routed, names: Mapping[ObjectId, str]) -> DrawnLine:
    line = routed.line
    return DrawnLine(
        names[line.parent],
        names[line.child],
        line.label,
        routed.path,
        "one" if line.required else "none-or-one",
        "at-most-one" if line.single else "many",
        routed.crosses,
    )
