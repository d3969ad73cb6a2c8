"""Materialized views (pg_class.relkind = 'm')."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.facets.grants import RELATION_PRIVILEGES
from schemagen.catalog.lock import Work
from schemagen.catalog.object import (
    ALTER,
    RECREATE,
    UNORDERED,
    CatalogObject,
    Ignore,
    on_change,
)
from schemagen.catalog.statement import Statement
from schemagen.declare.base import SpecModel
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.expressions import check_query
from schemagen.declare.grants import GrantsSpec, simple_grants
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.constraints import columns_text
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, NO_LOCK, SHARE_UPDATE_EXCLUSIVE, locking
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.options import alter_options, option_mapping, option_pairs, parameters
from schemagen.kinds.support import (
    declared_id,
    enter_names,
    granted_on_relation,
    qualified,
    qualified_text,
    rename_object,
    statement,
    unsaid_columns,
)
from schemagen.sqltext.quoting import Name, Raw, join_sql, sql


@frozen(kw_only=True)
class MaterializedView(CatalogObject):
    """A materialized view; its rows are made anew whenever its query changes."""

    query: str = on_change(RECREATE)  # SELECT status, count(*) FROM public.agents GROUP BY status
    columns: tuple[str, ...] = on_change(RECREATE, ())
    method: str | None = on_change(RECREATE, None)  # a table access method other than heap
    tablespace: str | None = on_change(ALTER, None)
    options: tuple[tuple[str, str], ...] = on_change(UNORDERED, ())  # (('fillfactor', '70'),)
    cluster_on: str | None = on_change(ALTER, None)  # the index that CLUSTER uses
    with_data: bool = on_change(Ignore("whether it was refreshed is a matter of rows"), True)


class MaterializedViewSpec(SpecModel):
    """A materialized view. Who may select from it sees every row that its owner could see."""

    query: str
    """The SELECT that its rows come from."""
    columns: list[str] = Field(default_factory=list)
    """Names of its columns, if others than the query's."""
    using: str | None = None
    """The table access method that stores its rows."""
    tablespace: str | None = None
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")
    cluster_on: str | None = None
    """The index that CLUSTER orders the rows by."""
    with_data: bool = True
    """Whether it is filled when it is made."""
    grants: GrantsSpec = Field(default_factory=dict)
    comment: str | None = None
    was: str | None = None


def _lower(declared: dict[str, MaterializedViewSpec], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        key = declared_id("materialized_view", name, project)
        path = ("materialized_views", name)
        needs = check_query(spec.query, project, (*path, "query"))
        item = MaterializedView(
            id=key,
            query=spec.query.strip().rstrip(";"),
            columns=tuple(spec.columns),
            method=spec.using if spec.using != "heap" else None,
            tablespace=spec.tablespace,
            options=option_pairs(spec.with_),
            cluster_on=spec.cluster_on,
            with_data=spec.with_data,
            grants=simple_grants(spec.grants, RELATION_PRIVILEGES, project, (*path, "grants")),
            comment=spec.comment,
            was=spec.was,
            depends_on=tuple(sorted(needs - {key})),
        )
        yield item, path


def _create(item: MaterializedView, _: CreateContext) -> Iterable[Statement]:
    head = join_sql(
        [
            sql("CREATE MATERIALIZED VIEW {}", qualified(item.id)),
            sql("{}", columns_text(item.columns)) if item.columns else "",
            sql("USING {}", Name(item.method)) if item.method else "",
            sql("WITH ({})", parameters(item.options)) if item.options else "",
            sql("TABLESPACE {}", Name(item.tablespace)) if item.tablespace else "",
        ]
    )
    empty = Raw("\nWITH NO DATA" if _is_filled_last(item) or not item.with_data else "")
    yield statement(item, "{} AS\n{}{}", Raw(head), Raw(item.query), empty, effect=NO_LOCK)


_EVALUATED = frozenset({"aggregate", "function", "materialized_view", "view", "view_column"})


def _is_filled_last(item: MaterializedView) -> bool:
    """Whether the query may need, unseen, what is made later: functions call others by name."""
    return item.with_data and any(key.kind in _EVALUATED for key in item.depends_on)


def _fill(item: MaterializedView) -> Iterable[Statement]:
    if _is_filled_last(item):
        effect = locking(item, ACCESS_EXCLUSIVE, Work.REWRITE)
        yield statement(item, "REFRESH MATERIALIZED VIEW {}", qualified(item.id), effect=effect)


def _drop(item: MaterializedView) -> Iterable[Statement]:
    effect = locking(item, ACCESS_EXCLUSIVE)
    yield statement(item, "DROP MATERIALIZED VIEW {}", qualified(item.id), effect=effect)


def _set_options(current: MaterializedView, desired: MaterializedView) -> Iterable[Statement]:
    head = sql("ALTER MATERIALIZED VIEW {}", qualified(desired.id))
    return alter_options(desired, head, current.options, desired.options)


def _set_tablespace(_: MaterializedView, desired: MaterializedView) -> Iterable[Statement]:
    yield statement(
        desired,
        "ALTER MATERIALIZED VIEW {} SET TABLESPACE {}",
        qualified(desired.id),
        Name(desired.tablespace or "pg_default"),
        effect=locking(desired, ACCESS_EXCLUSIVE, Work.REWRITE),
    )


def _set_cluster(_: MaterializedView, desired: MaterializedView) -> Iterable[Statement]:
    what = Raw("SET WITHOUT CLUSTER")
    if desired.cluster_on:
        what = Raw(sql("CLUSTER ON {}", Name(desired.cluster_on)))
    yield statement(
        desired,
        "ALTER MATERIALIZED VIEW {} {}",
        qualified(desired.id),
        what,
        effect=locking(desired, SHARE_UPDATE_EXCLUSIVE),
    )


def _finish(item: MaterializedView) -> Iterable[Statement]:
    return _set_cluster(item, item) if item.cluster_on else ()


def _cluster_index(item: MaterializedView) -> str | None:
    return item.cluster_on


def _rename(current: MaterializedView, desired: MaterializedView) -> Iterable[Statement]:
    yield rename_object("MATERIALIZED VIEW", current, desired, locking(desired, ACCESS_EXCLUSIVE))


def _declare(item: MaterializedView, _: Catalog) -> Declaration:
    values = {
        "query": item.query.strip(),
        "columns": unsaid_columns(item.query, item.columns),
        "using": item.method,
        "tablespace": item.tablespace,
        "with_": option_mapping(item.options),
        "cluster_on": item.cluster_on,
        "with_data": item.with_data,
    }
    spec = stated(MaterializedViewSpec, values)
    return Declaration("materialized_views", spec, item.id.name)


SECTION: Section[dict[str, MaterializedViewSpec]] = Section(
    key="materialized_views",
    level=Level.PROJECT,
    annotation=dict[str, MaterializedViewSpec],
    default=dict,
    description="Materialized views: views that keep their rows until they are refreshed.",
    lower_project=_lower,
    names_project=enter_names("materialized_view", lambda names: names.relations),
)

KIND = Kind(
    name="materialized_view",
    plural="materialized views",
    keyword="MATERIALIZED VIEW",
    model=MaterializedView,
    phase=110,
    name_spaces=("relation", "type"),
    create=_create,
    drop=_drop,
    finish=_finish,
    fill=_fill,
    alters={
        "options": _set_options,
        "tablespace": _set_tablespace,
        "cluster_on": _set_cluster,
    },
    members={"cluster_on": _cluster_index},
    rename=_rename,
    identity=qualified_text,
    relation=True,
    granted_on=granted_on_relation,
    gives_access=True,
    sections=(SECTION,),
    declare=_declare,
    makes="tables",
    facets=frozenset({Facet.COMMENT, Facet.OWNER, Facet.GRANTS}),
)
