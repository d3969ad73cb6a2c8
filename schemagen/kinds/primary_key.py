"""Primary keys (pg_constraint.contype = 'p')."""

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
from schemagen.sqltext.quoting import fit_name, join_sql, sql


@frozen(kw_only=True)
class PrimaryKey(IndexedConstraint):
    """The primary key of a table."""

    columns: tuple[str, ...] = on_change(RECREATE, refers=Refers.OWN_COLUMNS)  # ('id',)
    include: tuple[str, ...] = on_change(RECREATE, (), refers=Refers.OWN_COLUMNS)
    without_overlaps: bool = on_change(RECREATE, False, since=18)  # of the last column, a range
    deferrable: bool = on_change(RECREATE, False)
    initially_deferred: bool = on_change(RECREATE, False)


class PrimaryKeySpec(Shorthand):
    """A primary key: a list of columns, or a mapping."""

    short_key = "columns"

    columns: NameList
    """Its columns."""
    include: list[str] = Field(default_factory=list)
    without_overlaps: bool = False
    deferrable: bool = False
    initially_deferred: bool = False
    name: str | None = None
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")
    tablespace: str | None = None
    index_comment: str | None = None
    comment: str | None = None
    was: str | None = None


def _lower(spec: PrimaryKeySpec | None, table: TableDraft) -> Declared:
    if spec is None:
        return
    path = table.path("primary_key")
    name = table.constraint_name(spec.name, suffix="pkey", relation=True)
    needs = key_column_ids(spec.columns, spec.include, table, path)
    yield (
        PrimaryKey(
            id=table.member("primary_key", name),
            columns=tuple(spec.columns),
            include=tuple(spec.include),
            without_overlaps=spec.without_overlaps,
            deferrable=spec.deferrable,
            initially_deferred=spec.initially_deferred,
            options=option_pairs(spec.with_),
            tablespace=spec.tablespace,
            index_comment=spec.index_comment,
            comment=spec.comment,
            was=spec.was,
            depends_on=needs,
        ),
        path,
    )


def _definition(item: PrimaryKey) -> str:
    return join_sql(
        [
            sql(
                "PRIMARY KEY {}",
                key_text(item.columns, without_overlaps=item.without_overlaps),
            ),
            sql("INCLUDE {}", columns_text(item.include)) if item.include else "",
            index_text(item),
            deferrable_text(item.deferrable, item.initially_deferred),
        ]
    )


def _names(spec: PrimaryKeySpec | None, table: TableDraft) -> None:
    if spec is not None:
        table.project.names.keys[table.id] = tuple(spec.columns)


def _declare(item: PrimaryKey, _: Catalog) -> Declaration | None:
    values = {
        "columns": list(item.columns),
        "include": list(item.include),
        "without_overlaps": item.without_overlaps,
        "deferrable": item.deferrable,
        "initially_deferred": item.initially_deferred,
        "name": item.id.name if item.id.name != fit_name(item.id.table, suffix="pkey") else None,
    }
    return declare_key(item, "primary_key", PrimaryKeySpec, values)


SECTION: Section[PrimaryKeySpec | None] = Section(
    key="primary_key",
    level=Level.TABLE,
    annotation=PrimaryKeySpec | None,
    default=lambda: None,
    description="The primary key: a list of columns, or a mapping.",
    lower_table=_lower,
    names_table=_names,
)

KIND = Kind(
    name="primary_key",
    plural="primary keys",
    keyword="CONSTRAINT",
    model=PrimaryKey,
    phase=72,
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
    online=Online(create=indexed_first("PRIMARY KEY"), replace=indexed_again("PRIMARY KEY")),
    facets=frozenset({Facet.COMMENT}),
)
