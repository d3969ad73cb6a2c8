"""What a target is given: a project as a plain tree, apart from how schemagen holds it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: in the database.
        type: as PostgreSQL spells it: `character varying(80)`, `integer[]`, `public.lifecycle`.
        not_null: whether it always has a value.
        default: an expression in SQL, None if there is none.
        generated: whether the database alone chooses its values: GENERATED ALWAYS.
        comment: what the spec says of it.
    """

    name: str
    type: str
    not_null: bool
    default: str | None
    generated: bool
    comment: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: these columns hold the values of those of another table."""

    name: str
    columns: tuple[str, ...]
    to_schema: str
    to_table: str
    to_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the project.

    Attributes:
        schema: where it is.
        name: in the database.
        comment: what the spec says of it.
        columns: in their order.
        primary_key: its columns; empty if there is none.
        uniques: the columns of each unique constraint.
        references: its foreign keys, by name.
    """

    schema: str
    name: str
    comment: str | None
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    uniques: tuple[tuple[str, ...], ...]
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Enum:
    """An enumerated type with its labels in order."""

    schema: str
    name: str
    labels: tuple[str, ...]
    comment: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """A project without mistakes.

    Attributes:
        project: its name.
        spec: its file, relative to the repository: `specs/shop.yaml`.
        schema: the schema of what does not name one.
        comment: what the spec says of it.
        tables: those that the project makes, by schema and name; partitions are among them.
        enums: those that the project makes, by schema and name.
        snapshot: everything that is declared, as the text of `snapshot.json`.
    """

    project: str
    spec: str
    schema: str
    comment: str | None
    tables: tuple[Table, ...]
    enums: tuple[Enum, ...]
    snapshot: str

    @property
    def mark(self) -> str:
        """What the first line of each file has in it, by which a build knows its own files."""
        return f"Made by schemagen from {self.spec}. Do not edit."
