"""What several kinds need: statements about an object, names of objects in SQL."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.statement import Effect, Statement, Topic
from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.declare.expressions import check_type
from schemagen.declare.names import Names
from schemagen.declare.problems import Path
from schemagen.declare.suggest import did_you_mean
from schemagen.sqltext.fragment import read_query
from schemagen.sqltext.quoting import (
    Name,
    Part,
    QualifiedName,
    Raw,
    name_parts,
    quote_name,
    quote_qualified,
    sql,
)


def schema_id(name: str) -> ObjectId:
    """Return the id of a schema."""
    return ObjectId("schema", "", name)


def role_id(name: str) -> ObjectId:
    """Return the id of a role."""
    return ObjectId("role", "", name)


def statement(
    item: CatalogObject, template: str, *parts: Part, effect: Effect | None = None
) -> Statement:
    """Build a statement about an object."""
    return Statement(sql(template, *parts), item.id, effect=effect)


def access_statement(
    item: CatalogObject, template: str, *parts: Part, effect: Effect | None = None
) -> Statement:
    """Build a statement that decides who may do what."""
    return Statement(sql(template, *parts), item.id, Topic.ACCESS, effect=effect)


def qualified(key: ObjectId) -> QualifiedName:
    """Return the object's own name with its schema."""
    return QualifiedName(key.schema, key.name)


def relation_of(key: ObjectId) -> QualifiedName:
    """Return the relation that a member belongs to."""
    return QualifiedName(key.schema, key.table)


def qualified_text(item: CatalogObject) -> str:
    """Return `schema.name`: how COMMENT ON and DROP name most objects."""
    return quote_qualified(item.id.schema, item.id.name)


def plain_text(item: CatalogObject) -> str:
    """Return the name alone, for what lives in no schema."""
    return quote_name(item.id.name)


def member_text(item: CatalogObject) -> str:
    """Return `name ON schema.table`: how a trigger, policy or constraint is named."""
    return sql("{} ON {}", Name(item.id.name), relation_of(item.id))


def granted_on_relation(item: CatalogObject) -> tuple[str, None]:
    """Return what GRANT names for anything with rows: a foreign table or a view is a table, too."""
    return sql("TABLE {}", qualified(item.id)), None


def granted_on_column(item: CatalogObject) -> tuple[str, str]:
    """Return what GRANT names for a column: its relation, and its name behind each privilege."""
    return sql("TABLE {}", relation_of(item.id)), item.id.name


def unsaid_columns(query: str, columns: Sequence[str]) -> list[str]:
    """Return the names that a view gives its columns, none where its query gives the same."""
    return [] if not columns or read_query(query).outputs == tuple(columns) else list(columns)


def split_name(text: str, home: str) -> tuple[str, str]:
    """Split a name of the spec into schema and name; without a schema it is at home.

    Quotes are taken off: `audit."Events"` gives `("audit", "Events")`.
    """
    parts = name_parts(text)
    return (parts[0], parts[1]) if len(parts) == 2 else (home, parts[-1])


def declared_id(kind: str, name: str, project: ProjectDraft) -> ObjectId:
    """Return the id of an object that lives in a schema, by its name in the spec."""
    return ObjectId(kind, *split_name(name, project.schema))


def enter_names(
    kind: str, among: Callable[[Names], dict[str, ObjectId]]
) -> Callable[[Collection[str], ProjectDraft], None]:
    """Return what enters the names that a section declares, among those of types or relations."""

    def enter(declared: Collection[str], project: ProjectDraft) -> None:
        names = project.names
        for name in declared:
            names.add(among(names), declared_id(kind, name, project), project.schema)

    return enter


def former_name(was: str | None, input_types: str) -> str | None:
    """Return the former name of a function as its id has it: with the types of its arguments."""
    return f"{was}({input_types})" if was and "(" not in was else was


def function_name(key: ObjectId, input_types: str) -> str:
    """Return the name of a function without the types of its arguments."""
    return key.name.removesuffix(f"({input_types})")


def routine_ids(text: str, project: ProjectDraft) -> set[ObjectId]:
    """Return the declared functions that a name means, with the types of arguments or without."""
    schema, name = split_name(text.partition("(")[0], project.schema)
    return set(project.names.functions.get(f"{schema}.{name}", ()))


def operand_type(text: str, project: ProjectDraft, path: Path) -> tuple[str, set[ObjectId]]:
    """Return a type as `check_type` does, where it may also be that of a relation's rows."""
    schema, name = split_name(text, project.schema)
    row = project.names.relations.get(f"{schema}.{name}")
    if row is not None and text.strip() not in project.names.types:
        return quote_qualified(schema, name), {row}
    return check_type(text, project, path)


def find_relation(text: str, project: ProjectDraft, path: Path) -> ObjectId | None:
    """Look up a relation by its name in the spec; records a problem if there is none."""
    schema, name = split_name(text, project.schema)
    found = project.names.relations.get(f"{schema}.{name}")
    if found is None:
        known = [key for key in project.names.relations if ("." in key) == ("." in text)]
        message, hint = f'table "{text}" is not declared', did_you_mean(text, known)
        project.problems.add("unknown-table", message, path, hint=hint, text=text)
    return found


def column_ids(
    columns: Collection[str], table: TableDraft, path: Path, *, listed: bool = False
) -> set[ObjectId]:
    """Return the ids of the named columns; unknown ones become problems.

    With `listed`, the path is that of a list with one entry for each column.

    The columns of a view are no objects, and only its query knows them.
    """
    known = table.project.names.columns.get(table.id)
    if known is None or not columns:
        return set()
    for position, column in enumerate(columns):
        if column not in known:
            table.project.problem(
                "unknown-column",
                f'column "{column}" not found in {table.schema}.{table.name}',
                (*path, position) if listed else path,
                hint=did_you_mean(column, known),
            )
    return {table.column(column) for column in columns}


def key_column_ids(
    columns: Collection[str], include: Collection[str], table: TableDraft, path: Path
) -> tuple[ObjectId, ...]:
    """Return the ids of the columns of a key, and of those that its index carries along."""
    keys = column_ids(columns, table, (*path, "columns"), listed=True)
    keys |= column_ids(include, table, (*path, "include"), listed=True)
    return tuple(sorted(keys))


def rename_object(
    keyword: str, current: CatalogObject, desired: CatalogObject, effect: Effect
) -> Statement:
    """Build ALTER keyword schema.name RENAME TO."""
    return statement(
        desired,
        "ALTER {} {} RENAME TO {}",
        Raw(keyword),
        qualified(current.id) if current.id.schema else Name(current.id.name),
        Name(desired.id.name),
        effect=effect,
    )
