"""What a spec says of indexes, and the objects that come of it."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any

from pydantic import Field

from schemagen.catalog.object import ObjectId
from schemagen.declare.base import ONE_TEXT_OR_MANY, Shorthand, list_by_name, readable
from schemagen.declare.draft import TableDraft
from schemagen.declare.element_text import read_index_element
from schemagen.declare.expressions import check_expression
from schemagen.declare.problems import Path
from schemagen.declare.section import Declared, Level, Section
from schemagen.declare.suggest import did_you_mean
from schemagen.kinds.index.model import Index, IndexElement
from schemagen.kinds.indexed import method_of
from schemagen.kinds.options import option_pairs
from schemagen.kinds.support import column_ids

Elements = Annotated[list[Annotated[str, readable(read_index_element)]], ONE_TEXT_OR_MANY]
"""The keys of an index as CREATE INDEX has them; a single one may stand alone."""


class IndexSpec(Shorthand):
    """An index: a column, a list of elements, or a mapping."""

    short_key = "columns"

    columns: Elements
    """Columns or expressions, with operator class and order: `name desc`."""
    using: str = "btree"
    """Its access method."""
    unique: bool = False
    """Whether no two rows have the same values."""
    nulls_not_distinct: bool = False
    include: list[str] = Field(default_factory=list)
    where: str | None = None
    """Which rows it holds, in a partial index."""
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")
    statistics: dict[str, int] = Field(default_factory=dict)
    """Statistics targets: `{lower(name): 500}`."""
    tablespace: str | None = None
    name: str | None = None
    comment: str | None = None
    was: str | None = None


def _lower(declared: list[IndexSpec], table: TableDraft) -> Declared:
    for position, spec in enumerate(declared):
        path = table.path("indexes", position)
        elements = tuple(map(_element, spec.columns))
        named = [element.column or "expr" for element in elements]
        if spec.name:
            table.project.taken.add((table.schema, spec.name))
        name = spec.name or table.project.fresh_name(
            table.schema, table.name, "_".join(named), suffix="idx"
        )
        item = Index(
            id=table.member("index", name),
            elements=elements,
            method=method_of(spec.using, table, path),
            unique=spec.unique,
            nulls_not_distinct=spec.nulls_not_distinct,
            include=tuple(spec.include),
            predicate=spec.where,
            options=option_pairs(spec.with_),
            statistics=_targets(spec, table, path) if spec.statistics else (),
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
            needs |= column_ids((element.column,), table, where)
        elif element.expression:
            needs |= check_expression(
                element.expression, table.project, where, columns, home=table.id
            )
    needs |= column_ids(spec.include, table, (*path, "include"))
    if spec.where:
        needs |= check_expression(
            spec.where, table.project, (*path, "where"), columns, home=table.id
        )
    return tuple(sorted(needs))


@lru_cache(maxsize=8192)
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


SECTION: Section[list[IndexSpec]] = Section(
    key="indexes",
    level=Level.TABLE,
    annotation=Annotated[list[IndexSpec], list_by_name(IndexSpec)],
    default=list,
    description="Indexes: columns, lists of elements, or mappings; or a mapping by name.",
    lower_table=_lower,
    by_name=True,
    within=("materialized_views",),
)
