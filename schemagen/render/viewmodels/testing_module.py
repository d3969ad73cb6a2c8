"""The whole of a testing module: a factory for each table of a project, and its documents."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Project
from schemagen.frozen import frozen
from schemagen.render.viewmodels.imports import Import, import_lines, imports_of, words
from schemagen.render.viewmodels.names import attribute, attributes
from schemagen.render.viewmodels.pytext import (
    INDENT,
    WIDTH,
    call,
    class_text,
    docstring,
    split_text,
    string,
)
from schemagen.render.viewmodels.stored import StoredColumn, StoredTable
from schemagen.sqltext.quoting import quote_qualified

_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DOC: Final = """
Tests of what uses {project}: its database, rows in it, and who asks.

This module is for tests alone: beside what the others need, it needs schemagen and pytest.
Databases are copies of a migrated one, on the server of `TEST_DATABASE_URL` or on a disposable one.

`pytest_plugins = ["….testing"]` in `conftest.py`, with the name of this module, makes fixtures
known: `{prefix}_database` is the URL of a database of the test's own, `{prefix}_session` a
connection in a transaction that is rolled back after the test, and `{prefix}_make` is `Make()`.
"""
_IMPORTS: Final[frozenset[Import]] = frozenset(
    {
        ("contextlib", "AbstractContextManager"),
        ("typing", "TypedDict"),
        ("typing", "Unpack"),
        ("schemagen.testing.acting", "acting"),
        ("schemagen.testing.clearing", "ClearTables"),
        ("schemagen.testing.databases", "database_fixture"),
        ("schemagen.testing.databases", "database_of"),
        ("schemagen.testing.databases", "make_fixture"),
        ("schemagen.testing.databases", "session_fixture"),
        ("schemagen.testing.making", "Documents"),
        ("schemagen.testing.making", "Maker"),
        ("schemagen.testing.making", "Session"),
    }
)


@frozen
class FactoryView:
    """The factory of a table.

    Attributes:
        title: the table's name as SQL.
        values: the class of its parameters, finished.
        head: the first lines of the factory.
        call: the lines of what it does.
    """

    title: str
    values: str
    head: tuple[str, ...]
    call: tuple[str, ...]


@frozen
class TestingModule:
    """A module in pieces of finished lines.

    Attributes:
        source: the spec that it is made from.
        project: the name of the project, as a Python string.
        prefix: what the names of fixtures begin with.
        doc: the docstring.
        imports: import statements, but for those of the package itself.
        documents: the items of the documents.
        factories: in the order of the models.
    """

    source: str
    project: str
    prefix: str
    doc: str
    imports: tuple[str, ...]
    documents: tuple[str, ...]
    factories: tuple[FactoryView, ...]


def testing_module(project: Project, tables: Sequence[StoredTable]) -> TestingModule:
    """Work out the factories of a project's tables."""
    names = attributes((_HUMP.sub("_", table.row).lower() for table in tables), frozenset())
    annotation = cache(_annotation)
    columns = {each for table in tables for each in table.columns if each.field.is_insertable}
    prefix = attribute(project.name)
    return TestingModule(
        source=project.source,
        project=string(project.name),
        prefix=prefix,
        doc="\n".join(docstring(_DOC.format(project=project.name, prefix=prefix))),
        imports=tuple(import_lines(imports_of(words(map(annotation, columns))) | _IMPORTS)),
        documents=tuple(line for table in tables for line in _documents(project, table)),
        factories=tuple(
            [_factory(table, name, annotation) for table, name in zip(tables, names, strict=True)]
        ),
    )


def _factory(
    table: StoredTable, name: str, annotation: Callable[[StoredColumn], str]
) -> FactoryView:
    title = quote_qualified(table.table.id.schema, table.table.id.name)
    fields = [
        f"{column.field.attribute}: {annotation(column)}"
        for column in table.columns
        if column.field.is_insertable
    ]
    doc = docstring(f"What a row of {title} may be told to have.", indent=4)
    values = class_text(f"class {table.row}Values(TypedDict, total=False):", doc, fields)
    return FactoryView(title, values, tuple(_head(table, name)), tuple(_call(table)))


def _annotation(column: StoredColumn) -> str:
    """Return what a factory takes: anything where JSON has no shape."""
    annotation = column.annotation
    if column.field.is_json:
        annotation = f"models.{column.field.annotation}" if column.said.shape else "object"
    return f"{annotation} | None" if column.field.nullable else annotation


def _head(table: StoredTable, name: str) -> list[str]:
    parameters = ["self", "session: Session", "/", f"**values: Unpack[{table.row}Values]"]
    return call(f"def {name}(", parameters, indent=4, ending=f") -> models.{table.row}:")


def _call(table: StoredTable) -> list[str]:
    key = [string(table.table.id.schema), string(table.table.id.name)]
    renamed = [
        f"{string(column.field.attribute)}: {string(column.name)}"
        for column in table.columns
        if column.renamed and column.field.attribute != column.name
    ]
    # What does not fit on a line of its own, with a comma behind it, is cut further.
    margin = 3 * len(INDENT) + 1
    arguments = [
        ["session"],
        call("(", key, indent=margin),
        [f"models.{table.row}"],
        ["values"],
        *([call("{", renamed, indent=margin, ending="}")] if renamed else []),
    ]
    head = "return self._maker.make("
    whole = f"{head}{', '.join(''.join(lines) for lines in arguments)})"
    if all(len(lines) == 1 for lines in arguments) and 2 * len(INDENT) + len(whole) <= WIDTH:
        return [whole]
    cut = [line for lines in arguments for line in (*lines[:-1], f"{lines[-1]},")]
    return [head, *(INDENT + line for line in cut), ")"]


def _documents(project: Project, table: StoredTable) -> Iterator[str]:
    """Yield documents for columns that have a shape, as items of a dictionary."""
    facts = project.facts
    home = table.table.id
    for column in table.columns:
        if column.said.shape is None:
            continue
        shape = facts.column_shapes[ObjectId("column", home.schema, column.name, home.name)]
        key = ", ".join(map(string, (table.table.id.schema, table.table.id.name, column.name)))
        yield f"{INDENT}({key}): ["
        # The least of them is what a test sees past most easily.
        # Imported here because few projects have shapes.
        from schemagen.shapes.examples import examples_of

        values = reversed(examples_of(shape, facts.shapes))
        texts = (json.dumps(value, ensure_ascii=False, sort_keys=True) for value in values)
        for text in dict.fromkeys(texts):
            yield from _text(text, 2 * len(INDENT))
        yield f"{INDENT}],"


def _text(text: str, indent: int) -> Iterator[str]:
    """Yield an element of a list, over several lines if it is long."""
    margin = " " * indent
    if indent + len(string(text)) + 1 <= WIDTH:
        yield f"{margin}{string(text)},"
        return
    yield f"{margin}("
    for part in split_text(text, string, WIDTH - indent - len(INDENT)):
        yield f"{margin}{INDENT}{part}"
    yield f"{margin}),"
