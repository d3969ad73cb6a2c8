"""A project as targets of other packages are given it."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.kinds.column import Column as DeclaredColumn
from schemagen.kinds.enum import Enum as DeclaredEnum
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.kinds.primary_key import PrimaryKey
from schemagen.kinds.table import Table as DeclaredTable
from schemagen.kinds.unique import Unique
from schemagen.render.build import Build
from schemagen.render.snapshot import render_snapshot
from schemagen.render.viewmodels.class_names import own
from schemagen.targets import Column, Enum, Reference, Source, Table


def source_of(build: Build) -> Source:
    """Return what targets may know of a project."""
    project = build.project
    catalog = project.catalog
    enums = own(catalog.of(DeclaredEnum))
    return Source(
        project=project.name,
        spec=project.source,
        schema=project.schema,
        comment=project.comment,
        tables=tuple(_table(item, catalog) for item in own(catalog.of(DeclaredTable))),
        enums=tuple(Enum(e.id.schema, e.id.name, e.labels, e.comment) for e in enums),
        snapshot=render_snapshot(build),
    )


def _table(table: DeclaredTable, catalog: Catalog) -> Table:
    keys = catalog.belonging_to(table.id, PrimaryKey)
    uniques = catalog.belonging_to(table.id, Unique)
    return Table(
        schema=table.id.schema,
        name=table.id.name,
        comment=table.comment,
        columns=tuple(_columns(table.id, catalog)),
        primary_key=keys[0].columns if keys else (),
        uniques=tuple(item.columns for item in uniques),
        references=tuple(map(_reference, catalog.belonging_to(table.id, ForeignKey))),
    )


def _columns(table: ObjectId, catalog: Catalog) -> Iterator[Column]:
    columns = catalog.belonging_to(table, DeclaredColumn)
    for item in sorted(columns, key=lambda column: column.position):
        always = item.identity is not None and item.identity.generation == "always"
        generated = item.generated is not None or always
        yield Column(item.id.name, item.type, item.not_null, item.default, generated, item.comment)


def _reference(key: ForeignKey) -> Reference:
    to = key.references
    return Reference(key.id.name, key.columns, to.schema, to.name, key.referenced_columns)
