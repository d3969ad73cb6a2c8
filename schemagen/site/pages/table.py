"""The page of a table: its columns, keys, neighbours, access, history and SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from schemagen.catalog.object import ObjectId
from schemagen.declare.predicate import EVERY_ROW
from schemagen.kinds.column import Column
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.kinds.policy import Policy
from schemagen.kinds.primary_key import PrimaryKey
from schemagen.kinds.table import Rotation, Table
from schemagen.render.viewmodels.access_rows import COMMANDS, AccessCell
from schemagen.render.viewmodels.definitions import definition, members
from schemagen.render.viewmodels.keys import home_of
from schemagen.site.er.drawing import Drawing, drawing
from schemagen.site.er.layout import lay_out
from schemagen.site.er.model import diagram
from schemagen.site.page import Page
from schemagen.site.subject import Subject

_MOST_NEIGHBOURS: Final = 18
"""How many neighbours are drawn; all are listed."""


def table_page(subject: Subject, table: Table) -> Page:
    """Return the page of a table."""
    key = table.id
    name, path = subject.names[key], subject.path(key)
    return Page(path, name, "table.html.jinja", _values(subject, table), table=key)


def _values(subject: Subject, table: Table) -> dict[str, Any]:
    key = table.id
    return {
        "name": subject.names[key],
        "comment": table.comment or "",
        "chips": list(_chips(table)),
        "columns": _columns(subject, key),
        "drawing": _neighbourhood(subject, key),
        "left_out": max(0, len(subject.neighbours.get(key, ())) - _MOST_NEIGHBOURS),
        "refers": [_relationship(subject, each, each.references) for each in subject.outgoing[key]],
        "referred": [
            _relationship(subject, each, home_of(each)) for each in subject.incoming.get(key, ())
        ],
        "members": [*_partitions(subject, key), *_members(subject, key)],
        "commands": COMMANDS,
        "access": access_table(subject, [key]),
        "policies": _policies(subject, key),
        "history": subject.history(key),
        "sql": subject.sql(key),
    }


def _chips(table: Table) -> Iterator[tuple[str, str]]:
    """Yield what kind of table it is, each with how it looks."""
    if table.row_security:
        forced = " forced" if table.force_row_security else ""
        yield f"row-level security{forced}", "good"
    if table.partition_by:
        yield f"partition by {table.partition_by}", "note"
    if table.rotation:
        yield from ((text, "note") for text in _lifecycle(table.rotation))
    if table.partition_of:
        yield f"partition of {table.partition_of.name} {table.bound or ''}".rstrip(), "note"
    if table.unlogged:
        yield "unlogged", "warn"
    if table.server:
        yield f"foreign table of {table.server.name}", "note"


def _lifecycle(rotation: Rotation) -> Iterator[str]:
    """Yield how the partitions of a table come and go, as its spec says it."""
    yield f"every {rotation.every}"
    if rotation.keep is not None:
        yield f"keep {rotation.keep}, then {rotation.expired}"


def _columns(subject: Subject, table: ObjectId) -> list[dict[str, Any]]:
    catalog = subject.project.catalog
    primary = {name for key in catalog.belonging_to(table, PrimaryKey) for name in key.columns}
    targets = {name: key.references for key in subject.outgoing[table] for name in key.columns}
    columns = catalog.belonging_to(table, Column)
    return [
        {
            "name": column.id.name,
            "type": column.type.removeprefix(f"{subject.project.schema}."),
            "type_href": f"../{subject.place(key)}" if (key := subject.type_of(column)) else "",
            "shape": subject.project.facts.column_shapes.get(column.id, ""),
            "not_null": column.not_null,
            "is_primary": column.id.name in primary,
            "target": _link(subject, targets.get(column.id.name)),
            "default": _default(column),
            "comment": column.comment or "",
        }
        for column in sorted(columns, key=lambda each: each.position)
    ]


def _default(column: Column) -> tuple[str, str]:
    """Return what comes by itself, in words and as SQL."""
    if column.generated is not None:
        return f"generated, {column.generated_storage or 'stored'}:", column.generated
    if column.identity is not None:
        return f"generated {column.identity.generation} as identity", ""
    return "", column.default or ""


def _link(subject: Subject, table: ObjectId | None) -> dict[str, str] | None:
    """Return the name of a table and its page, empty for what belongs to somebody else."""
    if table is None:
        return None
    own = table in subject.names
    name = subject.names[table] if own else f"{table.schema}.{table.name}"
    return {"name": name, "href": f"../{subject.path(table)}" if own else ""}


def _relationship(subject: Subject, key: ForeignKey, other: ObjectId) -> dict[str, Any]:
    return {
        "table": _link(subject, other),
        "columns": ", ".join(key.columns),
        "referenced": ", ".join(key.referenced_columns),
        "name": key.id.name,
        "on_delete": key.on_delete,
        "on_update": key.on_update,
    }


def _neighbourhood(subject: Subject, table: ObjectId) -> Drawing | None:
    near = sorted(subject.neighbours.get(table, ()))[:_MOST_NEIGHBOURS]
    if not near:
        return None
    layout = lay_out(diagram(subject, [table, *near], {table}, table), {})
    label = f"{subject.names[table]} and the tables that it is related to"
    return drawing(layout, label, subject.names, lambda key: f"../{subject.path(key)}")


def _partitions(subject: Subject, table: ObjectId) -> list[dict[str, Any]]:
    """Return the partitions that the project declares, as members are told of."""
    rows = [
        {"name": part.id.name, "definition": part.bound or "", "comment": part.comment or ""}
        for part in subject.partitions.get(table, ())
    ]
    return [{"title": "Partitions", "rows": rows}] if rows else []


def _members(subject: Subject, table: ObjectId) -> list[dict[str, Any]]:
    """Return constraints, indexes, triggers and the like, by kind; access is told apart."""
    found = members(subject.project.catalog, table, lambda item: not isinstance(item, Policy))
    return [
        {
            "title": kind.plural,
            "rows": [
                {
                    "name": item.id.name,
                    "definition": definition(item, kind),
                    "comment": item.comment or "",
                }
                for _, item in same
            ],
        }
        for kind, same in (
            (kind, list(same)) for kind, same in groupby(found, lambda each: each[0])
        )
    ]


def access_table(subject: Subject, tables: Iterable[ObjectId]) -> list[dict[str, Any]]:
    """Return the access matrix of tables, without those that no actor may use."""
    return [
        {
            "table": {"name": subject.names[key], "href": subject.path(key)},
            "rows": [{"actor": row.actor, "cells": [*map(_cell, row.cells)]} for row in found],
        }
        for key in tables
        if (found := subject.access.get(key))
    ]


def _cell(cell: AccessCell | None) -> dict[str, Any] | None:
    """Return which rows and columns are meant; an empty part stands for every row."""
    if cell is None:
        return None
    parts = ["" if part == EVERY_ROW else part for part in cell.predicates]
    return {"parts": parts, "columns": cell.columns}


def _policies(subject: Subject, table: ObjectId) -> Sequence[dict[str, Any]]:
    return [
        {
            "name": policy.id.name,
            "command": policy.command,
            "permissive": policy.permissive,
            "roles": ", ".join(policy.roles),
            "using": policy.using or "",
            "with_check": policy.with_check or "",
        }
        for policy in subject.project.catalog.belonging_to(table, Policy)
    ]
