"""Unique constraints (pg_constraint.contype = 'u')."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import RECREATE, Refers, on_change
from schemagen.declare.base import NameList, Shorthand
from schemagen.declare.declaration import Declaration
from schemagen.declare.draft import TableDraft
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.constraints import (
    columns_text,
    deferrable_text,
    key_text,
    rename_constraint,
)
from schemagen.kinds.index_tree import held_by
from schemagen.kinds.indexed import (
    INDEX_ALTERS,
    IndexedConstraint,
    drop_indexed,
    finish_indexed,
    index_text,
)
from schemagen.kinds.keys import create_key, declare_key, inline_key
from schemagen.kinds.kind import Facet, Kind
from schemagen.kinds.online import Online
from schemagen.kinds.options import option_pairs
from schemagen.kinds.recipes import indexed_again, indexed_first
from schemagen.kinds.support import key_column_ids, member_text
from schemagen.sqltext.quoting import Raw, fit_name, join_sql, sql


@frozen(kw_only=True)
class Unique(IndexedConstraint):
    """A unique constraint."""

    columns: tuple[str, ...] = on_change(
        RECREATE, refers=Refers.OWN_COLUMNS
    )  # ('community_id', 'discord_id')
    include: tuple[str, ...] = on_change(RECREATE, (), refers=Refers.OWN_COLUMNS)
    nulls_not_distinct: bool = on_change(RECREATE, False, since=15)
    without_overlaps: bool = on_change(RECREATE, False, since=18)  # of the last column, a range
    deferrable: bool = on_change(RECREATE, False)
    initially_deferred: bool = on_change(RECREATE, False)


class UniqueSpec(Shorthand):
    """A unique constraint: a list of columns, or a mapping."""

    short_key = "columns"

    columns: NameList
    """Its columns."""
    include: list[str] = Field(default_factory=list)
    nulls_not_distinct: bool = False
    without_overlaps: bool = False
    deferrable: bool = False
    initially_deferred: bool = False
    name: str | None = None
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")
    tablespace: str | None = None
    index_comment: str | None = None
    comment: str | None = None
    was: str | None = None


def _lower(declared: list[UniqueSpec], table: TableDraft) -> Declared:
    for index, spec in enumerate(declared):
        path = table.path("unique", index)
        name = table.constraint_name(spec.name, *spec.columns, suffix="key", relation=True)
        item = Unique(
            id=table.member("unique", name),
            columns=tuple(spec.columns),
            include=tuple(spec.include),
            nulls_not_distinct=spec.nulls_not_distinct,
            without_overlaps=spec.without_overlaps,
            deferrable=spec.deferrable,
            initially_deferred=spec.initially_deferred,
            options=option_pairs(spec.with_),
            tablespace=spec.tablespace,
            index_comment=spec.index_comment,
            comment=spec.comment,
            was=spec.was,
            depends_on=key_column_ids(spec.columns, spec.include, table, path),
        )
        yield item, path


def _definition(item: Unique) -> str:
    nulls = "UNIQUE NULLS NOT DISTINCT" if item.nulls_not_distinct else "UNIQUE"
    return join_sql(
        [
            sql(
                "{} {}",
                Raw(nulls),
                key_text(item.columns, without_overlaps=item.without_overlaps),
            ),
            sql("INCLUDE {}", columns_text(item.include)) if item.include else "",
            index_text(item),
            deferrable_text(item.deferrable, item.initially_deferred),
        ]
    )


def _declare(item: Unique, _: Catalog) -> Declaration | None:
    usual = fit_name(item.id.table, "_".join(item.columns), suffix="key")
    values = {
        "columns": list(item.columns),
        "include": list(item.include),
        "nulls_not_distinct": item.nulls_not_distinct,
        "without_overlaps": item.without_overlaps,
        "deferrable": item.deferrable,
        "initially_deferred": item.initially_deferred,
        "name": item.id.name if item.id.name != usual else None,
    }
    return declare_key(item, "unique", UniqueSpec, values)


SECTION: Section[list[UniqueSpec]] = Section(
    key="unique",
    level=Level.TABLE,
    annotation=list[UniqueSpec],
    default=list,
    description="Unique constraints: lists of columns, or mappings.",
    lower_table=_lower,
)

KIND = Kind(
    name="unique",
    plural="unique constraints",
    keyword="CONSTRAINT",
    model=Unique,
    phase=73,
    name_spaces=("constraint", "relation"),
    create=create_key(_definition),
    drop=drop_indexed,
    finish=finish_indexed,
    alters=INDEX_ALTERS,
    identity=member_text,
    goes_with=held_by,
    attached=True,
    rename=rename_constraint,
    rebuilt_with_column=False,
    inline=inline_key(_definition),
    definition=_definition,
    renamed_when_equal=lambda _: True,
    restricts=lambda _: True,
    archived=lambda item, _: item,
    identifies=lambda item: () if item.without_overlaps else item.columns,
    sections=(SECTION,),
    declare=_declare,
    online=Online(create=indexed_first("UNIQUE"), replace=indexed_again("UNIQUE")),
    facets=frozenset({Facet.COMMENT}),
)
