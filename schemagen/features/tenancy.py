"""Tenancy: rows that belong to a tenant, isolated by the tenant's key.

`tenancy` says what a tenant is, `tenant: true` that a table's rows belong to one. A restrictive
policy binds every actor that has the claim, whatever else allows a row. Foreign keys are checked
without regard to policies, so a reference to another tenant's row would be accepted, and tell that
the row exists: composite foreign keys keep references within the tenant.
"""

from __future__ import annotations

from dataclasses import replace

from schemagen.catalog.object import ObjectId
from schemagen.declare.base import SpecModel
from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.declare.facts import AccessRule, Actor
from schemagen.declare.predicate import EVERY_ROW
from schemagen.declare.suggest import did_you_mean
from schemagen.features.feature import Feature
from schemagen.features.support import add_policy, find_table, put_after_key
from schemagen.features.tenant_keys import lead_with_tenant, tie_references
from schemagen.kinds import column, foreign_key, primary_key
from schemagen.kinds.column import ColumnSpec
from schemagen.kinds.foreign_key import ForeignKeySpec
from schemagen.kinds.policy import PolicySpec
from schemagen.sqltext.quoting import Name, fit_name, quote_qualified, sql

_KEY = "tenancy"
_MEMBER = "tenant"


class TenancySpec(SpecModel):
    """What a tenant is: its table, the column that refers to it, and the claim of a session."""

    table: str
    """The table of the tenants."""
    column: str
    """The column by which rows of other tables refer to their tenant."""
    claim: str
    """The claim that says which tenant a session belongs to."""
    actors: list[str] | None = None
    """By default every actor with the claim."""


def _check(spec: TenancySpec, project: ProjectDraft) -> None:
    if find_table(spec.table, project) is None:
        known = [table.key for table in project.tables.values()]
        project.problem(
            "unknown-table",
            f'table "{spec.table}" is not declared',
            (_KEY, "table"),
            hint=did_you_mean(spec.table, known),
        )
    project.facts.tenant_claim = spec.claim
    actors = project.facts.actors
    claims = {claim for actor in actors.values() for claim in actor.claims}
    if spec.claim not in claims:
        project.problem(
            "unknown-claim",
            f'no actor has the claim "{spec.claim}"',
            (_KEY, "claim"),
            hint=did_you_mean(spec.claim, claims),
        )
    for index, name in enumerate(spec.actors or ()):
        if name not in actors:
            hint = did_you_mean(name, actors)
            message = f'actor "{name}" is not declared'
            project.problem("unknown-actor", message, (_KEY, "actors", index), hint=hint)
        elif spec.claim in claims and spec.claim not in actors[name].claims:
            message = f'actor "{name}" has no claim "{spec.claim}"'
            project.problem("unknown-claim", message, (_KEY, "actors", index))


def _root_key(root: TableDraft) -> str | None:
    key = primary_key.SECTION.of(root)
    return key.columns[0] if key and len(key.columns) == 1 else None


def _expand_key(declared: bool, table: TableDraft) -> None:
    """Put the tenant's key into a tenant table."""
    spec: TenancySpec | None = table.project.declared.get(_KEY)
    if not declared:
        return
    if spec is None:
        table.problem(
            "no-tenancy",
            "the spec does not say what a tenant is",
            _MEMBER,
            hint="write `tenancy: {table: …, column: …, claim: …}` at the top",
            key=True,
        )
        return
    root = find_table(spec.table, table.project)
    if root is None:
        return
    key = _root_key(root)
    if key is None:
        table.project.problem(
            "tenant-key",
            f'table "{spec.table}" has no primary key of a single column',
            (_KEY, "table"),
            hint="that key is what tells tenants apart",
        )
    elif root is not table:
        _add_key(spec, root, key, table)


def _add_key(spec: TenancySpec, root: TableDraft, key: str, table: TableDraft) -> None:
    columns = column.SECTION.of(table)
    if spec.column not in columns:
        wanted = ColumnSpec(type=column.SECTION.of(root)[key].type, not_null=True)
        put_after_key(table, spec.column, wanted, _MEMBER)
    elif not columns[spec.column].not_null:
        table.problem(
            "tenant-key",
            f'"{spec.column}" may be null, and such a row belongs to no tenant',
            "columns",
            spec.column,
            hint="write `not null`",
        )
        return
    _refer_to_tenant(spec, root, key, table)


def _refer_to_tenant(spec: TenancySpec, root: TableDraft, key: str, table: TableDraft) -> None:
    """Let the tenant's key refer to the tenant, unless it refers to something already."""
    keys = foreign_key.SECTION.of(table)
    if any(each.columns == [spec.column] for each in keys):
        return
    table.made_by("foreign_keys", len(keys), _MEMBER)
    target = sql("{} ({})", Name(root.name), Name(key))
    if root.schema != table.project.schema:
        target = f"{quote_qualified(root.schema, root.name)} ({key})"
    keys.append(ForeignKeySpec(columns=[spec.column], references=target))


def _isolate(_: None, project: ProjectDraft) -> None:
    """Add what keeps tenants apart, once all constraints and access rules are there."""
    spec: TenancySpec | None = project.declared.get(_KEY)
    root = find_table(spec.table, project) if spec else None
    if spec is None or root is None:
        return
    actors = _bound(spec, project)
    walls: dict[ObjectId, str] = {}
    for table in project.tables.values():
        own = _root_key(table) if table is root else spec.column
        if not table.declared.get(_MEMBER) or own not in column.SECTION.of(table):
            continue
        if table is not root:
            lead_with_tenant(table, own)
            tie_references(table, own, root)
        if actors:
            walls[table.id] = sql("{} = claim.{}", Name(own), Name(spec.claim))
            _add_wall(table, actors, walls[table.id])
    _narrow_facts(project, {actor.name for actor in actors}, walls)


def _add_wall(table: TableDraft, actors: list[Actor], predicate: str) -> None:
    policy = PolicySpec.model_validate(
        {
            "to": [actor.name for actor in actors],
            "using": predicate,
            "with_check": predicate,
            "as": "restrictive",
        }
    )
    add_policy(table, fit_name(table.name, suffix="tenant"), policy, _MEMBER)


def _bound(spec: TenancySpec, project: ProjectDraft) -> list[Actor]:
    return [
        actor
        for actor in project.facts.actors.values()
        if spec.claim in actor.claims and (spec.actors is None or actor.name in spec.actors)
    ]


def _narrow_facts(project: ProjectDraft, actors: set[str], walls: dict[ObjectId, str]) -> None:
    rules = project.facts.access
    for index, rule in enumerate(rules):
        if rule.table in walls and rule.actor in actors:
            rules[index] = _narrowed(rule, walls[rule.table])


def _narrowed(rule: AccessRule, predicate: str) -> AccessRule:
    def both(text: str | None) -> str | None:
        if text is None or text in (EVERY_ROW, predicate):
            return None if text is None else predicate
        return f"({text}) AND {predicate}"

    return replace(rule, using=both(rule.using), with_check=both(rule.with_check))


TENANCY = Feature(
    name="tenancy",
    key=_KEY,
    project=TenancySpec,
    expand_project=_check,
    description="What a tenant is: its table, the column that refers to it, the session's claim.",
)

TENANT = Feature(
    name="tenant",
    key=_MEMBER,
    table=bool,
    expand_table=_expand_key,
    description="Whether the rows belong to a tenant.",
)

ISOLATION = Feature(
    name="tenant isolation",
    expand_project=_isolate,
    description="Policies and composite keys that keep tenants apart.",
)
