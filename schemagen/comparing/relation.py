"""What can be compared: the tables of a database, and what tells their rows apart."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Any, TypeAlias

import psycopg
from psycopg.rows import class_row

from schemagen.frozen import frozen
from schemagen.sqltext.quoting import QualifiedName

Connection: TypeAlias = psycopg.Connection[tuple[Any, ...]]


@frozen(kw_only=True)
class Relation:
    """A table.

    Attributes:
        schema: where it is.
        name: what it is called there.
        columns: the names of all its columns, sorted, so that their order in the table counts for
            nothing.
        key: the columns of its primary key, or else of a unique index over columns that are never
            NULL; empty where it has neither.
        types: the types of those.
        in_order: whether values of the first of them sort the same way on every server.
    """

    schema: str
    name: str
    columns: Sequence[str]
    key: Sequence[str]
    types: Sequence[str]
    in_order: bool

    @property
    def title(self) -> str:
        """How people call it: `public.orders`."""
        return f"{self.schema}.{self.name}"

    @property
    def qualified(self) -> QualifiedName:
        """How a statement names it."""
        return QualifiedName(self.schema, self.name)


@frozen
class Pair:
    """A table that both databases have.

    Attributes:
        a: what it is in the first.
        b: what it is in the second.
    """

    a: Relation
    b: Relation

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that both have."""
        return tuple(name for name in self.a.columns if name in self.b.columns)

    @property
    def key(self) -> tuple[str, ...]:
        """What tells rows apart in both; empty where nothing does."""
        return tuple(self.a.key) if self.a.key == self.b.key else ()

    @property
    def types(self) -> tuple[str, ...]:
        """The types of the key."""
        return tuple(self.a.types) if self.key else ()

    @property
    def in_order(self) -> bool:
        """Whether the rows can be parted by ranges of their keys, equally on both sides."""
        return bool(self.key) and self.a.in_order and self.a.types == self.b.types


def read_relations(connection: Connection) -> tuple[Relation, ...]:
    """Read the tables of a database: not the partitions by themselves, nor what is temporary or
    belongs to extensions.

    Raises:
        psycopg.Error: the server refused to be read.
    """
    text = files(__package__).joinpath("sql", "relations.sql").read_text(encoding="utf-8")
    with connection.cursor(row_factory=class_row(Relation)) as cursor:
        return tuple(cursor.execute(text.encode()).fetchall())
