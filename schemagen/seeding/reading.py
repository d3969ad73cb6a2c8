"""What a database has that rows must fit: its tables, columns, constraints and types.

It is read from the server and not from a catalog of ours, because rows must also fit what belongs
to somebody else: the tables that foreign keys lead to, and the types of extensions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, TypeAlias, TypeVar

import psycopg
from psycopg.rows import class_row

from schemagen.catalog.apart import PATTERN
from schemagen.frozen import frozen
from schemagen.sqltext.quoting import QualifiedName

Connection: TypeAlias = psycopg.Connection[tuple[Any, ...]]
T = TypeVar("T")


@frozen(kw_only=True)
class Type:
    """A type (pg_type), and what it is made of.

    Attributes:
        oid: what columns refer to it by.
        name: as SQL has it, without a modifier.
        sort: typtype: base `b`, composite `c`, domain `d`, enum `e`, multirange `m`, range `r`.
        category: typcategory.
        element: of an array, the type of its elements; 0 otherwise.
        base: of a domain, the type that it narrows, with its `modifier`.
        not_null: of a domain.
        labels: of an enum.
        attributes: of a composite type, the types of its attributes, with their `modifiers`.
        subtype: of a range.
        range: of a multirange.
        checks: of a domain, expressions over VALUE.
    """

    oid: int
    name: str
    sort: str
    category: str
    element: int
    base: int
    modifier: int
    not_null: bool
    labels: Sequence[str]
    attributes: Sequence[int]
    modifiers: Sequence[int]
    subtype: int
    range: int
    checks: Sequence[str]


@frozen(kw_only=True)
class Column:
    """A column (pg_attribute); `written` is its type with the modifier."""

    relation: int
    position: int
    name: str
    type: int
    modifier: int
    written: str
    not_null: bool
    generated: bool
    identity: bool
    default: str | None

    @property
    def filled(self) -> bool:
        """Whether a statement gives it no value: it is computed, or counted by a sequence."""
        return self.generated or self.counted

    @property
    def counted(self) -> bool:
        """Whether a sequence gives it its values."""
        by_default = self.default is not None and self.default.startswith("nextval(")
        return self.identity or by_default


@frozen(kw_only=True)
class Constraint:
    """A constraint or a unique index; `columns` and `other_columns` are positions.

    `type` is contype: check `c`, foreign key `f`, primary key `p`, unique `u`, exclusion `x`;
    `deferred` tells that it waits for the end of a transaction without being told.
    """

    relation: int
    name: str
    type: str
    columns: Sequence[int] | None
    other: int
    other_columns: Sequence[int] | None
    expression: str | None
    deferrable: bool
    deferred: bool


@frozen(kw_only=True)
class TableRow:
    """A table; `partitions` are the conditions of what can hold its rows, if it is partitioned."""

    oid: int
    schema: str
    name: str
    partitioned: bool
    has_rules: bool
    partitions: Sequence[str | None]


@frozen
class Table:
    """A table with its columns in order, and its constraints."""

    row: TableRow
    columns: tuple[Column, ...]
    constraints: tuple[Constraint, ...]

    @property
    def name(self) -> str:
        """How people call it: `public.orders`."""
        return f"{self.row.schema}.{self.row.name}"

    @property
    def qualified(self) -> QualifiedName:
        """How a statement names it."""
        return QualifiedName(self.row.schema, self.row.name)

    def of(self, *types: str) -> tuple[Constraint, ...]:
        """Return its constraints of some types."""
        return tuple(each for each in self.constraints if each.type in types)

    def names(self, positions: Sequence[int] | None) -> tuple[str, ...]:
        """Return the names of columns by their positions; an expression of an index has none."""
        known = {column.position: column.name for column in self.columns}
        return tuple(known[each] for each in positions or () if each in known)


@frozen
class Shelf:
    """All tables of a database by oid, and the types of their columns by oid."""

    tables: Mapping[int, Table]
    types: Mapping[int, Type]


def read_shelf(connection: Connection, but: Sequence[str] = ()) -> Shelf:
    """Read what there is to be filled, except in some schemas and in schemagen's own.

    Raises:
        psycopg.Error: the server refused to be read.
    """
    rows = _ask(connection, TableRow, "tables", [PATTERN, list(but)])
    oids = [row.oid for row in rows]
    columns = _by_relation(_ask(connection, Column, "columns", [oids]))
    constraints = _by_relation(_ask(connection, Constraint, "constraints", [oids, oids]))
    used = sorted({column.type for listed in columns.values() for column in listed})
    types = _ask(connection, Type, "types", [used])
    tables = {
        row.oid: Table(row, tuple(columns[row.oid]), tuple(constraints[row.oid])) for row in rows
    }
    return Shelf(tables, {each.oid: each for each in types})


def _ask(connection: Connection, model: type[T], name: str, values: Sequence[Any]) -> list[T]:
    text = files(__package__).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
    with connection.cursor(row_factory=class_row(model)) as cursor:
        return cursor.execute(text.encode(), values).fetchall()


def _by_relation(rows: Sequence[T]) -> Mapping[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[row.relation].append(row)  # type: ignore[attr-defined]
    return found
