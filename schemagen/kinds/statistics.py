"""Extended statistics (pg_statistic_ext)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Annotated
from typing import Literal as Choice

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import (
    ALTER,
    RECREATE,
    CatalogObject,
    ObjectId,
    Refers,
    on_change,
)
from schemagen.catalog.statement import Statement
from schemagen.declare.base import Shorthand, list_by_name, readable
from schemagen.declare.declaration import Declaration, is_plain, stated
from schemagen.declare.draft import TableDraft
from schemagen.declare.element_text import read_index_element, write_expression
from schemagen.declare.expressions import check_expression
from schemagen.declare.problems import Path
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.effects import NO_LOCK, SHARE_UPDATE_EXCLUSIVE, locking
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import column_ids, relation_of, statement
from schemagen.sqltext.quoting import (
    Literal,
    Name,
    QualifiedName,
    Raw,
    fit_name,
    join_sql,
    quote_name,
    quote_qualified,
    sql,
)


@frozen(kw_only=True)
class Statistics(CatalogObject):
    """What ANALYZE finds out about several columns together."""

    columns: tuple[str, ...] = on_change(RECREATE, (), refers=Refers.OWN_COLUMNS)
    expressions: tuple[str, ...] = on_change(RECREATE, (), refers=Refers.SQL)
    kinds: tuple[str, ...] = on_change(RECREATE, ())  # ('dependencies',); empty for all
    target: int | None = on_change(ALTER, None)
    in_schema: str | None = on_change(ALTER, None)  # where it is not that of the relation


class StatisticsSpec(Shorthand):
    """Extended statistics: a list of columns and expressions, or a mapping."""

    short_key = "columns"

    columns: list[Annotated[str, readable(read_index_element)]]
    """Columns and expressions that belong together."""
    kinds: list[Choice["ndistinct", "dependencies", "mcv"]] = Field(default_factory=list)
    """Which kinds of statistics; all of them without it."""
    target: int | None = None
    """The statistics target: how much ANALYZE collects."""
    schema_: str | None = Field(None, alias="schema")
    """Its schema, if another than the table's."""
    name: str | None = None
    comment: str | None = None
    was: str | None = None


def _lower(declared: list[StatisticsSpec], table: TableDraft) -> Declared:
    for position, spec in enumerate(declared):
        path = table.path("statistics", position)
        read = [read_index_element(text) for text in spec.columns]
        columns = tuple(each["column"] for each in read if "column" in each)
        expressions = tuple(each["expression"] for each in read if "expression" in each)
        named = "_".join(each.get("column", "expr") for each in read)
        name = spec.name or table.project.fresh_name(
            f"{table.schema} statistics", table.name, named, suffix="stat"
        )
        item = Statistics(
            id=table.member("statistics", name),
            columns=columns,
            expressions=expressions,
            kinds=tuple(kind for kind in _KINDS if kind in spec.kinds),
            target=spec.target,
            in_schema=spec.schema_ if spec.schema_ != table.schema else None,
            comment=spec.comment,
            was=spec.was,
            depends_on=_needs(columns, expressions, table, path),
        )
        yield item, path


_KINDS = ("ndistinct", "dependencies", "mcv")


def _needs(
    columns: Collection[str], expressions: Iterable[str], table: TableDraft, path: Path
) -> tuple[ObjectId, ...]:
    where = (*path, "columns")
    needs = column_ids(columns, table, where)
    known = table.project.names.columns.get(table.id)
    for text in expressions:
        needs |= check_expression(text, table.project, where, known, home=table.id)
    return tuple(sorted(needs))


def _identity(item: Statistics) -> str:
    return quote_qualified(item.in_schema or item.id.schema, item.id.name)


def _definition(item: Statistics) -> str:
    kinds = sql("({})", Raw(", ".join(item.kinds))) if item.kinds else ""
    listed = [quote_name(column) for column in item.columns]
    listed += [sql("({})", Raw(text)) for text in item.expressions]
    return join_sql([kinds, sql("ON {}", Raw(", ".join(listed)))])


def _create(item: Statistics, _: CreateContext) -> Iterable[Statement]:
    yield statement(
        item,
        "CREATE STATISTICS {} {} FROM {}",
        Raw(_identity(item)),
        Raw(_definition(item)),
        relation_of(item.id),
        effect=locking(item, SHARE_UPDATE_EXCLUSIVE),
    )
    if item.target is not None:
        yield _target(item)


def _drop(item: Statistics) -> Iterable[Statement]:
    effect = locking(item, SHARE_UPDATE_EXCLUSIVE)
    yield statement(item, "DROP STATISTICS {}", Raw(_identity(item)), effect=effect)


def _target(item: Statistics) -> Statement:
    target = Literal(-1 if item.target is None else item.target)
    text = "ALTER STATISTICS {} SET STATISTICS {}"
    return statement(item, text, Raw(_identity(item)), target, effect=NO_LOCK)


def _set_target(_: Statistics, desired: Statistics) -> Iterable[Statement]:
    yield _target(desired)


def _set_schema(current: Statistics, desired: Statistics) -> Iterable[Statement]:
    yield statement(
        desired,
        "ALTER STATISTICS {} SET SCHEMA {}",
        QualifiedName(current.in_schema or desired.id.schema, desired.id.name),
        Name(desired.in_schema or desired.id.schema),
        effect=NO_LOCK,
    )


def _rename(current: Statistics, desired: Statistics) -> Iterable[Statement]:
    former, name = Raw(_identity(current)), Name(desired.id.name)
    text = "ALTER STATISTICS {} RENAME TO {}"
    yield statement(desired, text, former, name, effect=NO_LOCK)


def _declare(item: Statistics, _: Catalog) -> Declaration:
    named = "_".join([*item.columns, *("expr" for _ in item.expressions)])
    values = {
        "columns": [
            *map(quote_name, item.columns),
            *map(write_expression, item.expressions),
        ],
        "kinds": list(item.kinds),
        "target": item.target,
        "schema_": item.in_schema,
        "name": item.id.name
        if item.id.name != fit_name(item.id.table, named, suffix="stat")
        else None,
    }
    mapping = stated(StatisticsSpec, values)
    short = is_plain(item) and list(mapping) == ["columns"]
    return Declaration("statistics", mapping["columns"] if short else mapping)


SECTION: Section[list[StatisticsSpec]] = Section(
    key="statistics",
    level=Level.TABLE,
    annotation=Annotated[list[StatisticsSpec], list_by_name(StatisticsSpec)],
    default=list,
    description="Extended statistics: lists of columns, or mappings; or a mapping by name.",
    lower_table=_lower,
    by_name=True,
    within=("materialized_views",),
)

KIND = Kind(
    name="statistics",
    plural="statistics",
    keyword="STATISTICS",
    model=Statistics,
    phase=91,
    create=_create,
    definition=_definition,
    drop=_drop,
    # The schema first: the others name it by its new one.
    alters={"in_schema": _set_schema, "target": _set_target},
    rename=_rename,
    rebuilt_with_column=False,
    identity=_identity,
    renamed_when_equal=lambda _: True,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT, Facet.OWNER}),
)
