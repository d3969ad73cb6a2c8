"""The whole of `schema.ts`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Project
from schemagen.frozen import frozen
from schemagen.kinds.column import Column
from schemagen.kinds.enum import Enum
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.kinds.table import Table
from schemagen.render.viewmodels.class_names import ClassNames, own
from schemagen.render.viewmodels.drizzle.shapes import shape_type
from schemagen.render.viewmodels.drizzle.tables import EXTRA, DrizzleTables
from schemagen.render.viewmodels.drizzle.text import (
    RESERVED,
    array,
    comment,
    lines_of,
    member,
    property_name,
    string,
    variable,
)
from schemagen.render.viewmodels.drizzle.types import ColumnTypes
from schemagen.render.viewmodels.names import DEFAULT_SCHEMA, free_name
from schemagen.render.viewmodels.relationships import Relationship, Relationships, relationships

_OF_ORM = ("relations", "sql")
_OF_CORE = tuple(
    """
    bigint bigserial boolean char check cidr customType date doublePrecision foreignKey index inet
    integer interval json jsonb line macaddr macaddr8 numeric pgEnum pgSchema pgTable point
    primaryKey real serial smallint smallserial text time timestamp unique uniqueIndex uuid varchar
    """.split()
)
_OTHERS = frozenset({*_OF_ORM, *_OF_CORE, *RESERVED})
"""Names that mean something else."""


@frozen
class DrizzleModule:
    """A module in pieces of finished lines, in order."""

    source: str
    name: str
    imports: tuple[str, ...]
    types: tuple[str, ...]
    tables: tuple[str, ...]
    relations: tuple[str, ...]
    rows: tuple[str, ...]


def drizzle_module(project: Project, names: ClassNames) -> DrizzleModule:
    """Work out the tables of a project; `names` are those of models.py."""
    tables = [item for item in own(project.catalog.of(Table)) if item.server is None]
    made = _Names(project, names, tables)
    related = _Relations(project, made)
    drawn = DrizzleTables(
        project,
        made.variables,
        made.properties,
        made.schemas,
        ColumnTypes(project.catalog, project.schema, made.enums, made.taken),
        {key: made.shapes[shape] for key, shape in project.facts.column_shapes.items()},
        {ObjectId("table", key.schema, key.table) for key in related.all.late},
    )
    defined = tuple(drawn.table(table) for table in tables)
    types = (
        *("\n".join(_schema(name, made.schemas[name])) for name in sorted(made.schemas)),
        *("\n".join(_enum(item, made)) for item in own(project.catalog.of(Enum))),
        *drawn.types.definitions(),
        *(
            "\n".join(shape_type(made.shapes[name], shape, made.shapes))
            for name, shape in sorted(project.facts.shapes.items())
        ),
    )
    relations = tuple(related.of(table.id) for table in tables)
    rows = tuple(row for table in tables for row in _rows(names.tables[table.id], made, table.id))
    found = "\n".join([*types, *defined, *relations])
    return DrizzleModule(
        source=project.source,
        name=project.name,
        imports=tuple(_imports(found)),
        types=types,
        tables=defined,
        relations=tuple(filter(None, relations)),
        rows=rows,
    )


class _Names:
    """Variables and properties, no two of them alike."""

    def __init__(self, project: Project, names: ClassNames, tables: Sequence[Table]) -> None:
        self.taken = set(_OTHERS)
        self.schemas = {
            schema: self._free(f"{variable(schema)}Schema")
            for schema in sorted({table.id.schema for table in tables} - {DEFAULT_SCHEMA})
        }
        self.variables = {table.id: self._of(table.id, project.schema) for table in tables}
        self.enums = {
            item.id: self._of(item.id, project.schema) for item in own(project.catalog.of(Enum))
        }
        self.properties = {table.id: _properties(project, table.id) for table in tables}
        of_rows = {form for name in names.tables.values() for form in (name, f"New{name}")}
        self.shapes = {
            name: f"{given}Shape" if given in of_rows else given
            for name, given in names.shapes.items()
        }

    def _of(self, key: ObjectId, home: str) -> str:
        return self._free(variable(key.name if key.schema == home else f"{key.schema}_{key.name}"))

    def _free(self, wanted: str) -> str:
        plain = f"{wanted}Table" if wanted in _OTHERS else wanted
        name = free_name(plain, self.taken)
        self.taken.add(name)
        return name


def _properties(project: Project, table: ObjectId) -> Mapping[str, str]:
    columns = [column.id.name for column in project.catalog.belonging_to(table, Column)]
    plain = [variable(name) for name in columns]
    return {
        name: short if plain.count(short) == 1 else name
        for name, short in zip(columns, plain, strict=True)
    }


class _Relations:
    """What tables refer to each other by, in both directions."""

    def __init__(self, project: Project, names: _Names) -> None:
        self.names = names
        self.catalog = project.catalog
        self.all: Relationships = relationships(
            project, list(names.variables), lambda key: names.properties[key]
        )

    def of(self, table: ObjectId) -> str:
        """Return the relations of a table; nothing if it has none."""
        if table in self.all.joins:
            listed = [self._joining(key) for key in self.catalog.belonging_to(table, ForeignKey)]
        else:
            listed = [self._one(each) for each in self.all.by_table.get(table, ())]
        if not listed:
            return ""
        own = self.names.variables[table]
        used = [word for word in ("one", "many") if any(f": {word}(" in each for each in listed)]
        head = f"export const {own}Relations = relations({own}, ({{ {', '.join(used)} }}) => ({{"
        return "\n".join([head, *(f"  {each}," for each in listed), "}));"])

    def _one(self, one: Relationship) -> str:
        name = property_name(variable(one.name))
        named = f"relationName: {string(_relation(one.key))}"
        if one.through is not None:
            # Drizzle goes through the table that joins, which has a relation to either side.
            return f"{name}: many({self.names.variables[one.through]}, {{ {named} }})"
        target = self.names.variables[one.target]
        if not one.forward:
            return f"{name}: {'many' if one.many else 'one'}({target}, {{ {named} }})"
        return self._forward(name, one.key, target)

    def _joining(self, key: ForeignKey) -> str:
        target = self.names.variables[key.references]
        return self._forward(property_name(target), key, target)

    def _forward(self, name: str, key: ForeignKey, target: str) -> str:
        own = ObjectId("table", key.id.schema, key.id.table)
        fields = array(self._members(own, key.columns))
        references = array(self._members(key.references, key.referenced_columns))
        options = [
            f"fields: {fields}",
            f"references: {references}",
            f"relationName: {string(_relation(key))}",
        ]
        return f"{name}: one({target}, {{ {', '.join(options)} }})"

    def _members(self, table: ObjectId, columns: Iterable[str]) -> list[str]:
        owner, properties = self.names.variables[table], self.names.properties[table]
        return [member(owner, properties[column]) for column in columns]


def _relation(key: ForeignKey) -> str:
    return f"{key.id.table}.{key.id.name}"


def _schema(name: str, named: str) -> list[str]:
    return [f"export const {named} = pgSchema({string(name)});"]


def _enum(item: Enum, names: _Names) -> list[str]:
    home = names.schemas.get(item.id.schema)
    made = f"{home}.enum" if home else "pgEnum"
    head = f"export const {names.enums[item.id]} = {made}({string(item.id.name)}, ["
    return [*comment(item.comment), *lines_of(head, map(string, item.labels), "]);")]


def _rows(name: str, names: _Names, table: ObjectId) -> list[str]:
    own = names.variables[table]
    return [
        f"export type {name} = typeof {own}.$inferSelect;",
        f"export type New{name} = typeof {own}.$inferInsert;",
    ]


def _imports(text: str) -> list[str]:
    # A function is called, or its template tagged; as a key of an object it is none.
    used = set(re.findall(r"(?<![\w.\"])(\w+)(?=[(<`])", text))
    found = []
    for module, known in (("drizzle-orm", _OF_ORM), ("drizzle-orm/pg-core", _OF_CORE)):
        names = [name for name in known if name in used]
        if names:
            found += lines_of("import { ", names, f' }} from "{module}";')
    if f": {EXTRA}[]" in text:
        found.append(f'import type {{ {EXTRA} }} from "drizzle-orm/pg-core";')
    return found
