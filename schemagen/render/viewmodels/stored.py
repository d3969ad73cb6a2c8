"""Tables as repositories have them: which values a row is found by, kept by and ordered by."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import cache
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import AccessRule, Project
from schemagen.frozen import frozen
from schemagen.kinds.primary_key import PrimaryKey
from schemagen.kinds.table import Table
from schemagen.kinds.unique import Unique
from schemagen.render.viewmodels.class_names import own
from schemagen.render.viewmodels.columns import ModelColumn, SaidColumn
from schemagen.render.viewmodels.names import attributes
from schemagen.render.viewmodels.plain_types import plain_annotation
from schemagen.render.viewmodels.pytypes import AS_TEXT, JSON
from schemagen.render.viewmodels.table_models import TableModels
from schemagen.sqltext.types import read_type

_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD: Final = re.compile(r"\b[A-Za-z_]\w*\b")
_UNEQUAL: Final = AS_TEXT - {"macaddr", "macaddr8", "money", "pg_lsn", "bit", "bit varying"}
"""Types whose `=` is missing, or means something else than that values are the same."""
_NOT_IN_JSON: Final = frozenset({"Any", "Multirange", "Range", "bytes"})
_PARAMETERS: Final = frozenset({"after", "changes", "descending", "limit", "self"})


@frozen
class StoredColumn:
    """A column; those that are the same in several tables are one.

    Attributes:
        name: its name in the database.
        said: what its tables say of it.
        field: what the models say of it.
        parameter: its name where a function takes it.
        annotation: what a function takes.
        is_found_by: whether rows can be found by its values.
        is_array: whether a parameter has to say its type.
        fits_json: whether PostgreSQL reads its values from JSON as they are.
        renamed: the names of its field and of the parameter where they are others.
    """

    name: str
    said: SaidColumn
    field: ModelColumn
    parameter: str
    annotation: str
    is_found_by: bool
    is_array: bool
    fits_json: bool
    renamed: tuple[str, ...]

    # One for all that are the same, so it is compared and looked up as it is.
    __eq__ = object.__eq__
    __hash__ = object.__hash__


@frozen
class StoredTable:
    """A table.

    Attributes:
        table: what the catalog says of it.
        attribute: its name among all repositories.
        row: the class of its rows.
        new: the class of new rows.
        update: the class of changes, where there can be any.
        is_kept: whether rows are there to stay.
        columns: in their order.
        key: the columns of the primary key.
        uniques: the name and the columns of each unique constraint, the primary key included.
        lock: the column that changes with each update.
        mark: the column that marks a row as deleted.
        is_json: whether a JSON object can hold all that a row may be inserted with.
        narrow: the actors that may read some of the columns and not all.
    """

    table: Table
    attribute: str
    row: str
    new: str
    update: str | None
    is_kept: bool
    columns: tuple[StoredColumn, ...]
    key: tuple[StoredColumn, ...]
    uniques: tuple[tuple[str, tuple[str, ...]], ...]
    lock: StoredColumn | None
    mark: str | None
    is_json: bool
    narrow: tuple[str, ...]


def stored_tables(project: Project, models: TableModels) -> list[StoredTable]:
    """Return the project's own tables, in the order of their models, which are made already."""
    tables = own(project.catalog.of(Table))
    qualify = _qualifier(models)
    stored = cache(lambda field: _column(field, qualify))
    plain = (_plain_name(table.id.name, models.names.tables[table.id]) for table in tables)
    taken = attributes(plain, frozenset())
    rules = _narrowing(project.facts.access)
    return [
        _table(table, attribute, tuple(map(stored, models.columns(table))), models, rules)
        for table, attribute in zip(tables, taken, strict=True)
    ]


def _plain_name(table: str, row: str) -> str:
    """Return the name of a table where Python can say it, else one made of its class."""
    return table if table.isidentifier() else _HUMP.sub("_", row).lower()


def _table(
    table: Table,
    attribute: str,
    columns: tuple[StoredColumn, ...],
    models: TableModels,
    rules: Mapping[ObjectId, Sequence[AccessRule]],
) -> StoredTable:
    project = models.project
    forms = models.forms(table)
    catalog, facts = project.catalog, project.facts
    by_name = {column.name: column for column in columns}
    keys = catalog.belonging_to(table.id, PrimaryKey)
    uniques = [(key.id.name, key.columns) for key in keys]
    uniques += [(key.id.name, key.columns) for key in catalog.belonging_to(table.id, Unique)]
    is_changed = len(forms) > 2 and any(column.field.is_updatable for column in columns)
    return StoredTable(
        table=table,
        attribute=attribute,
        row=forms[0],
        new=forms[1],
        update=forms[2] if is_changed else None,
        is_kept=table.id in facts.unchanging,
        columns=columns,
        key=tuple(by_name[name] for key in keys for name in key.columns),
        uniques=tuple(uniques),
        lock=by_name.get(facts.renewed.get(table.id, "")),
        mark=facts.marked.get(table.id),
        is_json=all(each.fits_json for each in columns if each.field.is_insertable),
        narrow=_narrow(by_name.keys(), rules.get(table.id, ())),
    )


def _column(field: ModelColumn, qualify: Callable[[str], str]) -> StoredColumn:
    said = field.said
    type_ = read_type(said.type)
    parameter = f"{said.attribute}_" if said.attribute in _PARAMETERS else said.attribute
    annotation = qualify(field.annotation)
    names = dict.fromkeys((said.attribute, parameter))
    return StoredColumn(
        name=said.name,
        said=said,
        field=field,
        parameter=parameter,
        annotation=annotation,
        is_found_by=not field.is_json and type_.element.name not in _UNEQUAL,
        is_array=bool(type_.dimensions),
        fits_json=_fits_json(field, annotation),
        renamed=tuple(name for name in names if name != said.name),
    )


def _narrowing(rules: Iterable[AccessRule]) -> Mapping[ObjectId, Sequence[AccessRule]]:
    """Return the rules that let actors select some columns, by table."""
    found: dict[ObjectId, list[AccessRule]] = defaultdict(list)
    for rule in rules:
        if rule.command == "select" and rule.using is not None and rule.columns:
            found[rule.table].append(rule)
    return found


def _narrow(columns: Set[str], rules: Iterable[AccessRule]) -> tuple[str, ...]:
    """Return the actors whose rules do not let them see all columns."""
    found = (rule.actor for rule in rules if not columns <= set(rule.columns))
    return tuple(dict.fromkeys(found))


def _fits_json(field: ModelColumn, annotation: str) -> bool:
    """Tell whether PostgreSQL reads a column's values from JSON as they are.

    Bytes it would read as text, and a JSON null as the null of SQL; of ranges JSON knows nothing.
    """
    null_means_null = not field.is_json or field.nullable or field.annotation != JSON
    return null_means_null and not set(_WORD.findall(annotation)) & _NOT_IN_JSON


def _qualifier(models: TableModels) -> Callable[[str], str]:
    """Return what turns the annotation of a model into one for the parameter of a function."""
    own_names = {*models.names.types.values(), *models.choices}
    long = {name: annotation for annotation, name in models.shortened.items()}

    def qualify(annotation: str) -> str:
        plain = plain_annotation(long.get(annotation, annotation))
        return _WORD.sub(
            lambda word: f"models.{word[0]}" if word[0] in own_names else word[0], plain
        )

    return qualify
