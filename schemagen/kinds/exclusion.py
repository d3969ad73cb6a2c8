"""Exclusion constraints (pg_constraint.contype = 'x')."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import RECREATE, ObjectId, Refers, on_change
from schemagen.catalog.statement import Statement
from schemagen.declare.base import SpecModel, readable
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import TableDraft
from schemagen.declare.element_text import read_exclusion_element
from schemagen.declare.expressions import check_expression
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.constraints import constraint_text, deferrable_text, rename_constraint
from schemagen.kinds.indexed import (
    EXCLUDING,
    INDEX_ALTERS,
    IndexedConstraint,
    add_indexed,
    drop_indexed,
    finish_indexed,
    index_text,
    index_values,
    method_of,
)
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.options import option_pairs
from schemagen.kinds.support import member_text
from schemagen.sqltext.brackets import bare
from schemagen.sqltext.quoting import Name, Raw, fit_name, join_sql, sql


@frozen(kw_only=True)
class Exclusion(IndexedConstraint):
    """An exclusion constraint; each element is `expression WITH operator` as SQL."""

    method: str = on_change(RECREATE)  # gist
    elements: tuple[str, ...] = on_change(
        RECREATE, refers=Refers.SQL
    )  # ('room WITH =', 'during WITH &&')
    predicate: str | None = on_change(RECREATE, None, refers=Refers.SQL)
    deferrable: bool = on_change(RECREATE, False)
    initially_deferred: bool = on_change(RECREATE, False)


class ExclusionSpec(SpecModel):
    """An exclusion constraint; elements as `room with =`."""

    using: str = "gist"
    """The access method of its index."""
    elements: list[Annotated[str, readable(read_exclusion_element)]]
    """Columns or expressions with operators: `room with =`."""
    where: str | None = None
    """Which rows it is about; all of them without it."""
    deferrable: bool = False
    initially_deferred: bool = False
    name: str | None = None
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")
    tablespace: str | None = None
    index_comment: str | None = None
    comment: str | None = None
    was: str | None = None


def _lower(declared: list[ExclusionSpec], table: TableDraft) -> Declared:
    columns = table.project.names.columns.get(table.id)
    for index, spec in enumerate(declared):
        path = table.path("exclude", index)
        elements: list[str] = []
        named: list[str] = []
        needs: set[ObjectId] = set()
        for position, text in enumerate(spec.elements):
            read = read_exclusion_element(text)
            expression = str(read["expression"])
            needs |= check_expression(
                expression, table.project, (*path, "elements", position), columns, home=table.id
            )
            named.append(str(read.get("column", "expr")))
            elements.append(
                sql("{} WITH {}", Raw(str(read["element"])), Raw(str(read["operator"])))
            )
        if spec.where:
            needs |= check_expression(
                spec.where, table.project, (*path, "where"), columns, home=table.id
            )
        name = table.constraint_name(spec.name, *named, suffix="excl", relation=True)
        item = Exclusion(
            id=table.member("exclusion", name),
            method=method_of(spec.using, table, path, EXCLUDING),
            elements=tuple(elements),
            predicate=spec.where,
            deferrable=spec.deferrable,
            initially_deferred=spec.initially_deferred,
            options=option_pairs(spec.with_),
            tablespace=spec.tablespace,
            index_comment=spec.index_comment,
            comment=spec.comment,
            was=spec.was,
            depends_on=tuple(sorted(needs)),
        )
        yield item, path


def _inline(item: Exclusion) -> str:
    return constraint_text(item, _definition(item))


def _definition(item: Exclusion) -> str:
    return join_sql(
        [
            sql(
                "EXCLUDE USING {} ({})",
                Name(item.method),
                Raw(", ".join(item.elements)),
            ),
            index_text(item),
            sql("WHERE ({})", Raw(item.predicate)) if item.predicate else "",
            deferrable_text(item.deferrable, item.initially_deferred),
        ]
    )


def _create(item: Exclusion, _: CreateContext) -> Iterable[Statement]:
    yield add_indexed(item, _definition(item))


def _declare(item: Exclusion, _: Catalog) -> Declaration | None:
    if item.brought:
        return None
    named = (read_exclusion_element(text).get("column", "expr") for text in item.elements)
    usual = fit_name(item.id.table, "_".join(map(str, named)), suffix="excl")
    values = {
        "using": item.method,
        "elements": [_element_text(text) for text in item.elements],
        "where": bare(item.predicate) if item.predicate else None,
        "deferrable": item.deferrable,
        "initially_deferred": item.initially_deferred,
        "name": item.id.name if item.id.name != usual else None,
        **index_values(item),
    }
    return Declaration("exclude", stated(ExclusionSpec, values))


def _element_text(text: str) -> str:
    read = read_exclusion_element(text)
    return f"{read['element']} with {read['operator']}"


SECTION: Section[list[ExclusionSpec]] = Section(
    key="exclude",
    level=Level.TABLE,
    annotation=list[ExclusionSpec],
    default=list,
    description="Exclusion constraints.",
    lower_table=_lower,
)

KIND = Kind(
    name="exclusion",
    plural="exclusion constraints",
    keyword="CONSTRAINT",
    model=Exclusion,
    phase=75,
    name_spaces=("constraint", "relation"),
    create=_create,
    drop=drop_indexed,
    finish=finish_indexed,
    alters=INDEX_ALTERS,
    identity=member_text,
    rename=rename_constraint,
    rebuilt_with_column=False,
    inline=_inline,
    definition=_definition,
    renamed_when_equal=lambda _: True,
    restricts=lambda _: True,
    archived=lambda item, _: item,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT}),
)
