"""The class of a table for SQLAlchemy, as finished text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter

from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Project
from schemagen.kinds.column import Column
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.kinds.primary_key import PrimaryKey
from schemagen.kinds.table import Table
from schemagen.render.viewmodels.model_module import ModelModule
from schemagen.render.viewmodels.names import DEFAULT_SCHEMA, attributes
from schemagen.render.viewmodels.orm_columns import (
    OrmColumn,
    SaidColumn,
    column_field,
    field_lines,
    orm_column,
    plain_column,
)
from schemagen.render.viewmodels.orm_members import TRUE, members
from schemagen.render.viewmodels.orm_types import OrmTypes
from schemagen.render.viewmodels.pycode import Argument, bracketed, keyword, lay_out
from schemagen.render.viewmodels.pytext import class_of_blocks, docstring, indented, string
from schemagen.render.viewmodels.relationships import Relationship, Relationships, relationships
from schemagen.sqltext.quoting import quote_qualified

ORM_NAMES = frozenset(
    """
    Any Decimal IPv4Address IPv4Interface IPv4Network IPv6Address IPv6Interface IPv6Network Mapped
    UUID bool bytes dict dt float int list mapped_column metadata pg registry relationship sa str
    """.split()
)
"""Names that the body of a class uses, or that SQLAlchemy keeps for itself."""
_COUNTER = "__mapper_args__ = _counted({})"
"""Of a version, not of a time: where many write to a row, all but one would be refused."""


@dataclass
class OrmTables:
    """Makes the classes of tables, and gathers what they share.

    Attributes:
        documents: the variable for the type of each shape, by the name of its model.
        used: annotations, to tell what must be imported.
    """

    project: Project
    models: ModelModule
    tables: Sequence[Table]
    base: str
    documents: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    _columns: dict[ObjectId, list[Column]] = field(default_factory=dict)
    _fields: dict[tuple[str, SaidColumn], str] = field(default_factory=dict)

    @cached_property
    def types(self) -> OrmTypes:
        """The types of columns."""
        home, names = self.project.schema, self.models.names.types
        return OrmTypes(self.project.catalog, home, DEFAULT_SCHEMA, names)

    @cached_property
    def attributes(self) -> Mapping[ObjectId, Mapping[str, str]]:
        """The attribute of each column, by table."""
        taken = self.models.names.claims.taken | ORM_NAMES
        found = {}
        for table in self.tables:
            names = [column.id.name for column in self.columns(table.id)]
            found[table.id] = dict(zip(names, attributes(names, taken), strict=True))
        return found

    @cached_property
    def relationships(self) -> Relationships:
        """The relationships of all tables."""
        keys = [table.id for table in self.tables]
        return relationships(self.project, keys, lambda key: self.attributes[key].values())

    @cached_property
    def without_class(self) -> Mapping[ObjectId, str]:
        """The variables of tables that have no class: without a key, or only joining others."""
        catalog, joins = self.project.catalog, self.relationships.joins
        plain = [
            table.id
            for table in self.tables
            if table.id in joins or not catalog.belonging_to(table.id, PrimaryKey)
        ]
        taken = self.models.names.claims.taken | ORM_NAMES | {"include_object"}
        home = self.project.schema
        named = [key.name if key.schema == home else f"{key.schema}_{key.name}" for key in plain]
        return dict(zip(plain, attributes(named, taken), strict=True))

    @cached_property
    def outside(self) -> Mapping[ObjectId, set[str]]:
        """Columns that keys refer to of tables that are not here: somebody else's, partitions."""
        here = {table.id for table in self.tables}
        found: dict[ObjectId, set[str]] = defaultdict(set)
        for table in here:
            for key in self.project.catalog.belonging_to(table, ForeignKey):
                if key.references not in here:
                    found[key.references].update(key.referenced_columns)
        return dict(sorted(found.items()))

    def columns(self, table: ObjectId) -> list[Column]:
        """Return the columns of a table in their order, those of parents first."""
        catalog = self.project.catalog
        found = self._columns.get(table)
        if found is None:
            item = catalog.get(table)
            found = sorted(catalog.belonging_to(table, Column), key=attrgetter("position"))
            if isinstance(item, Table) and item.inherits:
                inherited = [each for parent in item.inherits for each in self.columns(parent)]
                found = list({each.id.name: each for each in (*inherited, *found)}.values())
            self._columns[table] = found
        return found

    def class_of(self, table: Table) -> str:
        """Return the class of a table that has a primary key."""
        arguments: list[Argument] = list(self._members(table.id))
        if options := self._options(table):
            items = tuple(keyword(string(name), value, ": ") for name, value in options)
            arguments.append(bracketed("{", items, "}"))
        named, columns = self.attributes[table.id], self.columns(table.id)
        lines = [f"__tablename__ = {string(table.id.name)}"]
        if arguments:
            lines += lay_out(bracketed("(", tuple(arguments)), indent=4, before="__table_args__ = ")
        renewed = self.project.facts.renewed.get(table.id)
        counter = [
            _COUNTER.format(named[column.id.name])
            for column in columns
            if column.id.name == renewed and column.type == "integer"
        ]
        related = self.relationships.by_table.get(table.id, ())
        text = table.comment or f"A row of {quote_qualified(table.id.schema, table.id.name)}."
        return class_of_blocks(
            f"class {self.models.names.tables[table.id]}({self.base}):",
            indented(docstring(text, indent=4)),
            indented(lines),
            "\n".join([self._field(named[column.id.name], column) for column in columns]),
            indented(counter),
            "\n".join(map(self._relationship, related)),
        )

    def _members(self, table: ObjectId) -> Sequence[Argument]:
        return members(table, self.project.catalog, self.relationships.late)

    def table_of(self, table: Table) -> str:
        """Return a table without a class."""
        arguments: tuple[Argument, ...] = (
            string(table.id.name),
            f"{self.base}.metadata",
            *(plain_column(self._column(self._said(each))) for each in self.columns(table.id)),
            *self._members(table.id),
            *(keyword(name, value) for name, value in self._options(table)),
        )
        whole = bracketed("sa.Table(", arguments)
        return "\n".join(lay_out(whole, indent=0, before=f"{self.without_class[table.id]} = "))

    def outside_table(self, table: ObjectId) -> str:
        """Return what has to be known of a table that is not here: what keys refer to."""
        external = self.project.facts.external.get(table)
        known = external.columns if external else {}
        arguments: list[Argument] = [string(table.name), f"{self.base}.metadata"]
        for name in sorted(self.outside[table]):
            typed = [self.types.of(known[name]).code] if name in known else []
            arguments.append(bracketed("sa.Column(", (string(name), *typed)))
        if table.schema != DEFAULT_SCHEMA:
            arguments.append(keyword("schema", string(table.schema)))
        return "\n".join(lay_out(bracketed("sa.Table(", tuple(arguments)), indent=0))

    def _options(self, table: Table) -> list[tuple[str, str]]:
        found = []
        if table.id.schema != DEFAULT_SCHEMA:
            found.append(("schema", string(table.id.schema)))
        if table.comment:
            found.append(("comment", string(table.comment)))
        return found

    def _field(self, attribute: str, column: Column) -> str:
        """Return a column as a block of a class."""
        said = self._said(column)
        found = self._fields.get((attribute, said))
        if found is None:
            made = self._column(said)
            self.used.add(made.held)
            found = self._fields[attribute, said] = indented(column_field(attribute, made))
        return found

    def _said(self, column: Column) -> SaidColumn:
        key, facts, name = column.id, self.project.facts, column.id.name
        serial = column.default is not None and column.default.startswith("nextval(")
        return SaidColumn(
            name,
            column.type,
            column.not_null,
            column.default,
            column.generated,
            column.generated_storage,
            column.identity,
            column.comment,
            self.models.choices.get(key),
            self.models.shapes.get(key),
            serial and self._is_key(column),
            key in facts.filled,
            key in facts.touched,
        )

    def _column(self, said: SaidColumn) -> OrmColumn:
        shape = said.shape
        document = self.documents.setdefault(shape, f"_{shape}Document") if shape else None
        return orm_column(said, self.types.of(said.type), document)

    def _is_key(self, column: Column) -> bool:
        keys = self.project.catalog.belonging_to(_table(column), PrimaryKey)
        return any(key.columns == (column.id.name,) for key in keys)

    def _relationship(self, one: Relationship) -> str:
        target = self.models.names.tables[one.target]
        held = f'list["{target}"]' if one.many else f'"{target} | None"'
        if not one.many and not one.nullable:
            held = f'"{target}"'
        code = bracketed("relationship(", tuple(self._follows(one)))
        return indented(field_lines(one.name, held, code))

    def _follows(self, one: Relationship) -> Iterable[Argument]:
        """Yield how SQLAlchemy is to follow a key."""
        if one.through is not None:
            yield from self._through(one)
        elif one.several:
            columns = self._listed(_table(one.key), one.key.columns)
            yield keyword("foreign_keys", string(columns))
        if one.forward and one.target == _table(one.key):
            columns = self._listed(one.target, one.key.referenced_columns)
            yield keyword("remote_side", string(columns))
        yield keyword("back_populates", string(one.back))
        if one.shared:
            yield keyword("overlaps", string(",".join(one.shared)))
        if one.circular:
            yield keyword("post_update", TRUE)
        if not one.forward:
            # What becomes of rows that refer to a deleted one is said in the database.
            yield keyword("passive_deletes", TRUE if one.through is not None else '"all"')

    def _through(self, one: Relationship) -> Iterable[Argument]:
        table = self.without_class[_table(one.key)]
        yield keyword("secondary", table)
        if one.several:
            [other] = [
                key
                for key in self.project.catalog.belonging_to(_table(one.key), ForeignKey)
                if key is not one.key
            ]
            own = self.models.names.tables[one.key.references]
            for name, key in (("primaryjoin", one.key), ("secondaryjoin", other)):
                pairs = zip(key.columns, key.referenced_columns, strict=True)
                named = self.attributes[key.references]
                terms = [
                    f"{own}.{named[there]} == {table}.c[{string(here)}]" for here, there in pairs
                ]
                joined = terms[0] if len(terms) == 1 else f"sa.and_({', '.join(terms)})"
                yield keyword(name, f"lambda: {joined}")

    def _listed(self, table: ObjectId, columns: Iterable[str]) -> str:
        name, named = self.models.names.tables[table], self.attributes[table]
        return f"[{', '.join(f'{name}.{named[column]}' for column in columns)}]"


def _table(item: Column | ForeignKey) -> ObjectId:
    return ObjectId("table", item.id.schema, item.id.table)
