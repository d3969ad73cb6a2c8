"""Views (pg_class.relkind = 'v')."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal as Choice

from pydantic import Field

from schemagen.catalog.object import ALTER, RECREATE, CatalogObject, Grant, ObjectId, on_change
from schemagen.catalog.statement import Statement
from schemagen.declare.base import SpecModel
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.expressions import check_query
from schemagen.declare.grants import GrantsSpec, role_name
from schemagen.declare.section import Declared, Level, Section
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, locking
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import (
    alter_options,
    columns_text,
    parameters,
    qualified,
    qualified_text,
    rename_object,
    split_name,
    statement,
)
from schemagen.sqltext.quoting import Raw, join_sql, sql


@dataclass(frozen=True, slots=True, kw_only=True)
class View(CatalogObject):
    """A view and its options."""

    query: str = on_change(RECREATE)  # SELECT id FROM public.agents
    columns: tuple[str, ...] = on_change(RECREATE, ())
    options: tuple[tuple[str, str], ...] = on_change(ALTER, ())  # (('security_barrier', 'true'),)

    @property
    def security_invoker(self) -> bool:
        """Whether the policies of who asks hold, and not those of the view's owner."""
        return dict(self.options).get("security_invoker", "").lower() in _TRUE


# How a storage parameter may say it, of which PostgreSQL keeps the spelling.
_TRUE = frozenset(["1", "on", "t", "tr", "tru", "true", "y", "ye", "yes"])


class ViewSpec(SpecModel):
    """A view. It is a security invoker unless it says otherwise, so that it lifts no policy."""

    query: str
    columns: list[str] = Field(default_factory=list)
    security_invoker: bool = True
    security_barrier: bool = False
    check_option: Choice["local", "cascaded"] | None = None
    grants: GrantsSpec = Field(default_factory=dict)
    comment: str | None = None
    was: str | None = None


def _lower(declared: dict[str, ViewSpec], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        schema, plain = split_name(name, project.schema)
        path = ("views", name)
        needs = check_query(spec.query, project, (*path, "query"))
        grants = {
            Grant(role_name(role, project), privilege.upper())
            for role, privileges in spec.grants.items()
            for privilege in privileges
        }
        key = ObjectId("view", schema, plain)
        item = View(
            id=key,
            query=spec.query.strip().rstrip(";"),
            columns=tuple(spec.columns),
            options=tuple(_options(spec)),
            grants=tuple(sorted(grants)),
            comment=spec.comment,
            was=spec.was,
            depends_on=tuple(sorted(needs - {key})),
        )
        yield item, path


def _options(spec: ViewSpec) -> Iterable[tuple[str, str]]:
    if spec.check_option:
        yield "check_option", spec.check_option
    if spec.security_barrier:
        yield "security_barrier", "true"
    if spec.security_invoker:
        yield "security_invoker", "true"


def _create(item: View, _: CreateContext) -> Iterable[Statement]:
    head = join_sql(
        [
            sql("CREATE VIEW {}", qualified(item.id)),
            sql("{}", columns_text(item.columns)) if item.columns else "",
            sql("WITH ({})", parameters(item.options)) if item.options else "",
        ]
    )
    yield statement(item, "{} AS\n{}", Raw(head), Raw(item.query))


def _drop(item: View) -> Iterable[Statement]:
    yield statement(item, "DROP VIEW {}", qualified(item.id))


def _granted_on(item: View) -> tuple[str, None]:
    return sql("TABLE {}", qualified(item.id)), None


def _names(declared: dict[str, ViewSpec], project: ProjectDraft) -> None:
    for name in declared:
        schema, plain = split_name(name, project.schema)
        project.names.add(project.names.relations, ObjectId("view", schema, plain), project.schema)


def _set_options(current: View, desired: View) -> Iterable[Statement]:
    head = sql("ALTER VIEW {}", qualified(desired.id))
    return alter_options(desired, head, current.options, desired.options)


def _rename(current: View, desired: View) -> Iterable[Statement]:
    yield rename_object("VIEW", current, desired, locking(desired, ACCESS_EXCLUSIVE))


SECTION: Section[dict[str, ViewSpec]] = Section(
    key="views",
    level=Level.PROJECT,
    annotation=dict[str, ViewSpec],
    default=dict,
    description="Views.",
    lower_project=_lower,
    names_project=_names,
)

KIND = Kind(
    name="view",
    plural="views",
    keyword="VIEW",
    model=View,
    phase=110,
    name_space="relation",
    create=_create,
    drop=_drop,
    alters={"options": _set_options},
    rename=_rename,
    identity=qualified_text,
    relation=True,
    granted_on=_granted_on,
    sections=(SECTION,),
    facets=frozenset({Facet.COMMENT, Facet.OWNER, Facet.GRANTS}),
)
