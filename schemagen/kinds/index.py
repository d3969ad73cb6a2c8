"""Indexes that belong to no constraint (pg_index)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.lock import Work
from schemagen.catalog.object import (
    ALTER,
    RECREATE,
    UNORDERED,
    CatalogObject,
    Ignore,
    ObjectId,
    Refers,
    naming_columns,
    on_change,
)
from schemagen.catalog.statement import Statement
from schemagen.declare.base import Shorthand, readable
from schemagen.declare.declaration import Declaration, is_plain, stated
from schemagen.declare.draft import TableDraft
from schemagen.declare.element_text import read_index_element, write_expression
from schemagen.declare.expressions import check_expression
from schemagen.declare.problems import Path
from schemagen.declare.section import Declared, Level, Section
from schemagen.declare.suggest import did_you_mean
from schemagen.kinds.constraints import breaks, columns_text
from schemagen.kinds.effects import (
    ACCESS_EXCLUSIVE,
    SHARE,
    SHARE_UPDATE_EXCLUSIVE,
    also,
    lock_on,
    locking,
)
from schemagen.kinds.index_tree import attach, held_by, stands_alone
from schemagen.kinds.indexed import alter_index_options, index_dropped, move_index
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.online import Online, OnlineContext, Recipe
from schemagen.kinds.options import option_mapping, option_pairs, parameters
from schemagen.kinds.recipes import building, dropping_index, rebuilding
from schemagen.kinds.support import (
    column_ids,
    qualified,
    qualified_text,
    relation_of,
    rename_object,
    statement,
)
from schemagen.sqltext.brackets import bare
from schemagen.sqltext.quoting import Literal, Name, Raw, fit_name, join_sql, quote_name, sql
from schemagen.sqltext.tokens import SqlTextError


@dataclass(frozen=True, slots=True)
class IndexElement:
    """One key of an index: a column or an expression, and how it is sorted."""

    column: str | None = naming_columns(None)  # created_at
    expression: str | None = naming_columns(None, sql=True)  # lower(email)
    collation: str | None = None  # "C"
    opclass: str | None = None  # jsonb_path_ops
    opclass_parameters: tuple[tuple[str, str], ...] = ()
    descending: bool = False
    nulls: str | None = None  # 'first' or 'last', where it is not the default of the order


@dataclass(frozen=True, slots=True, kw_only=True)
class Index(CatalogObject):
    """An index."""

    elements: tuple[IndexElement, ...] = on_change(RECREATE)
    method: str = on_change(RECREATE, "btree")
    unique: bool = on_change(RECREATE, False)
    nulls_not_distinct: bool = on_change(RECREATE, False)
    include: tuple[str, ...] = on_change(RECREATE, (), refers=Refers.OWN_COLUMNS)
    predicate: str | None = on_change(RECREATE, None, refers=Refers.SQL)
    options: tuple[tuple[str, str], ...] = on_change(UNORDERED, ())
    # For expressions, how much ANALYZE keeps: ((1, 500),) for the first key.
    statistics: tuple[tuple[int, int], ...] = on_change(ALTER, ())
    tablespace: str | None = on_change(ALTER, None)
    # Whether some partitions have none that is attached to it.
    lacking: bool = on_change(Ignore("follows from what is attached"), False)
    # Whether those of partitions that are attached to it belong to constraints, which hold it.
    of_constraints: bool = on_change(Ignore("follows from what is attached"), False)
    invalid: bool = on_change(ALTER, False)  # what a concurrent build that failed has left


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Elements = Annotated[
    list[Annotated[str, readable(read_index_element)]],
    BeforeValidator(_one_or_many, json_schema_input_type=str | list[str]),
]
"""The keys of an index as CREATE INDEX has them; a single one may stand alone."""


class IndexSpec(Shorthand):
    """An index: a column, a list of elements, or a mapping."""

    short_key = "columns"

    columns: Elements
    using: str = "btree"
    unique: bool = False
    nulls_not_distinct: bool = False
    include: list[str] = Field(default_factory=list)
    where: str | None = None
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")
    statistics: dict[str, int] = Field(
        default_factory=dict, description="Statistics targets: `{lower(name): 500}`."
    )
    tablespace: str | None = None
    name: str | None = None
    comment: str | None = None
    was: str | None = None


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    named = []
    for name, item in value.items():
        if isinstance(item, dict):
            named.append({"name": name, **item})
        else:
            named.append({"name": name, "columns": item})
    return named


def _lower(declared: list[IndexSpec], table: TableDraft) -> Declared:
    for position, spec in enumerate(declared):
        path = table.path("indexes", position)
        elements = tuple(_element(text) for text in spec.columns)
        named = [element.column or "expr" for element in elements]
        if spec.name:
            table.project.taken.add((table.schema, spec.name))
        name = spec.name or table.project.fresh_name(
            table.schema, table.name, "_".join(named), suffix="idx"
        )
        item = Index(
            id=table.member("index", name),
            elements=elements,
            method=spec.using.lower(),
            unique=spec.unique,
            nulls_not_distinct=spec.nulls_not_distinct,
            include=tuple(spec.include),
            predicate=spec.where,
            options=option_pairs(spec.with_),
            statistics=_targets(spec, table, path),
            tablespace=spec.tablespace,
            comment=spec.comment,
            was=spec.was,
            depends_on=_needs(spec, elements, table, path),
        )
        yield item, path


def _targets(spec: IndexSpec, table: TableDraft, path: Path) -> tuple[tuple[int, int], ...]:
    """Number the expressions that have a statistics target, as ALTER INDEX does."""
    found = []
    for text, target in spec.statistics.items():
        if text in spec.columns:
            found.append((spec.columns.index(text) + 1, target))
        else:
            message = f'"{text}" is none of the elements of the index'
            hint = did_you_mean(text, spec.columns)
            table.project.problem("unknown-element", message, (*path, "statistics"), hint=hint)
    return tuple(sorted(found))


def _needs(
    spec: IndexSpec, elements: tuple[IndexElement, ...], table: TableDraft, path: Path
) -> tuple[ObjectId, ...]:
    columns = table.project.names.columns.get(table.id)
    needs: set[ObjectId] = set()
    for position, element in enumerate(elements):
        where = (*path, "columns", position)
        if element.column:
            needs.update(column_ids([element.column], table, where))
        elif element.expression:
            needs |= check_expression(
                element.expression, table.project, where, columns, home=table.id
            )
    needs.update(column_ids(spec.include, table, (*path, "include")))
    if spec.where:
        needs |= check_expression(
            spec.where, table.project, (*path, "where"), columns, home=table.id
        )
    return tuple(sorted(needs))


def _element(text: str) -> IndexElement:
    read = read_index_element(text)
    descending = read.get("order") == "desc"
    nulls = read.get("nulls")
    return IndexElement(
        column=read.get("column"),
        expression=read.get("expression"),
        collation=read.get("collation"),
        opclass=read.get("opclass"),
        opclass_parameters=tuple(read.get("opclass_parameters") or ()),
        descending=descending,
        nulls=None if nulls == ("first" if descending else "last") else nulls,
    )


def _element_text(element: IndexElement) -> str:
    if element.column:
        what = sql("{}", Name(element.column))
    else:
        what = _bracketed(element.expression or "")
    opclass = element.opclass or ""
    if element.opclass_parameters:
        opclass = sql("{} ({})", Raw(opclass), parameters(element.opclass_parameters))
    return join_sql(
        [
            what,
            sql("COLLATE {}", Raw(element.collation)) if element.collation else "",
            opclass,
            "DESC" if element.descending else "",
            sql("NULLS {}", Raw(element.nulls.upper())) if element.nulls else "",
        ]
    )


def _bracketed(expression: str) -> str:
    # CREATE INDEX takes a bare function call; everything else needs brackets, which never hurt.
    return f"({expression})"


def _create(item: Index, context: CreateContext) -> Iterable[Statement]:
    fails_if = breaks(item) if item.unique else ""
    effect = locking(item, SHARE, Work.BUILD, fails_if=fails_if)
    only = "ONLY " if stands_alone(item, item.lacking, context.catalog) else ""
    yield statement(item, "{}", Raw(_statement_text(item, only=only)), effect=effect)
    yield from attach(item)


def _statement_text(item: Index, how: str = "", only: str = "") -> str:
    """Return CREATE INDEX; `how` may be CONCURRENTLY, and `only` ONLY, without the partitions."""
    unique = Raw("UNIQUE " if item.unique else "")
    head = sql(
        "CREATE {}INDEX {}{} ON {}{}",
        unique,
        Raw(how),
        Name(item.id.name),
        Raw(only),
        relation_of(item.id),
    )
    return join_sql([head, _keys_text(item)])


def _definition(item: Index) -> str:
    return join_sql(["UNIQUE" if item.unique else "", _keys_text(item)])


def _keys_text(item: Index) -> str:
    """Return what stands behind the relation in CREATE INDEX."""
    parts = [
        sql("USING {}", Name(item.method)) if item.method != "btree" else "",
        sql("({})", Raw(", ".join(map(_element_text, item.elements)))),
        sql("INCLUDE {}", columns_text(item.include)) if item.include else "",
        "NULLS NOT DISTINCT" if item.nulls_not_distinct else "",
        sql("WITH ({})", parameters(item.options)) if item.options else "",
        sql("TABLESPACE {}", Name(item.tablespace)) if item.tablespace else "",
        sql("WHERE {}", Raw(item.predicate)) if item.predicate else "",
    ]
    return join_sql(parts)


def _create_online(item: Index, context: OnlineContext) -> Recipe | None:
    made = _build(item, context)
    return None if made is None else Recipe(later=tuple(made))


def _build(item: Index, context: OnlineContext) -> list[Statement] | None:
    """Build an index concurrently, that of a partitioned table partition by partition."""
    partitions = context.partitions_of(item.id.schema, item.id.table)
    if not partitions:
        text = Raw(_statement_text(item, how="CONCURRENTLY "))
        effect = building(item, item.id.name, breaks(item) if item.unique else "")
        return [statement(item, "{}", text, effect=effect)]
    parts = context.followers_of(item.id)
    if {(part.id.schema, part.id.table) for part in parts} != {key[1:3] for key in partitions}:
        return None
    only = Raw(_statement_text(item, only="ONLY "))
    made = [statement(item, "{}", only, effect=locking(item, SHARE))]
    for part in parts:
        built = _build(part, context) if isinstance(part, Index) else None
        if built is None:
            return None
        made += [*built, _attach(item, part)]
    return made


def _attach(item: Index, part: CatalogObject) -> Statement:
    effect = also(locking(item, SHARE_UPDATE_EXCLUSIVE), lock_on(part.id, ACCESS_EXCLUSIVE))
    text = "ALTER INDEX {} ATTACH PARTITION {}"
    return statement(item, text, qualified(item.id), qualified(part.id), effect=effect)


def _drop_online(item: Index, context: OnlineContext) -> Recipe | None:
    if context.has_partitions(item.id.schema, item.id.table):
        return None
    return Recipe(later=(dropping_index(item),))


def _replace_online(current: Index, desired: Index, context: OnlineContext) -> Recipe | None:
    """Put the present index aside, build the new one, and only then drop it."""
    made = _build(desired, context)
    if made is None or context.has_partitions(desired.id.schema, desired.id.table):
        return None
    aside = replace(current, id=current.id._replace(name=fit_name(current.id.name, suffix="old")))
    return Recipe(later=(*_rename(current, aside), *made, dropping_index(aside)))


def _drop(item: Index) -> Iterable[Statement]:
    effect = locking(item, ACCESS_EXCLUSIVE, risks=(index_dropped(item),))
    along = Raw(" CASCADE" if item.of_constraints else "")
    yield statement(item, "DROP INDEX {}{}", qualified(item.id), along, effect=effect)


def _set_options(current: Index, desired: Index) -> Iterable[Statement]:
    return alter_index_options(desired, current.options, desired.options)


def _set_statistics(current: Index, desired: Index) -> Iterable[Statement]:
    before, after = dict(current.statistics), dict(desired.statistics)
    for number in sorted(before.keys() | after.keys()):
        if before.get(number) != after.get(number):
            yield _statistics(desired, number, after.get(number, -1))


def _finish(item: Index) -> Iterable[Statement]:
    for number, target in item.statistics:
        yield _statistics(item, number, target)


def _statistics(item: Index, number: int, target: int) -> Statement:
    return statement(
        item,
        "ALTER INDEX {} ALTER COLUMN {} SET STATISTICS {}",
        qualified(item.id),
        Literal(number),
        Literal(target),
        effect=locking(item, SHARE_UPDATE_EXCLUSIVE),
    )


def _set_tablespace(_: Index, desired: Index) -> Iterable[Statement]:
    yield move_index(desired, desired.tablespace)


def _rebuild(current: Index, desired: Index) -> Iterable[Statement]:
    """Finish an index that is there and that nobody can use; the way back leaves a good one be."""
    if current.invalid and not desired.invalid:
        fails_if = breaks(desired) if desired.unique else ""
        effect = locking(desired, SHARE, Work.BUILD, fails_if=fails_if)
        yield statement(desired, "REINDEX INDEX {}", qualified(desired.id), effect=effect)


def _rebuild_online(current: Index, desired: Index, _: OnlineContext) -> Recipe | None:
    if not current.invalid:
        return None
    effect = rebuilding(desired, breaks(desired) if desired.unique else "")
    text = "REINDEX INDEX CONCURRENTLY {}"
    return Recipe(later=(statement(desired, text, qualified(desired.id), effect=effect),))


def _rename(current: Index, desired: Index) -> Iterable[Statement]:
    yield rename_object("INDEX", current, desired, locking(desired, SHARE_UPDATE_EXCLUSIVE))


def _declare(item: Index, _: Catalog) -> Declaration | None:
    if item.follows is not None:
        return None
    named = "_".join(element.column or "expr" for element in item.elements)
    elements = [_declared_element(element) for element in item.elements]
    values = {
        "columns": elements,
        "using": item.method,
        "unique": item.unique,
        "nulls_not_distinct": item.nulls_not_distinct,
        "include": list(item.include),
        "where": bare(item.predicate) if item.predicate else None,
        "with_": option_mapping(item.options),
        "statistics": {elements[number - 1]: target for number, target in item.statistics},
        "tablespace": item.tablespace,
        "name": item.id.name
        if item.id.name != fit_name(item.id.table, named, suffix="idx")
        else None,
    }
    mapping = stated(IndexSpec, values)
    if len(elements) == 1:
        mapping["columns"] = elements[0]
    short = is_plain(item) and list(mapping) == ["columns"]
    return Declaration("indexes", mapping["columns"] if short else mapping)


def _declared_element(element: IndexElement) -> str:
    name = quote_name(element.column) if element.column else ""
    parameters = ", ".join(f"{key} = {value}" for key, value in element.opclass_parameters)
    return join_sql(
        [
            name or write_expression(_without_brackets(element.expression or "")),
            f"collate {element.collation}" if element.collation else "",
            element.opclass or "",
            f"({parameters})" if parameters else "",
            "desc" if element.descending else "",
            f"nulls {element.nulls}" if element.nulls else "",
        ]
    )


def _without_brackets(expression: str) -> str:
    """Return an expression without the parentheses that stand around all of it."""
    try:
        read = read_index_element(expression)
    except SqlTextError:
        return expression
    return str(read["expression"]) if list(read) == ["expression"] else expression


SECTION: Section[list[IndexSpec]] = Section(
    key="indexes",
    level=Level.TABLE,
    annotation=Annotated[
        list[IndexSpec],
        BeforeValidator(
            _listed,
            json_schema_input_type=list[IndexSpec] | dict[str, IndexSpec],
        ),
    ],
    default=list,
    description="Indexes: columns, lists of elements, or mappings; or a mapping by name.",
    lower_table=_lower,
    by_name=True,
    within=("materialized_views",),
)

KIND = Kind(
    name="index",
    plural="indexes",
    keyword="INDEX",
    model=Index,
    phase=90,
    name_spaces=("relation",),
    create=_create,
    definition=_definition,
    drop=_drop,
    finish=_finish,
    alters={
        "options": _set_options,
        "statistics": _set_statistics,
        "tablespace": _set_tablespace,
        "invalid": _rebuild,
    },
    goes_with=held_by,
    attached=True,
    rename=_rename,
    rebuilt_with_column=False,
    identity=qualified_text,
    renamed_when_equal=lambda _: True,
    restricts=lambda item: item.unique,
    archived=lambda item, _: item,
    sections=(SECTION,),
    declare=_declare,
    online=Online(
        create=_create_online,
        drop=_drop_online,
        replace=_replace_online,
        alters={"invalid": _rebuild_online},
    ),
    facets=frozenset({Facet.COMMENT}),
)
