"""A table of Drizzle with its keys, constraints and indexes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.declare.facts import Project
from schemagen.frozen import frozen
from schemagen.kinds.check import Check
from schemagen.kinds.column import Column, Identity
from schemagen.kinds.counting import chosen_numbers
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.kinds.index import Index, IndexElement
from schemagen.kinds.primary_key import PrimaryKey
from schemagen.kinds.table import Table
from schemagen.kinds.unique import Unique
from schemagen.render.viewmodels.drizzle.text import (
    array,
    comment,
    lines_of,
    member,
    property_name,
    string,
    template,
)
from schemagen.render.viewmodels.drizzle.types import ColumnTypes, enum_options
from schemagen.render.viewmodels.narrowing import column_bounds
from schemagen.sqltext.quoting import quote_name

EXTRA = "PgTableExtraConfigValue"
"""What Drizzle calls the type of a key, a constraint or an index."""
_INDENT = "  "


@frozen(slots=False)
class DrizzleTables:
    """Writes tables.

    Attributes:
        variables: the variable of each table.
        properties: the property of each column, by table.
        schemas: the variable of each schema but `public`.
        types: the types of columns.
        shapes: the type of each column that is of a shape.
        circular: a table of each cycle of keys, through which TypeScript cannot infer a type.
    """

    project: Project
    variables: Mapping[ObjectId, str]
    properties: Mapping[ObjectId, Mapping[str, str]]
    schemas: Mapping[str, str]
    types: ColumnTypes
    shapes: Mapping[ObjectId, str]
    circular: Collection[ObjectId]

    def table(self, table: Table) -> str:
        """Return the definition of a table."""
        key = table.id
        made = f"{self.schemas[key.schema]}.table" if key.schema in self.schemas else "pgTable"
        columns = [line for column in self._columns(key) for line in self._column(column)]
        members = [_INDENT + line for item in self._members(key) for line in item]
        start = f"export const {self.variables[key]} = {made}({string(key.name)}, {{"
        type_ = f": {EXTRA}[]" if key in self.circular else ""
        end = [f"}}, (table){type_} => [", *members, "]);"] if members else ["});"]
        return "\n".join([*comment(table.comment), start, *columns, *end])

    def _columns(self, table: ObjectId) -> list[Column]:
        found = self.project.catalog.belonging_to(table, Column)
        return sorted(found, key=lambda column: column.position)

    def _column(self, column: Column) -> Iterator[str]:
        name = self.properties[_table(column)][column.id.name]
        counted = (column.default or "").startswith("nextval(")
        type_ = self.types.of(column.type, counted=counted)
        narrowed = self._narrowed(column) if type_.function in ("text", "varchar") else ()
        code = type_.called(column.id.name, enum_options(narrowed) if narrowed else "")
        if column.id in self.shapes:
            code += f".$type<{self.shapes[column.id]}>()"
        yield from comment(column.comment, _INDENT)
        yield f"{_INDENT}{property_name(name)}: {code}{''.join(self._modifiers(column))},"

    def _narrowed(self, column: Column) -> tuple[str, ...]:
        """Return the texts that checks allow, if they list them."""
        checks = self.project.catalog.belonging_to(_table(column), Check)
        bound = column_bounds(item.expression for item in checks).get(column.id.name)
        listed = bound.choices or () if bound else ()
        texts = tuple(each for each in listed if isinstance(each, str))
        return texts if len(texts) == len(listed) else ()

    def _modifiers(self, column: Column) -> Iterator[str]:
        if column.not_null:
            yield ".notNull()"
        if column.identity is not None:
            yield _identity(column.identity)
        if column.generated is not None:
            yield f".generatedAlwaysAs({template(column.generated)})"
        if column.default is not None and not column.default.startswith("nextval("):
            yield f".default({template(column.default)})"

    def _members(self, table: ObjectId) -> Iterator[list[str]]:
        """Yield keys, constraints and indexes, each sorted by name."""
        catalog = self.project.catalog
        for primary in catalog.belonging_to(table, PrimaryKey):
            yield self._object("primaryKey", primary, columns=self._listed(primary.columns, table))
        for unique in catalog.belonging_to(table, Unique):
            distinct = ".nullsNotDistinct()" if unique.nulls_not_distinct else ""
            columns = self._each(unique.columns, table)
            yield [f"unique({string(unique.id.name)}).on({', '.join(columns)}){distinct},"]
        for key in catalog.belonging_to(table, ForeignKey):
            yield self._foreign_key(key)
        for check in catalog.belonging_to(table, Check):
            if any(needed.kind == "function" for needed in check.depends_on):
                continue
            yield [f"check({string(check.id.name)}, {template(check.expression)}),"]
        for index in catalog.belonging_to(table, Index):
            yield self._index(index)

    def _foreign_key(self, key: ForeignKey) -> list[str]:
        own, there = _table(key), key.references
        if there not in self.variables:
            return [f"// {key.id.name} refers to {there.schema}.{there.name}, which is not here."]
        owner = "table" if own == there else self.variables[there]
        referred = [member(owner, self.properties[there][name]) for name in key.referenced_columns]
        lines = self._object(
            "foreignKey",
            key,
            columns=self._listed(key.columns, own),
            foreignColumns=array(referred),
        )
        actions = [("onDelete", key.on_delete), ("onUpdate", key.on_update)]
        for call, action in actions:
            if action != "no action":
                lines[-1] = f"{lines[-1].removesuffix(',')}.{call}({string(action)}),"
        return lines

    def _index(self, index: Index) -> list[str]:
        made = "uniqueIndex" if index.unique else "index"
        elements = ", ".join(self._element(each, _table(index)) for each in index.elements)
        code = f"{made}({string(index.id.name)}).using({string(index.method)}, {elements})"
        if index.predicate:
            code += f".where({template(index.predicate)})"
        return [f"{code},"]

    def _element(self, element: IndexElement, table: ObjectId) -> str:
        nulls = element.nulls or ("first" if element.descending else "last")
        if element.column is None or element.collation:
            plain = quote_name(element.column) if element.column else f"({element.expression})"
            words = [plain, element.collation and f"COLLATE {element.collation}", element.opclass]
            order = f" DESC NULLS {nulls.upper()}" if element.descending else ""
            return template(" ".join(filter(None, words)) + order)
        code = member("table", self.properties[table][element.column])
        if element.descending or nulls == "first":
            order = ".desc()" if element.descending else ".asc()"
            code += f"{order}.nulls{nulls.capitalize()}()"
        return f"{code}.op({string(element.opclass)})" if element.opclass else code

    def _object(self, function: str, item: CatalogObject, **given: str) -> list[str]:
        fields = [f"name: {string(item.id.name)}", *(f"{k}: {v}" for k, v in given.items())]
        return lines_of(f"{function}({{ ", fields, " }),")

    def _listed(self, columns: Iterable[str], table: ObjectId) -> str:
        return array(list(self._each(columns, table)))

    def _each(self, columns: Iterable[str], table: ObjectId) -> Iterator[str]:
        return (member("table", self.properties[table][name]) for name in columns)


def _table(item: CatalogObject) -> ObjectId:
    return ObjectId("table", item.id.schema, item.id.table)


def _identity(identity: Identity) -> str:
    words = {"start": "startWith", "minimum": "minValue", "maximum": "maxValue"}
    numbers = chosen_numbers(identity).items()
    options = [f"{words.get(name, name)}: {number}" for name, number in numbers]
    options += ["cycle: true"] if identity.cycle else []
    word = "Always" if identity.generation == "always" else "ByDefault"
    said = f"{{ {', '.join(options)} }}" if options else ""
    return f".generated{word}AsIdentity({said})"
