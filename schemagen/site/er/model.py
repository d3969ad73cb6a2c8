"""What an entity-relationship diagram shows: boxes with rows, and lines between rows.

Sizes are in pixels of the drawing. Letters are of one width, so a text's width is known without
asking a browser.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence, Set
from functools import lru_cache
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.kinds.column import Column
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.kinds.primary_key import PrimaryKey
from schemagen.render.viewmodels.diagram import SHORT_TYPES
from schemagen.render.viewmodels.keys import home_of, is_required, is_single
from schemagen.site.subject import Subject
from schemagen.sqltext.types import read_type

HEAD: Final = 30
"""The height of a box's title."""
ROW: Final = 20
"""The height of a row."""
LETTER: Final = 7.3
"""The width of a letter."""
MARGIN: Final = 10
_MARK: Final = 26
_GAP: Final = 18
_LONGEST_TYPE: Final = 24


@frozen
class Row:
    """A column in a box: `customer_id`, `uuid`, the marks `PK` or `FK`."""

    name: str
    type: str
    mark: str


@frozen
class Box:
    """A table. `hidden` columns are not shown."""

    table: ObjectId
    title: str
    rows: tuple[Row, ...]
    hidden: int
    is_focus: bool = False

    @property
    def note(self) -> str:
        """What stands in the place of columns that are not shown."""
        if not self.hidden:
            return ""
        more = " more" if self.rows else ""
        return f"{self.hidden}{more} column{'s' if self.hidden != 1 else ''}"

    @property
    def lines(self) -> int:
        """How many lines stand below the title."""
        return len(self.rows) + bool(self.hidden)

    @property
    def width(self) -> int:
        """The width of the box."""
        rows = [_MARK + len(row.name) * LETTER + _GAP + len(row.type) * LETTER for row in self.rows]
        texts = [len(self.title) * (LETTER + 0.7), _MARK + len(self.note) * LETTER, *rows]
        return round(max(texts) + 2 * MARGIN)

    @property
    def height(self) -> int:
        """The height of the box."""
        return HEAD + self.lines * ROW + (6 if self.lines else 0)

    def line_of(self, column: str) -> int | None:
        """Return which row shows a column, from 0; None if none does."""
        return next((at for at, row in enumerate(self.rows) if row.name == column), None)


@frozen
class Line:
    """A foreign key, from the table that is referred to (parent) to the one that refers (child).

    Attributes:
        label: what it is, for people: `orders (customer_id) → customers (id)`.
        parent_row, child_row: the rows that it connects, None for the titles.
        required: whether each child has a parent.
        single: whether a parent has one child at the most.
    """

    parent: ObjectId
    child: ObjectId
    label: str
    parent_row: int | None
    child_row: int | None
    required: bool
    single: bool


@frozen
class Diagram:
    """Boxes, and the lines between them."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def diagram(
    subject: Subject,
    tables: Sequence[ObjectId],
    full: Collection[ObjectId],
    focus: ObjectId | None = None,
) -> Diagram:
    """Return a diagram of tables; those in `full` with all columns, others with those of keys.

    With a focus, only the keys from and to that table are drawn.
    """
    shown = frozenset(tables)
    keys = [
        key
        for table in tables
        for key in subject.outgoing[table]
        if key.references in shown and (focus is None or focus in (table, key.references))
    ]
    ends: dict[ObjectId, set[str]] = {table: set() for table in tables}
    for key in keys:
        ends[home_of(key)].update(key.columns)
        ends[key.references].update(key.referenced_columns)
    boxes = {
        table: _box(subject, table, None if table in full else ends[table], table == focus)
        for table in tables
    }
    lines = [_line(subject, key, boxes[key.references], boxes[home_of(key)]) for key in keys]
    return Diagram(tuple(boxes.values()), tuple(lines))


def _box(subject: Subject, table: ObjectId, ends: Set[str] | None, is_focus: bool) -> Box:
    """Return a box with all columns, or with those of the primary key and those at `ends`."""
    catalog = subject.project.catalog
    primary = {name for key in catalog.belonging_to(table, PrimaryKey) for name in key.columns}
    foreign = {name for key in subject.outgoing[table] for name in key.columns}
    columns = sorted(catalog.belonging_to(table, Column), key=lambda each: each.position)
    shown = [each for each in columns if ends is None or each.id.name in primary | ends]
    rows = tuple(
        Row(
            each.id.name,
            short_type(each.type.removeprefix(f"{subject.project.schema}.")),
            "PK" if each.id.name in primary else "FK" if each.id.name in foreign else "",
        )
        for each in shown
    )
    return Box(table, subject.names[table], rows, len(columns) - len(rows), is_focus)


def _line(subject: Subject, key: ForeignKey, parent: Box, child: Box) -> Line:
    catalog = subject.project.catalog
    there = f"{parent.title} ({', '.join(key.referenced_columns)})"
    here = f"{child.title} ({', '.join(key.columns)})"
    return Line(
        parent=parent.table,
        child=child.table,
        label=f"{here} → {there}",
        # Of several columns, the first is often the tenant's.
        parent_row=parent.line_of(key.referenced_columns[-1]) if key.referenced_columns else None,
        child_row=child.line_of(key.columns[-1]),
        required=is_required(key, catalog),
        single=is_single(key, catalog),
    )


@lru_cache(maxsize=4096)
def short_type(text: str) -> str:
    """Return a type as a diagram has room for it: `timestamptz`, `varchar(20)`, `text[]`."""
    name = read_type(text)
    word = SHORT_TYPES.get(name.name)
    short = text
    if word is not None:
        modifiers = f"({','.join(name.modifiers)})" if name.modifiers else ""
        short = f"{word}{modifiers}{'[]' if name.dimensions else ''}"
    return short if len(short) <= _LONGEST_TYPE else f"{short[: _LONGEST_TYPE - 1]}…"
