"""Columns of a table (pg_attribute, pg_attrdef).

Constraints that stand on a column are moved to the table before columns are lowered
(`features/inline_constraints.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any
from typing import Literal as Choice

from pydantic import BeforeValidator, Field

from schemagen.catalog.object import (
    ALTER,
    DETACH,
    RECREATE,
    CatalogObject,
    Grant,
    Ignore,
    ObjectId,
    Refers,
    on_change,
)
from schemagen.catalog.statement import Statement
from schemagen.declare.actions import Action
from schemagen.declare.base import ShortForm, Shorthand, SpecModel, readable
from schemagen.declare.column_text import read_column, read_references
from schemagen.declare.draft import TableDraft
from schemagen.declare.expressions import check_expression, check_type
from schemagen.declare.grants import column_grants
from schemagen.declare.section import Declared, Level, Section
from schemagen.kinds.kind import CreateContext, Facet, Kind, Release
from schemagen.kinds.support import relation_of, statement
from schemagen.sqltext.quoting import Literal, Name, Raw, fit_name, join_sql, sql

_TYPE_KINDS = frozenset({"composite_type", "domain", "enum", "range_type"})


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity column's generation and the options of its sequence."""

    generation: str  # 'always' or 'by default'
    start: int | None = None
    increment: int = 1
    minimum: int | None = None
    maximum: int | None = None
    cache: int = 1
    cycle: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(CatalogObject):
    """A column; `type` and the expressions as SQL text."""

    position: int = on_change(Ignore("PostgreSQL cannot move a column"))
    type: str = on_change(DETACH)  # character varying(20)
    not_null: bool = on_change(ALTER, False)
    not_null_name: str | None = on_change(ALTER, None)  # of its constraint, which 18 and later have
    not_null_no_inherit: bool = on_change(ALTER, False)  # children may hold nulls; from 18 on
    not_null_from: str | None = on_change(Ignore("a parent's constraint, which names it"), None)
    default: str | None = on_change(ALTER, None)  # gen_random_uuid()
    generated: str | None = on_change(RECREATE, None, refers=Refers.SQL)  # data ->> 'title'
    generated_storage: str | None = on_change(RECREATE, None)  # 'stored' or 'virtual'
    identity: Identity | None = on_change(ALTER, None)
    collation: str | None = on_change(DETACH, None)  # "C"
    compression: str | None = on_change(ALTER, None)  # lz4
    storage: str | None = on_change(ALTER, None)  # external
    statistics: int | None = on_change(ALTER, None)


class ReferencesSpec(ShortForm):
    """The table and columns that a foreign key points at."""

    table: Annotated[str, readable(read_references)]
    columns: list[str] = Field(default_factory=list)
    name: str | None = None

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, Any]:
        """Read `profiles (id)`."""
        return read_references(text)


def _constant(value: Any) -> Any:
    return sql("{}", Literal(value)) if isinstance(value, bool | int | float) else value


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str | Mapping) else value


class GeneratedSpec(Shorthand):
    """A generated column."""

    short_key = "expression"

    expression: str
    storage: Choice["stored", "virtual"] = "stored"


class IdentitySpec(Shorthand):
    """An identity column: when it generates, and the options of its sequence."""

    short_key = "generation"

    generation: Choice["always", "by default"] = "always"
    start: int | None = None
    increment: int = 1
    min: int | None = None
    max: int | None = None
    cache: int = 1
    cycle: bool = False


class UniqueOptions(SpecModel):
    """A unique constraint on one column."""

    nulls_not_distinct: bool = False
    name: str | None = None


class CheckSpec(Shorthand):
    """A check constraint, with its name where it has one."""

    short_key = "expression"

    expression: str
    name: str | None = None
    no_inherit: bool = False
    not_valid: bool = False


class ColumnSpec(ShortForm):
    """A column in PostgreSQL's own syntax, or as a mapping."""

    type: str
    shape: str | None = None
    not_null: bool = False
    not_null_name: str | None = None
    not_null_no_inherit: bool = False
    default: Annotated[
        str | None,
        BeforeValidator(_constant, json_schema_input_type=str | bool | int | float | None),
    ] = None
    primary_key: bool = False
    primary_key_name: str | None = None
    unique: bool | UniqueOptions = False
    references: ReferencesSpec | None = None
    on_delete: Action | None = None
    on_update: Action | None = None
    match: Choice["simple", "full"] | None = None
    deferrable: bool = False
    initially_deferred: bool = False
    check: Annotated[
        list[CheckSpec],
        BeforeValidator(_listed, json_schema_input_type=CheckSpec | list[CheckSpec]),
    ] = Field(default_factory=list)
    generated: GeneratedSpec | None = None
    identity: IdentitySpec | None = None
    collation: str | None = None
    compression: str | None = None
    storage: str | None = None
    statistics: int | None = None
    comment: str | None = None
    was: str | None = None

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, Any]:
        """Read `uuid not null references profiles on delete cascade`."""
        return read_column(text)

    @classmethod
    def text_key(cls) -> str | None:
        """Let `type` hold a whole short form."""
        return "type"


def _lower(declared: dict[str, ColumnSpec], table: TableDraft) -> Declared:
    grants = column_grants(table)
    inherited = _inherited(table)
    for position, name in enumerate(dict.fromkeys([*inherited, *declared]), start=1):
        origin, given = inherited.get(name, (None, None))
        spec = declared.get(name) or given
        if spec is None:
            continue
        column = _column(position, name, spec, grants.get(name, ()), table)
        if origin is not None:
            comment = spec.comment if name in declared else None
            column = replace(column, follows=origin, comment=comment)
        yield column, table.path("columns", name)


def _inherited(
    table: TableDraft, below: frozenset[ObjectId] = frozenset()
) -> dict[str, tuple[ObjectId, ColumnSpec]]:
    """Return the columns that a table has from its parents, each with the parent's own."""
    found: dict[str, tuple[ObjectId, ColumnSpec]] = {}
    for key in table.parents:
        parent = table.project.table(key)
        if parent is None or key in below:
            continue
        theirs = _inherited(parent, below | {table.id})
        own: dict[str, ColumnSpec] = SECTION.of(parent)
        for name in dict.fromkeys([*theirs, *own]):
            spec = own[name] if name in own else theirs[name][1]
            found.setdefault(name, (parent.member("column", name), spec))
    return found


def _column(
    position: int, name: str, spec: ColumnSpec, grants: tuple[Grant, ...], table: TableDraft
) -> Column:
    project, path = table.project, table.path("columns", name)
    type_text, needs = check_type(spec.type, project, (*path, "type"))
    columns = project.names.columns.get(table.id)
    if spec.default is not None:
        needs |= check_expression(spec.default, project, (*path, "default"), columns)
    if spec.generated:
        where = (*path, "generated", "expression")
        needs |= check_expression(spec.generated.expression, project, where, columns)
    return Column(
        id=table.member("column", name),
        position=position,
        type=type_text,
        not_null=spec.not_null or spec.identity is not None,
        not_null_name=spec.not_null_name,
        not_null_no_inherit=spec.not_null_no_inherit,
        default=spec.default,
        generated=spec.generated.expression if spec.generated else None,
        generated_storage=spec.generated.storage if spec.generated else None,
        identity=_identity_of(spec.identity) if spec.identity else None,
        collation=spec.collation,
        compression=spec.compression,
        storage=spec.storage,
        statistics=spec.statistics,
        grants=grants,
        comment=spec.comment,
        was=spec.was,
        depends_on=tuple(sorted(needs)),
    )


def _identity_of(spec: IdentitySpec) -> Identity:
    return Identity(
        generation=spec.generation,
        start=spec.start,
        increment=spec.increment,
        minimum=spec.min,
        maximum=spec.max,
        cache=spec.cache,
        cycle=spec.cycle,
    )


def _inline(item: Column) -> str:
    return join_sql(
        [
            sql("{} {}", Name(item.id.name), Raw(item.type)),
            sql("COMPRESSION {}", Name(item.compression)) if item.compression else "",
            sql("COLLATE {}", Raw(item.collation)) if item.collation else "",
            sql("DEFAULT {}", Raw(item.default)) if item.default is not None else "",
            sql(
                "GENERATED ALWAYS AS ({}) {}",
                Raw(item.generated),
                Raw((item.generated_storage or "stored").upper()),
            )
            if item.generated
            else "",
            _identity_text(item.identity) if item.identity else "",
            _not_null_text(item) if item.not_null else "",
        ]
    )


def _not_null_text(item: Column) -> str:
    named = item.not_null_name not in (None, _usual_name(item))
    return join_sql(
        [
            sql("CONSTRAINT {}", Name(item.not_null_name or "")) if named else "",
            "NOT NULL",
            "NO INHERIT" if item.not_null_no_inherit else "",
        ]
    )


def _usual_name(item: Column) -> str:
    """Return the name that PostgreSQL gives to the not-null constraint of a column."""
    return fit_name(item.id.table, item.id.name, suffix="not_null")


def _identity_text(identity: Identity) -> str:
    options = join_sql(
        [
            sql("START WITH {}", Literal(identity.start)) if identity.start is not None else "",
            sql("INCREMENT BY {}", Literal(identity.increment)) if identity.increment != 1 else "",
            sql("MINVALUE {}", Literal(identity.minimum)) if identity.minimum is not None else "",
            sql("MAXVALUE {}", Literal(identity.maximum)) if identity.maximum is not None else "",
            sql("CACHE {}", Literal(identity.cache)) if identity.cache != 1 else "",
            "CYCLE" if identity.cycle else "",
        ]
    )
    generation = Raw(identity.generation.upper())
    text = sql("GENERATED {} AS IDENTITY", generation)
    return sql("{} ({})", Raw(text), Raw(options)) if options else text


def _create(item: Column, _: CreateContext) -> Iterable[Statement]:
    yield statement(item, "ALTER TABLE {} ADD COLUMN {}", relation_of(item.id), Raw(_inline(item)))


def _finish(item: Column) -> Iterable[Statement]:
    settings = [
        sql("STORAGE {}", Raw(item.storage.upper())) if item.storage else "",
        sql("STATISTICS {}", Literal(item.statistics)) if item.statistics is not None else "",
    ]
    for setting in filter(None, settings):
        yield statement(
            item,
            "ALTER TABLE {} ALTER COLUMN {} SET {}",
            relation_of(item.id),
            Name(item.id.name),
            Raw(setting),
        )


def _drop(item: Column) -> Iterable[Statement]:
    yield statement(item, "ALTER TABLE {} DROP COLUMN {}", relation_of(item.id), Name(item.id.name))


def _identity_name(item: Column) -> str:
    return sql("{}.{}", relation_of(item.id), Name(item.id.name))


def _names(declared: dict[str, ColumnSpec], table: TableDraft) -> None:
    inherited = {name: spec.type for name, (_, spec) in _inherited(table).items()}
    own = {name: spec.type for name, spec in declared.items()}
    table.project.names.columns[table.id] = {**inherited, **own}


def _granted_on(item: Column) -> tuple[str, str]:
    return sql("TABLE {}", relation_of(item.id)), item.id.name


def _alter_column(item: Column, action: str) -> Statement:
    return statement(
        item,
        "ALTER TABLE {} ALTER COLUMN {} {}",
        relation_of(item.id),
        Name(item.id.name),
        Raw(action),
    )


def _set_type(current: Column, desired: Column) -> Iterable[Statement]:
    """Change type and collation. A default is put off meanwhile: it may not convert by itself."""
    collation = sql(" COLLATE {}", Raw(desired.collation)) if desired.collation else ""
    using = sql("{}::{}", Name(desired.id.name), Raw(desired.type))
    put_off = current.default is not None and current.type != desired.type
    if put_off:
        yield _alter_column(desired, "DROP DEFAULT")
    yield _alter_column(
        desired, sql("TYPE {}{} USING {}", Raw(desired.type), Raw(collation), Raw(using))
    )
    if put_off and desired.default is not None:
        yield _alter_column(desired, sql("SET DEFAULT {}", Raw(desired.default)))


def _set_default(current: Column, desired: Column) -> Iterable[Statement]:
    yield from _drop_identity(current, desired)
    if desired.default is None:
        yield _alter_column(desired, "DROP DEFAULT")
    else:
        yield _alter_column(desired, sql("SET DEFAULT {}", Raw(desired.default)))


def _drop_identity(current: Column, desired: Column) -> Iterable[Statement]:
    """Take an identity away before what it stands in the way of: no default, no null."""
    if current.identity is not None and desired.identity is None:
        yield _alter_column(desired, "DROP IDENTITY")


def _set_not_null(current: Column, desired: Column) -> Iterable[Statement]:
    yield from _drop_identity(current, desired)
    usual = desired.not_null_name in (None, _usual_name(desired))
    if desired.not_null and not (usual and not desired.not_null_no_inherit):
        yield statement(
            desired,
            "ALTER TABLE {} ADD CONSTRAINT {} NOT NULL {}{}",
            relation_of(desired.id),
            Name(desired.not_null_name or _usual_name(desired)),
            Name(desired.id.name),
            Raw(" NO INHERIT" if desired.not_null_no_inherit else ""),
        )
        return
    yield _alter_column(desired, "SET NOT NULL" if desired.not_null else "DROP NOT NULL")


def _inherit_not_null(current: Column, desired: Column) -> Iterable[Statement]:
    if current.not_null and desired.not_null and desired.not_null_name:
        yield statement(
            desired,
            "ALTER TABLE {} ALTER CONSTRAINT {} {}",
            relation_of(desired.id),
            Name(desired.not_null_name),
            Raw("NO INHERIT" if desired.not_null_no_inherit else "INHERIT"),
        )


def _rename_not_null(current: Column, desired: Column) -> Iterable[Statement]:
    before = current.not_null_name or current.not_null_from
    if before and before != desired.not_null_name and desired.not_null_name and current.not_null:
        yield statement(
            desired,
            "ALTER TABLE {} RENAME CONSTRAINT {} TO {}",
            relation_of(desired.id),
            Name(before),
            Name(desired.not_null_name),
        )


def _set_identity(current: Column, desired: Column) -> Iterable[Statement]:
    yield from _drop_identity(current, desired)
    if desired.identity is None:
        return
    if current.identity is not None:
        yield _alter_column(desired, _identity_settings(current.identity, desired.identity))
        return
    if not current.not_null:
        yield _alter_column(desired, "SET NOT NULL")
    yield _alter_column(desired, sql("ADD {}", Raw(_identity_text(desired.identity))))


def _identity_settings(before: Identity, after: Identity) -> str:
    """Return what changes the options of an identity without touching its next value."""
    low, high, start = after.minimum, after.maximum, after.start
    settings = {
        "generation": sql("SET GENERATED {}", Raw(after.generation.upper())),
        "increment": sql("SET INCREMENT BY {}", Literal(after.increment)),
        "minimum": "SET NO MINVALUE" if low is None else sql("SET MINVALUE {}", Literal(low)),
        "maximum": "SET NO MAXVALUE" if high is None else sql("SET MAXVALUE {}", Literal(high)),
        "start": "" if start is None else sql("SET START WITH {}", Literal(start)),
        "cache": sql("SET CACHE {}", Literal(after.cache)),
        "cycle": "SET CYCLE" if after.cycle else "SET NO CYCLE",
    }
    return join_sql(
        [text for key, text in settings.items() if getattr(before, key) != getattr(after, key)]
    )


def _set_compression(_: Column, desired: Column) -> Iterable[Statement]:
    yield _alter_column(desired, sql("SET COMPRESSION {}", Raw(desired.compression or "default")))


def _set_storage(_: Column, desired: Column) -> Iterable[Statement]:
    yield _alter_column(desired, sql("SET STORAGE {}", Raw((desired.storage or "default").upper())))


def _set_statistics(_: Column, desired: Column) -> Iterable[Statement]:
    target = -1 if desired.statistics is None else desired.statistics
    yield _alter_column(desired, sql("SET STATISTICS {}", Literal(target)))


def _rename(current: Column, desired: Column) -> Iterable[Statement]:
    yield statement(
        desired,
        "ALTER TABLE {} RENAME COLUMN {} TO {}",
        relation_of(current.id),
        Name(current.id.name),
        Name(desired.id.name),
    )


def _bequest(parent: Column, item: Column) -> Column:
    """Return a child's column as it is made: an identity only partitions share."""
    name = item.not_null_name if parent.not_null else None
    return replace(
        parent,
        identity=item.identity,
        statistics=None,
        not_null=parent.not_null and not parent.not_null_no_inherit,
        not_null_name=name,
        not_null_no_inherit=False,
    )


def _release(item: Column, other: ObjectId) -> Release | None:
    """Let go of a type by going over text, of a collation by having the default one meanwhile, and
    of anything else by dropping the default."""
    if item.generated is not None:
        return None
    off = _alter_column(item, "DROP DEFAULT")
    on = _alter_column(item, sql("SET DEFAULT {}", Raw(item.default or "NULL")))
    if other.kind == "collation":
        without = _alter_column(item, sql('TYPE {} COLLATE "default"', Raw(item.type)))
        if item.collation is None:  # it was that of a domain, which comes anew
            return Release((without,), (), heavy=True)
        collated = sql("TYPE {} COLLATE {}", Raw(item.type), Raw(item.collation))
        return Release((without,), (_alter_column(item, collated),), heavy=True)
    if other.kind not in _TYPE_KINDS:
        return Release((off,), (on,)) if item.default is not None else None
    to_text = _alter_column(item, sql("TYPE text USING {}::text", Name(item.id.name)))
    back = _alter_column(
        item, sql("TYPE {} USING {}::{}", Raw(item.type), Name(item.id.name), Raw(item.type))
    )
    if item.default is None:
        return Release((to_text,), (back,), heavy=True)
    return Release((off, to_text), (back, on), heavy=True)


SECTION: Section[dict[str, ColumnSpec]] = Section(
    key="columns",
    level=Level.TABLE,
    annotation=dict[str, ColumnSpec],
    default=dict,
    description="Columns in order, in PostgreSQL's syntax or as mappings.",
    lower_table=_lower,
    names_table=_names,
)

KIND = Kind(
    name="column",
    plural="columns",
    keyword="COLUMN",
    model=Column,
    phase=71,
    create=_create,
    drop=_drop,
    alters={
        "type": _set_type,
        "collation": _set_type,
        "default": _set_default,
        "not_null": _set_not_null,
        "not_null_name": _rename_not_null,
        "not_null_no_inherit": _inherit_not_null,
        "identity": _set_identity,
        "compression": _set_compression,
        "storage": _set_storage,
        "statistics": _set_statistics,
    },
    rename=_rename,
    release=_release,
    bequest=_bequest,
    identity=_identity_name,
    inline=_inline,
    finish=_finish,
    granted_on=_granted_on,
    sections=(SECTION,),
    facets=frozenset({Facet.COMMENT, Facet.GRANTS}),
)
