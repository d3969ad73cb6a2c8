"""The whole of a module of tables for SQLAlchemy."""

from __future__ import annotations

from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Project
from schemagen.frozen import frozen
from schemagen.kinds.table import Table
from schemagen.render.viewmodels.class_names import own
from schemagen.render.viewmodels.helpers import alias_definitions
from schemagen.render.viewmodels.imports import (
    Import,
    import_lines,
    imports_of,
    member_order,
    words,
)
from schemagen.render.viewmodels.model_module import ModelModule
from schemagen.render.viewmodels.names import DEFAULT_SCHEMA
from schemagen.render.viewmodels.orm_tables import OrmTables
from schemagen.render.viewmodels.pytext import assigned, docstring, string

_BASES = ("Base", "BaseTable", "DatabaseBase")
_ORM = "sqlalchemy.orm"
_SUPPORT: dict[str, tuple[Import, ...]] = {
    "include_object": (("typing", "Any"),),
    "_labels": (("collections.abc", "Iterable"), ("enum", "StrEnum")),
    "_counted": (("typing", "Any"), (_ORM, "Mapped")),
    "_Native": (("typing", "Any"), ("sqlalchemy.types", "UserDefinedType")),
    "_Document": (
        ("typing", "Any"),
        ("pydantic", "TypeAdapter"),
        ("sqlalchemy.types", "TypeDecorator"),
    ),
}
_MARKS: dict[str, Import] = {
    ": Mapped[": (_ORM, "Mapped"),
    "mapped_column(": (_ORM, "mapped_column"),
    "relationship(": (_ORM, "relationship"),
    "pg.": ("sqlalchemy.dialects", "postgresql as pg"),
    "sa.": ("sqlalchemy", ""),
}
"""What is imported where a piece of text is found."""


@frozen
class OrmModule:
    """A module in pieces of finished lines, in order.

    Attributes:
        doc: the docstring.
        imports: import statements in sections.
        exported: the strings in `__all__`.
        support: names of the helpers to include.
        base: the name of the base class.
        types: enums, domains and shapes as types.
        tables: tables without a class.
        classes: the others.
        not_compared: what Alembic is to leave alone: names of tables, with their schema.
    """

    source: str
    doc: str
    imports: tuple[str, ...]
    exported: tuple[str, ...]
    support: tuple[str, ...]
    base: str
    types: tuple[str, ...]
    tables: tuple[str, ...]
    classes: tuple[str, ...]
    not_compared: tuple[str, ...]


def orm_module(project: Project, models: ModelModule) -> OrmModule:
    """Work out the tables of a project; `models` are those of models.py."""
    names = models.names
    every = own(project.catalog.of(Table))
    # Rows of partitions are those of their table; those of foreign tables have no key.
    tables = [item for item in every if item.server is None and item.partition_of is None]
    base = next(name for name in _BASES if name not in names.claims.taken)
    made = OrmTables(project, models, tables, base)
    plain = made.without_class
    classes = [made.class_of(table) for table in tables if table.id not in plain]
    joining = [made.table_of(table) for table in tables if table.id in plain]
    joining += map(made.outside_table, made.outside)
    outside = {*made.outside, *(item.id for item in every if item.partition_of is not None)}
    documents = [
        line
        for shape, name in sorted(made.documents.items())
        for line in assigned(name, f"_Document(TypeAdapter({shape}))")
    ]
    aliases = alias_definitions(words(made.used))
    types = [*aliases, *made.types.definitions.values(), *documents]
    text = "\n".join([*classes, *joining, *types])
    support = [name for name in _SUPPORT if name in text]
    named = [names.tables[table.id] for table in tables if table.id not in plain]
    hook = ["include_object"] if outside else []
    exported = sorted([base, *named, *plain.values(), *hook], key=member_order)
    return OrmModule(
        source=project.source,
        doc="\n".join(docstring(f"Tables of {project.name} and how they refer to each other.")),
        imports=tuple(import_lines(_imports(made, text, [*support, *hook]))),
        exported=tuple(string(name) for name in exported),
        support=tuple(support),
        base=base,
        types=tuple(types),
        tables=tuple(joining),
        classes=tuple(classes),
        not_compared=tuple(sorted(map(_full_name, outside))),
    )


def _full_name(table: ObjectId) -> str:
    home = "" if table.schema == DEFAULT_SCHEMA else f"{table.schema}."
    return string(f"{home}{table.name}")


def _imports(made: OrmTables, text: str, support: list[str]) -> set[Import]:
    held = words([*made.used, *alias_definitions(words(made.used))])
    held |= words(made.types.definitions.values()) | set(made.documents)
    of_models = {
        *made.models.names.types.values(),
        *made.models.shapes.values(),
        *made.models.choices.values(),
    }
    found: set[Import] = {(_ORM, "DeclarativeBase"), *imports_of(held)}
    found |= {import_ for mark, import_ in _MARKS.items() if mark in text}
    found |= {(".models", name) for name in held & of_models}
    if "_Document" in support:
        found.add(("sqlalchemy.dialects", "postgresql as pg"))
    return found | {each for name in support for each in _SUPPORT[name]}
