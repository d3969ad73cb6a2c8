"""The classes of a table, as finished text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Project
from schemagen.frozen import frozen
from schemagen.kinds.check import Check
from schemagen.kinds.column import Column
from schemagen.kinds.primary_key import PrimaryKey
from schemagen.kinds.table import Table
from schemagen.render.viewmodels.class_names import ClassNames, table_forms
from schemagen.render.viewmodels.columns import ModelColumn, TableContext, Types, model_column
from schemagen.render.viewmodels.names import attributes, camel
from schemagen.render.viewmodels.narrowing import column_bounds
from schemagen.render.viewmodels.pytext import (
    assigned,
    class_text,
    docstring,
    literal_definition,
    string,
    string_tuple,
)
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
        chosen: the name in `choices` by table and column.
    """

    project: Project
    names: ClassNames
    types: Types
    shape_names: Mapping[ObjectId, str]
    choices: dict[str, str] = field(default_factory=dict)
    shortened: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    chosen: dict[tuple[ObjectId, str], str] = field(default_factory=dict)
    _written: dict[ObjectId, list[ModelColumn]] = field(default_factory=dict)

    def classes(self, table: Table) -> list[str]:
        """Return the classes of a table, in the order of `forms`."""
        catalog = self.project.catalog
        checks = catalog.belonging_to(table.id, Check)
        valid = [check for check in checks if not check.not_valid]
        written = self.columns(table)
        # A check that was never validated does not hold for the rows that are there.
        read = written if len(valid) == len(checks) else self._columns(table, valid)
        for column in (*read, *written):
            self.used.update((column.annotation, *column.arguments))
        keys = catalog.belonging_to(table.id, PrimaryKey)
        facts = _Facts(
            quote_qualified(table.id.schema, table.id.name),
            keys[0].columns if keys else (),
            tuple(column.column for column in written if column.is_json),
        )
        row, new, *updates = self.forms(table)
        return [
            _row(row, table, facts, read),
            _new(new, facts, [column for column in written if column.is_insertable]),
            *(
                _update(update, facts, [column for column in written if column.is_updatable])
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
        catalog = self.project.catalog
        found = catalog.belonging_to(table.id, Column)
        columns = sorted(found, key=lambda column: column.position)
        taken = self.names.claims.taken
        context = TableContext(
            types=self.types,
            key=frozenset(
                name for key in catalog.belonging_to(table.id, PrimaryKey) for name in key.columns
            ),
            filled=self.project.facts.filled,
            shape_names=self.shape_names,
            bounds=column_bounds(check.expression for check in checks),
            choose=lambda column, listed: self._choose(table.id, column, listed),
            shorten=self._shorten,
        )
        named = attributes((column.id.name for column in columns), taken)
        return [
            model_column(column, attribute, context)
            for column, attribute in zip(columns, named, strict=True)
        ]

    def _choose(self, table: ObjectId, column: str, listed: Sequence[str | int]) -> str:
        name = self.chosen.get((table, column))
        if name is None:
            whole = self.names.tables[table] + camel(column)
            name = self.names.claims.choices(whole[:_LONGEST_NAME])
            self.chosen[table, column] = name
            self.choices[name] = literal_definition(name, listed)
        return name

    def _shorten(self, annotation: str) -> str:
        name = self.shortened.setdefault(annotation, f"_Held{len(self.shortened) + 1}")
        self.used.add(annotation)
        return name


@frozen
class _Facts:
    """What classes say of their table: its name as SQL, its key, its JSON columns."""

    table: str
    key: tuple[str, ...]
    json: tuple[str, ...]

    def lines(self, *, with_key: bool = False, with_json: bool = False) -> list[str]:
        lines = assigned("TABLE", string(self.table), indent=4)
        if with_key and self.key:
            lines += string_tuple("PRIMARY_KEY = (", self.key, indent=4)
        if with_json and self.json:
            lines += string_tuple("JSON_COLUMNS = (", self.json, indent=4)
        return lines


def _row(name: str, table: Table, facts: _Facts, columns: Iterable[ModelColumn]) -> str:
    doc = docstring(table.comment or f"A row of {facts.table}.", indent=4)
    fields = [line for column in columns for line in column.required_lines]
    return class_text(f"class {name}(_Row):", doc, facts.lines(with_key=True), fields)


def _new(name: str, facts: _Facts, columns: Iterable[ModelColumn]) -> str:
    text = f"A new row of {facts.table}, dumped with `exclude_unset=True`."
    fields = [
        line
        for column in columns
        for line in (column.optional_lines if column.is_optional else column.required_lines)
    ]
    return class_text(
        f"class {name}(_New):", docstring(text, indent=4), facts.lines(with_json=True), fields
    )


def _update(name: str, facts: _Facts, columns: Iterable[ModelColumn]) -> str:
    text = f"Changes to a row of {facts.table}, dumped with `exclude_unset=True`."
    fields = [line for column in columns for line in column.optional_lines]
    head = f"class {name}(_Update):"
    named = facts.lines(with_key=True, with_json=True)
    return class_text(head, docstring(text, indent=4), named, fields)
