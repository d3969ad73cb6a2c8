"""The classes of a table, as finished text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Project
from schemagen.frozen import frozen
from schemagen.kinds.check import Check
from schemagen.kinds.column import Column
from schemagen.kinds.primary_key import PrimaryKey
from schemagen.kinds.table import Table
from schemagen.render.viewmodels.class_names import ClassNames, table_forms
from schemagen.render.viewmodels.columns import (
    ModelColumn,
    SaidColumn,
    Types,
    model_column,
    narrowed,
)
from schemagen.render.viewmodels.names import attributes, camel
from schemagen.render.viewmodels.narrowing import choices, column_bounds
from schemagen.render.viewmodels.pytext import (
    INDENT,
    assigned,
    class_of_blocks,
    docstring,
    indented,
    literal_definition,
    string,
    string_tuple,
)
from schemagen.sqltext.column_bound import ColumnBound
from schemagen.sqltext.quoting import quote_qualified

_LONGEST_NAME = 60


@dataclass
class TableModels:
    """Makes the classes of tables, and gathers what they share.

    Attributes:
        shape_names: annotations of columns that hold a shape.
        choices: definitions of the values that columns may have, in order.
        shortened: short names of annotations that fit into no line.
        used: annotations and arguments of fields, to tell what must be imported.
        chosen: the name in `choices` by column.
    """

    project: Project
    names: ClassNames
    types: Types
    shape_names: Mapping[ObjectId, str]
    choices: dict[str, str] = field(default_factory=dict)
    shortened: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    chosen: dict[ObjectId, str] = field(default_factory=dict)
    _written: dict[ObjectId, list[ModelColumn]] = field(default_factory=dict)
    _alike: dict[SaidColumn, ModelColumn] = field(default_factory=dict)

    def classes(self, table: Table) -> list[str]:
        """Return the classes of a table, in the order of `forms`."""
        catalog = self.project.catalog
        checks = catalog.belonging_to(table.id, Check)
        valid = [check for check in checks if not check.not_valid]
        written = self.columns(table)
        # A check that was never validated does not hold for the rows that are there.
        read = written if len(valid) == len(checks) else self._columns(table, valid)
        title = quote_qualified(table.id.schema, table.id.name)
        facts = _Facts.of(
            title, self._key(table.id), [each.column for each in written if each.is_json]
        )
        row, new, *updates = self.forms(table)
        return [
            _row(row, table.comment or f"A row of {title}.", facts, read),
            _new(new, title, facts, [column for column in written if column.is_insertable]),
            *(
                _update(update, title, facts, [each for each in written if each.is_updatable])
                for update in updates
            ),
        ]

    def forms(self, table: Table) -> tuple[str, ...]:
        """Return the names for rows, new rows and, where rows can change, updates of a table."""
        row, new, update = table_forms(self.names.tables[table.id])
        return (row, new) if table.id in self.project.facts.unchanging else (row, new, update)

    def columns(self, table: Table) -> list[ModelColumn]:
        """Return the columns of a table as fields of what is written."""
        if table.id not in self._written:
            checks = self.project.catalog.belonging_to(table.id, Check)
            self._written[table.id] = self._columns(table, checks)
        return self._written[table.id]

    def _columns(self, table: Table, checks: Sequence[Check]) -> list[ModelColumn]:
        found = self.project.catalog.belonging_to(table.id, Column)
        columns = sorted(found, key=attrgetter("position"))
        key = self._key(table.id)
        bounds = column_bounds(check.expression for check in checks)
        named = attributes([column.id.name for column in columns], self.names.claims.taken)
        fields = []
        for column, attribute in zip(columns, named, strict=True):
            said = self._said(column, attribute, key)
            bound = None if said.shape else bounds.get(said.name)
            alike = self._alike.get(said) if bound is None else None
            fields.append(alike or self._field(column.id, said, bound))
        return fields

    def _key(self, table: ObjectId) -> tuple[str, ...]:
        keys = self.project.catalog.belonging_to(table, PrimaryKey)
        return keys[0].columns if keys else ()

    def _said(self, column: Column, attribute: str, key: tuple[str, ...]) -> SaidColumn:
        name = column.id.name
        return SaidColumn(
            name,
            attribute,
            column.type,
            column.not_null,
            column.default,
            column.identity,
            column.generated,
            column.comment,
            self.shape_names.get(column.id),
            name in key,
            column.id in self.project.facts.filled,
        )

    def _field(self, column: ObjectId, said: SaidColumn, bound: ColumnBound | None) -> ModelColumn:
        """Make a field; where no check of the table binds it, other tables may have it, too."""
        held = self.types.of(said.type)
        if bound is None:
            made = self._alike[said] = model_column(said, held, None, self._shorten)
        else:
            listed = choices(bound, held.kind)
            chosen = (self._choose(column, listed), ()) if listed else None
            made = model_column(said, held, chosen or narrowed(held, bound), self._shorten)
        self.used.update((made.annotation, *made.arguments))
        return made

    def _choose(self, column: ObjectId, listed: Sequence[str | int]) -> str:
        name = self.chosen.get(column)
        if name is None:
            table = ObjectId("table", column.schema, column.table)
            whole = self.names.tables[table] + camel(column.name)
            name = self.names.claims.choices(whole[:_LONGEST_NAME])
            self.chosen[column] = name
            self.choices[name] = literal_definition(name, listed)
        return name

    def _shorten(self, annotation: str) -> str:
        name = self.shortened.setdefault(annotation, f"_Held{len(self.shortened) + 1}")
        self.used.add(annotation)
        return name


@frozen
class _Facts:
    """What classes say of their table, in lines: its name as SQL, its key, its JSON columns."""

    table: Sequence[str]
    key: Sequence[str]
    json: Sequence[str]

    @classmethod
    def of(cls, title: str, key: Sequence[str], json: Sequence[str]) -> _Facts:
        return cls(
            assigned("TABLE", string(title), indent=4),
            string_tuple("PRIMARY_KEY = (", key, indent=4) if key else (),
            string_tuple("JSON_COLUMNS = (", json, indent=4) if json else (),
        )


def _row(name: str, text: str, facts: _Facts, columns: Iterable[ModelColumn]) -> str:
    fields = "\n".join([column.required for column in columns])
    return _class(f"class {name}(_Row):", text, [*facts.table, *facts.key], fields)


def _new(name: str, title: str, facts: _Facts, columns: Iterable[ModelColumn]) -> str:
    text = f"A new row of {title}, dumped with `exclude_unset=True`."
    fields = "\n".join([column.inserted for column in columns])
    return _class(f"class {name}(_New):", text, [*facts.table, *facts.json], fields)


def _update(name: str, title: str, facts: _Facts, columns: Iterable[ModelColumn]) -> str:
    text = f"Changes to a row of {title}, dumped with `exclude_unset=True`."
    fields = "\n".join([column.optional for column in columns])
    named = [*facts.table, *facts.key, *facts.json]
    return _class(f"class {name}(_Update):", text, named, fields)


def _class(head: str, text: str, named: Sequence[str], fields: str) -> str:
    doc = indented(docstring(text, indent=len(INDENT)))
    return class_of_blocks(head, doc, indented(named), fields)
