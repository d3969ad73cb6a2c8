"""What several kinds need: statements about an object, names of objects in SQL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from schemagen.catalog.hazard import Hazard, HazardType
from schemagen.catalog.lock import LockMode, Work
from schemagen.catalog.object import ALTER, UNORDERED, CatalogObject, Ignore, ObjectId, on_change
from schemagen.catalog.statement import Effect, Statement, Topic
from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.declare.expressions import check_type
from schemagen.declare.problems import Path
from schemagen.declare.suggest import did_you_mean
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, SHARE_UPDATE_EXCLUSIVE, locking
from schemagen.sqltext.fragment import read_query
from schemagen.sqltext.quoting import (
    Literal,
    Name,
    Part,
    QualifiedName,
    Raw,
    join_sql,
    name_parts,
    quote_name,
    quote_qualified,
    sql,
)
from schemagen.sqltext.tokens import string_value, tokenize


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


def parameters(options: Iterable[tuple[str, str]]) -> Raw:
    """Return storage parameters as they stand in WITH (…); values keep their own form."""
    return Raw(", ".join(f"{_parameter_name(key)} = {value}" for key, value in options))


def _parameter_name(key: str) -> str:
    """Quote a storage parameter; that of a TOAST table has its namespace in front: `toast.…`."""
    return ".".join(map(quote_name, key.split(".", 1)))


def option_pairs(options: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Turn a mapping of the spec into parameters with values as SQL."""
    return tuple((key, _option_value(value)) for key, value in options.items())


def _option_value(value: object) -> str:
    match value:
        case bool() | int() | float():
            return sql("{}", Literal(value))
        case str() if value.isidentifier() or _NUMBER.fullmatch(value):
            return value
    return sql("{}", Literal(str(value)))


_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def option_mapping(options: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Turn parameters back into a mapping of the spec: the inverse of `option_pairs`."""
    return {key: _written_option(value) for key, value in options}


def _written_option(text: str) -> Any:
    words = {"true": True, "false": False}
    if text in words:
        return words[text]
    if _NUMBER.fullmatch(text):
        number = float(text) if "." in text else int(text)
        return number if _option_value(number) == text else text
    if text.startswith(("'", "E'")):
        return string_value(tokenize(text)[0])
    return text


def unsaid_columns(query: str, columns: Sequence[str]) -> list[str]:
    """Return the names that a view gives its columns, none where its query gives the same."""
    return [] if not columns or read_query(query).outputs == tuple(columns) else list(columns)


def split_name(text: str, home: str) -> tuple[str, str]:
    """Split a name of the spec into schema and name; without a schema it is at home.

    Quotes are taken off: `audit."Events"` gives `("audit", "Events")`.
    """
    parts = name_parts(text)
    return (parts[0], parts[1]) if len(parts) == 2 else (home, parts[-1])


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


def columns_text(columns: Iterable[str]) -> Raw:
    """Return `(a, b)`."""
    return Raw("(" + ", ".join(map(quote_name, columns)) + ")")


def key_text(
    columns: Sequence[str], *, without_overlaps: bool = False, period: bool = False
) -> Raw:
    """Return `(a, b)`, where the last column may be one of time (temporal keys, from 18 on)."""
    listed = [quote_name(column) for column in columns]
    if without_overlaps:
        listed[-1] = sql("{} WITHOUT OVERLAPS", Raw(listed[-1]))
    if period:
        listed[-1] = sql("PERIOD {}", Raw(listed[-1]))
    return Raw("(" + ", ".join(listed) + ")")


def column_ids(
    columns: Iterable[str], table: TableDraft, path: Path, *, listed: bool = False
) -> tuple[ObjectId, ...]:
    """Return the ids of the named columns; unknown ones become problems.

    With `listed`, the path is that of a list with one entry for each column.

    The columns of a view are no objects, and only its query knows them.
    """
    known = table.project.names.columns.get(table.id)
    if known is None:
        return ()
    for position, column in enumerate(columns):
        if column not in known:
            table.project.problem(
                "unknown-column",
                f'column "{column}" not found in {table.schema}.{table.name}',
                (*path, position) if listed else path,
                hint=did_you_mean(column, known),
            )
    return tuple(sorted({table.member("column", column) for column in columns}))


def key_column_ids(
    columns: Iterable[str], include: Iterable[str], table: TableDraft, path: Path
) -> tuple[ObjectId, ...]:
    """Return the ids of the columns of a key, and of those that its index carries along."""
    keys = column_ids(columns, table, (*path, "columns"), listed=True)
    return tuple(sorted({*keys, *column_ids(include, table, (*path, "include"), listed=True)}))


def deferrable_text(deferrable: bool, initially_deferred: bool) -> str:
    """Return DEFERRABLE and its start, or nothing."""
    if initially_deferred:
        return "DEFERRABLE INITIALLY DEFERRED"
    return "DEFERRABLE" if deferrable else ""


def add_constraint(
    item: CatalogObject, text: Raw, effect: Effect, *, not_valid: bool = False, only: bool = False
) -> Statement:
    """Build ALTER TABLE … ADD CONSTRAINT."""
    ending = Raw(" NOT VALID" if not_valid else "")
    template = "ALTER TABLE ONLY {} ADD {}{}" if only else "ALTER TABLE {} ADD {}{}"
    return statement(item, template, relation_of(item.id), text, ending, effect=effect)


def drop_constraint(item: CatalogObject, effect: Effect | None = None) -> Statement:
    """Build ALTER TABLE … DROP CONSTRAINT."""
    return statement(
        item,
        "ALTER TABLE {} DROP CONSTRAINT {}",
        relation_of(item.id),
        Name(item.id.name),
        effect=effect or locking(item, ACCESS_EXCLUSIVE),
    )


def alter_options(
    item: CatalogObject,
    head: str,
    current: Iterable[tuple[str, str]],
    desired: Iterable[tuple[str, str]],
    mode: LockMode = SHARE_UPDATE_EXCLUSIVE,
    *,
    in_order: bool = True,
) -> Iterable[Statement]:
    """Change storage parameters; `head` is `ALTER TABLE public.agents`.

    PostgreSQL puts what is set behind the others. With `in_order`, others are set again so that all
    come to stand in the desired order, as an undo has to bring it back.
    """
    effect = locking(item, mode)
    before, after = dict(current), dict(desired)
    gone = sorted(before.keys() - after.keys())
    changed = [pair for pair in after.items() if before.get(pair[0]) != pair[1]]
    if in_order and changed:
        changed = _from_first_moved(list(before.items()), list(after.items()))
    if gone:
        names = ", ".join(map(_parameter_name, gone))
        yield statement(item, "{} RESET ({})", Raw(head), Raw(names), effect=effect)
    if changed:
        listed = parameters(changed)
        yield statement(item, "{} SET ({})", Raw(head), listed, effect=effect)


def _from_first_moved(
    before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return the pairs of `after` from the first on that is new or does not follow those before."""
    place = -1
    for index, pair in enumerate(after):
        if pair not in before or before.index(pair) < place:
            return list(after[index:])
        place = before.index(pair)
    return []


def rename_constraint(current: CatalogObject, desired: CatalogObject) -> Iterable[Statement]:
    """Give a constraint another name."""
    yield statement(
        desired,
        "ALTER TABLE {} RENAME CONSTRAINT {} TO {}",
        relation_of(current.id),
        Name(current.id.name),
        Name(desired.id.name),
        effect=locking(desired, ACCESS_EXCLUSIVE),
    )


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


def validate_constraint(item: CatalogObject, effect: Effect | None = None) -> Statement:
    """Build ALTER TABLE … VALIDATE CONSTRAINT."""
    reading = locking(item, SHARE_UPDATE_EXCLUSIVE, Work.SCAN, fails_if=breaks(item))
    return statement(
        item,
        "ALTER TABLE {} VALIDATE CONSTRAINT {}",
        relation_of(item.id),
        Name(item.id.name),
        effect=effect or reading,
    )


def breaks(item: CatalogObject) -> str:
    """Say that a row may break a constraint."""
    return f"a row of {item.id.schema}.{item.id.table} breaks {item.id.name}"


def index_dropped(item: CatalogObject) -> Hazard:
    """Say that queries which an index served have to do without it."""
    message = f"queries that use {item.id.schema}.{item.id.name} are slow without it"
    return Hazard(HazardType.INDEX_DROPPED, message)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedConstraint(CatalogObject):
    """A constraint that PostgreSQL keeps with an index of the same name."""

    options: tuple[tuple[str, str], ...] = on_change(UNORDERED, ())  # (('fillfactor', '70'),)
    tablespace: str | None = on_change(ALTER, None)  # of the index
    index_comment: str | None = on_change(ALTER, None)
    # Whether some partitions have none that is attached to it.
    lacking: bool = on_change(Ignore("follows from what is attached"), False)

    @property
    def backs_index(self) -> bool:
        """Whether its index is what a partition has for one of the parent that is no constraint."""
        return self.follows is not None and self.follows.kind != self.id.kind and self.local


def index_text(item: IndexedConstraint) -> str:
    """Return what a constraint says about its index, behind its columns."""
    return join_sql(
        [
            sql("WITH ({})", parameters(item.options)) if item.options else "",
            sql("USING INDEX TABLESPACE {}", Name(item.tablespace)) if item.tablespace else "",
        ]
    )


def comment_index(_: IndexedConstraint, desired: IndexedConstraint) -> Iterable[Statement]:
    """Change the comment of a constraint's index, which is not the constraint's own."""
    comment = "NULL" if desired.index_comment is None else sql("{}", Literal(desired.index_comment))
    effect = locking(desired, SHARE_UPDATE_EXCLUSIVE)
    template = "COMMENT ON INDEX {} IS {}"
    yield statement(desired, template, qualified(desired.id), Raw(comment), effect=effect)


def finish_indexed(item: IndexedConstraint) -> Iterable[Statement]:
    """Describe the index of a new constraint."""
    return comment_index(item, item) if item.index_comment else ()


def _set_index_options(
    current: IndexedConstraint, desired: IndexedConstraint
) -> Iterable[Statement]:
    return alter_index_options(desired, current.options, desired.options)


def alter_index_options(
    item: CatalogObject,
    current: Iterable[tuple[str, str]],
    desired: Iterable[tuple[str, str]],
) -> Iterable[Statement]:
    """Change the storage parameters of an index, of which only two leave readers alone."""
    head = sql("ALTER INDEX {}", qualified(item.id))
    changed = {key for key, _ in set(current) ^ set(desired)}
    gentle = changed <= {"deduplicate_items", "fillfactor"}
    mode = SHARE_UPDATE_EXCLUSIVE if gentle else ACCESS_EXCLUSIVE
    return alter_options(item, head, current, desired, mode, in_order=False)


def _move_index(_: IndexedConstraint, desired: IndexedConstraint) -> Iterable[Statement]:
    yield move_index(desired, desired.tablespace)


def move_index(item: CatalogObject, tablespace: str | None) -> Statement:
    """Build ALTER INDEX … SET TABLESPACE."""
    place = Name(tablespace or "pg_default")
    effect = locking(item, ACCESS_EXCLUSIVE, Work.REWRITE)
    template = "ALTER INDEX {} SET TABLESPACE {}"
    return statement(item, template, qualified(item.id), place, effect=effect)


def add_indexed(item: IndexedConstraint, text: Raw, *, only: bool = False) -> Statement:
    """Build ALTER TABLE … ADD CONSTRAINT for one that is kept with an index."""
    effect = locking(item, ACCESS_EXCLUSIVE, Work.BUILD, fails_if=breaks(item))
    return add_constraint(item, text, effect, only=only)


def drop_indexed(item: IndexedConstraint) -> Statement:
    """Build ALTER TABLE … DROP CONSTRAINT for one whose index goes along."""
    return drop_constraint(item, locking(item, ACCESS_EXCLUSIVE, risks=(index_dropped(item),)))


INDEX_ALTERS: Final = {
    "options": _set_index_options,
    "tablespace": _move_index,
    "index_comment": comment_index,
}
"""How the fields of `IndexedConstraint` change."""
