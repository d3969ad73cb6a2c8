"""The whole of the modules `ports.py`, `repositories.py` and `memory.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Final

from schemagen.declare.facts import Project
from schemagen.frozen import frozen
from schemagen.render.viewmodels import modes
from schemagen.render.viewmodels.imports import Import, import_lines, imports_of, words
from schemagen.render.viewmodels.memory_tables import default_of, memory_table
from schemagen.render.viewmodels.methods import Method, methods, shape_of
from schemagen.render.viewmodels.pytext import class_text, docstring
from schemagen.render.viewmodels.statements import statements_value
from schemagen.render.viewmodels.stored import StoredColumn, StoredTable
from schemagen.sqltext.quoting import quote_qualified

_RANGES: Final[tuple[Import, ...]] = (
    ("psycopg.types.multirange", "Multirange"),
    ("psycopg.types.multirange", "MultirangeDumper"),
    ("psycopg.types.range", "Range"),
    ("psycopg.types.range", "RangeDumper"),
    ("typing", "Self"),
)


@frozen
class RepositoryView:
    """What templates say of a table.

    Attributes:
        row: the class of its rows, which names of other classes begin with.
        attribute: its name among all repositories.
        title: its name as SQL.
        doc: what its repositories say of themselves, finished.
        filters: the class of its filters, finished.
        port: methods of the protocol.
        methods: those of the repositories, by the prefix of their mode.
        statements: its SQL, finished.
        memory: what the memory has to know, finished.
    """

    row: str
    attribute: str
    title: str
    doc: str
    filters: str
    port: tuple[Method, ...]
    methods: dict[str, tuple[Method, ...]]
    statements: str
    memory: str


@frozen
class RepositoryModule:
    """The tables of a project, and what their parameters are made of.

    `has_declared_ranges` tells that only their columns know the types of some ranges.
    """

    source: str
    project: str
    tables: tuple[RepositoryView, ...]
    used_by_filters: frozenset[Import]
    used_by_keys: frozenset[Import]
    has_declared_ranges: bool

    def imports(self, *more: Import) -> list[str]:
        """Return the imports for methods, with what is needed besides."""
        ranges = _RANGES if self.has_declared_ranges else ()
        return import_lines({*self.used_by_keys, *ranges, *more})

    def all_imports(self, *more: Import) -> list[str]:
        """Return the imports for methods and filters, with what is needed besides."""
        return import_lines({*self.used_by_keys, *self.used_by_filters, *more})

    def doc(self, text: str) -> str:
        """Return a docstring of the module."""
        return "\n".join(docstring(text))


def repository_module(project: Project, tables: Sequence[StoredTable]) -> RepositoryModule:
    """Work out the repositories of a project's tables."""
    default = cache(default_of)
    return RepositoryModule(
        source=project.source,
        project=project.name,
        tables=tuple([_view(table, default) for table in tables]),
        used_by_filters=_used(each for table in tables for each in table.columns),
        used_by_keys=_used(each for table in tables for each in _in_methods(table)),
        has_declared_ranges=any(
            each.field.is_declared_range for table in tables for each in table.columns
        ),
    )


def _used(columns: Iterable[StoredColumn]) -> frozenset[Import]:
    found = {each.annotation for each in columns if each.is_found_by}
    return frozenset(imports_of(words(found)))


def _in_methods(table: StoredTable) -> list[StoredColumn]:
    """Return the columns that methods name; without a key there is neither update nor delete."""
    lock = [table.lock] if table.lock and table.key and not table.is_kept else []
    return [*table.key, *lock]


def _view(table: StoredTable, default: Callable[[StoredColumn], str]) -> RepositoryView:
    title = quote_qualified(table.table.id.schema, table.table.id.name)
    shape, row = shape_of(table), table.row
    return RepositoryView(
        row=row,
        attribute=table.attribute,
        title=title,
        doc="\n    ".join(docstring(_about(table, title), indent=4)),
        filters=_filters(table, title),
        port=methods(shape, row, modes.SYNC),
        methods={mode.prefix: methods(shape, row, mode, "ports.") for mode in modes.ALL},
        statements="\n".join(statements_value(table)),
        memory="\n            ".join(memory_table(table, default)),
    )


def _about(table: StoredTable, title: str) -> str:
    said = f"The rows of {title}."
    if table.narrow:
        # PostgreSQL refuses a query for the sake of one column, as it does RETURNING.
        said += f" They are read whole, which is not for: {', '.join(table.narrow)}."
    return said


def _filters(table: StoredTable, title: str) -> str:
    fields = [
        f"{column.parameter}: {column.annotation}{' | None' if column.field.nullable else ''}"
        for column in table.columns
        if column.is_found_by
    ]
    doc = docstring(f"Values to find rows of {title} by.", indent=4)
    return class_text(f"class {table.row}Where(TypedDict, total=False):", doc, fields)
