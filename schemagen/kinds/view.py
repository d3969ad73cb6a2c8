"""Views (pg_class.relkind = 'v')."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal as Choice

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import authz
from schemagen.catalog.object import RECREATE, UNORDERED, CatalogObject, Grant, ObjectId, on_change
from schemagen.catalog.since import Need
from schemagen.catalog.statement import Statement
from schemagen.declare.base import SpecModel
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.expressions import check_query
from schemagen.declare.grants import GrantsSpec, role_name
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.constraints import columns_text
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, NO_LOCK, locking
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.options import alter_options, parameters
from schemagen.kinds.support import (
    enter_names,
    granted_on_relation,
    qualified,
    qualified_text,
    rename_object,
    split_name,
    statement,
    unsaid_columns,
)
from schemagen.sqltext.quoting import Raw, join_sql, sql


def _asking(options: Iterable[tuple[str, str]]) -> Iterator[Need]:
    if any(name == "security_invoker" for name, _ in options):
        yield Need(15, "security_invoker, which a view is unless it says false,")


@frozen(kw_only=True)
class View(CatalogObject):
    """A view and its options."""

    query: str = on_change(RECREATE)  # SELECT id FROM public.agents
    columns: tuple[str, ...] = on_change(RECREATE, ())
    options: tuple[tuple[str, str], ...] = on_change(
        UNORDERED, (), since=_asking
    )  # (('security_barrier', 'true'),)

    @property
    def security_invoker(self) -> bool:
        """Whether the policies of who asks hold, and not those of the view's owner."""
        return dict(self.options).get("security_invoker", "").lower() in _TRUE


# How a storage parameter may say it, of which PostgreSQL keeps the spelling.
_TRUE = frozenset(["1", "on", "t", "tr", "tru", "true", "y", "ye", "yes"])


class ViewSpec(SpecModel):
    """A view. It is a security invoker unless it says otherwise, so that it lifts no policy."""

    query: str
    """The SELECT that it stands for."""
    columns: list[str] = Field(default_factory=list)
    """Names of its columns, if others than the query's."""
    # PostgreSQL keeps how it was written: a text is taken as it is.
    security_invoker: bool | str = True
    """Whether tables are read with the privileges of who reads the view (15)."""
    security_barrier: bool | str = False
    """Whether its own conditions come before any function of who reads it."""
    check_option: Choice["local", "cascaded"] | None = None
    """Whether what is written through it must be visible in it."""
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
    for name in ("security_barrier", "security_invoker"):
        value = getattr(spec, name)
        if value:
            yield name, "true" if value is True else value


def _create(item: View, _: CreateContext) -> Iterable[Statement]:
    head = join_sql(
        [
            sql("CREATE VIEW {}", qualified(item.id)),
            sql("{}", columns_text(item.columns)) if item.columns else "",
            sql("WITH ({})", parameters(item.options)) if item.options else "",
        ]
    )
    yield statement(item, "{} AS\n{}", Raw(head), Raw(item.query), effect=NO_LOCK)


def _drop(item: View) -> Iterable[Statement]:
    effect = locking(item, ACCESS_EXCLUSIVE)
    yield statement(item, "DROP VIEW {}", qualified(item.id), effect=effect)


def _set_options(current: View, desired: View) -> Iterable[Statement]:
    head = sql("ALTER VIEW {}", qualified(desired.id))
    made = alter_options(desired, head, current.options, desired.options, ACCESS_EXCLUSIVE)
    for each in made:
        yield each if desired.security_invoker else _lifting(each, current, desired)


def _lifting(made: Statement, current: View, desired: View) -> Statement:
    """Say that the view asks its owner's policies, if it asked those of the reader until now."""
    if not current.security_invoker or made.effect is None:
        return made
    risk = authz(f"{qualified_text(desired)} shows what its owner may see, not its reader")
    return replace(made, effect=replace(made.effect, risks=(risk,)))


def _rename(current: View, desired: View) -> Iterable[Statement]:
    yield rename_object("VIEW", current, desired, locking(desired, ACCESS_EXCLUSIVE))


def _declare(item: View, _: Catalog) -> Declaration:
    options = dict(item.options)
    values = {
        "query": item.query.strip(),
        "columns": unsaid_columns(item.query, item.columns),
        "security_invoker": _option(options.get("security_invoker")),
        "security_barrier": _option(options.get("security_barrier")),
        "check_option": options.get("check_option"),
    }
    return Declaration("views", stated(ViewSpec, values), item.id.name)


def _option(written: str | None) -> bool | str:
    return {None: False, "true": True}.get(written, written or False)


SECTION: Section[dict[str, ViewSpec]] = Section(
    key="views",
    level=Level.PROJECT,
    annotation=dict[str, ViewSpec],
    default=dict,
    description="Views.",
    lower_project=_lower,
    names_project=enter_names("view", lambda names: names.relations),
)

KIND = Kind(
    name="view",
    plural="views",
    keyword="VIEW",
    model=View,
    phase=110,
    name_spaces=("relation", "type"),
    create=_create,
    drop=_drop,
    alters={"options": _set_options},
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
