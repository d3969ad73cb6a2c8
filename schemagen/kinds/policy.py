"""Row security policies (pg_policy)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal as Choice

from pydantic import Field, model_validator

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import authz
from schemagen.catalog.object import (
    ALTER,
    RECREATE,
    CatalogObject,
    Refers,
    on_change,
)
from schemagen.catalog.statement import Effect, Statement, Topic
from schemagen.declare.base import NameList, SpecModel, spec_error
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import TableDraft
from schemagen.declare.expressions import check_expression
from schemagen.declare.grants import role_name
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, locking
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import access_statement, member_text, relation_of, role_id
from schemagen.sqltext.brackets import bare
from schemagen.sqltext.quoting import Name, Raw, join_sql, quote_name, sql


@frozen(kw_only=True)
class Policy(CatalogObject):
    """A policy; expressions as SQL."""

    command: str = on_change(RECREATE, "all")  # select, insert, update, delete, all
    permissive: bool = on_change(RECREATE, True)
    roles: tuple[str, ...] = on_change(ALTER, ("PUBLIC",))
    using: str | None = on_change(ALTER, None, refers=Refers.SQL)
    with_check: str | None = on_change(ALTER, None, refers=Refers.SQL)


class PolicySpec(SpecModel):
    """A raw policy, for what `access` cannot say."""

    command: Choice["select", "insert", "update", "delete", "all"] = "all"
    """What it is about."""
    to: NameList = Field(default_factory=lambda: ["public"])
    """Actors or roles it applies to, or `public`."""
    using: str | None = None
    """Which rows that are there it shows to the command."""
    with_check: str | None = None
    """Which rows may be written; as `using` without it."""
    as_: Choice["permissive", "restrictive"] = Field("permissive", alias="as")
    """`permissive` policies add rows, `restrictive` ones leave rows out."""
    comment: str | None = None
    was: str | None = None

    @model_validator(mode="after")
    def _check_clauses(self) -> PolicySpec:
        if self.command == "insert" and self.using is not None:
            raise spec_error(
                "policy-clause",
                "a policy for insert has no `using`",
                hint="a new row is judged by `with_check`",
                at=("using",),
            )
        if self.command in ("select", "delete") and self.with_check is not None:
            raise spec_error(
                "policy-clause",
                f"a policy for {self.command} has no `with_check`",
                hint="rows are chosen by `using`",
                at=("with_check",),
            )
        return self


def _lower(declared: dict[str, PolicySpec], table: TableDraft) -> Declared:
    project, known = table.project, table.project.roles
    columns = project.names.columns.get(table.id)
    for name, spec in declared.items():
        path = table.path("policies", name)
        roles = tuple(sorted([role_name(role, project) for role in spec.to]))
        needs = {role_id(role) for role in roles if role in known}
        for key, text in (("using", spec.using), ("with_check", spec.with_check)):
            if text is not None:
                needs |= check_expression(text, project, (*path, key), columns, home=table.id)
        item = Policy(
            id=table.member("policy", name),
            command=spec.command,
            permissive=spec.as_ == "permissive",
            roles=roles,
            using=spec.using,
            with_check=spec.with_check,
            comment=spec.comment,
            was=spec.was,
            depends_on=tuple(sorted(needs)),
        )
        yield item, path


def _definition(item: Policy) -> str:
    return _text(item.permissive, item.command, item.roles, item.using, item.with_check)


# The policies of many tables differ in nothing but the table.
@lru_cache(maxsize=65536)
def _text(
    permissive: bool,
    command: str,
    roles: tuple[str, ...],
    using: str | None,
    with_check: str | None,
) -> str:
    parts = [
        "" if permissive else "AS RESTRICTIVE",
        sql("FOR {}", Raw(command.upper())) if command != "all" else "",
        sql("TO {}", Raw(_roles_text(roles))),
        sql("\n    USING ({})", Raw(using)) if using is not None else "",
        sql("\n    WITH CHECK ({})", Raw(with_check)) if with_check is not None else "",
    ]
    return join_sql(parts).replace(" \n", "\n")


def _roles_text(roles: tuple[str, ...]) -> str:
    return ", ".join(role if role == "PUBLIC" else quote_name(role) for role in roles)


def _create(item: Policy, _: CreateContext) -> Iterable[Statement]:
    effect = _access(item) if item.permissive else locking(item, ACCESS_EXCLUSIVE)
    name, relation = Name(item.id.name), relation_of(item.id)
    text = Raw(_definition(item))
    yield access_statement(item, "CREATE POLICY {} ON {} {}", name, relation, text, effect=effect)


def _access(item: Policy) -> Effect:
    """Return the effect of what may let somebody see or change other rows than before."""
    risk = authz(
        f"{', '.join(item.roles)} may get at other rows of {item.id.schema}.{item.id.table}"
    )
    return locking(item, ACCESS_EXCLUSIVE, risks=(risk,))


def _drop(item: Policy) -> Iterable[Statement]:
    effect = locking(item, ACCESS_EXCLUSIVE) if item.permissive else _access(item)
    name, relation = Name(item.id.name), relation_of(item.id)
    yield access_statement(item, "DROP POLICY {} ON {}", name, relation, effect=effect)


def _alter(current: Policy, desired: Policy) -> Iterable[Statement] | None:
    """ALTER POLICY can set an expression, not take one away."""
    if (current.using is not None and desired.using is None) or (
        current.with_check is not None and desired.with_check is None
    ):
        return None
    parts = [
        sql("ALTER POLICY {} ON {}", Name(desired.id.name), relation_of(desired.id)),
        sql("TO {}", Raw(_roles_text(desired.roles))),
        sql("USING ({})", Raw(desired.using)) if desired.using is not None else "",
        sql("WITH CHECK ({})", Raw(desired.with_check)) if desired.with_check is not None else "",
    ]
    return [access_statement(desired, "{}", Raw(join_sql(parts)), effect=_access(desired))]


def _rename(current: Policy, desired: Policy) -> Iterable[Statement]:
    yield access_statement(
        desired,
        "ALTER POLICY {} ON {} RENAME TO {}",
        Name(current.id.name),
        relation_of(current.id),
        Name(desired.id.name),
        effect=locking(desired, ACCESS_EXCLUSIVE),
    )


def _declare(item: Policy, _: Catalog) -> Declaration:
    roles = ["public" if role == "PUBLIC" else role for role in item.roles]
    values = {
        "command": item.command,
        "to": roles,
        "using": bare(item.using) if item.using else None,
        "with_check": bare(item.with_check) if item.with_check else None,
        "as_": "permissive" if item.permissive else "restrictive",
    }
    mapping = stated(PolicySpec, values)
    if mapping.get("to") and len(roles) == 1:
        mapping["to"] = roles[0]
    return Declaration("policies", mapping, item.id.name)


SECTION: Section[dict[str, PolicySpec]] = Section(
    key="policies",
    level=Level.TABLE,
    annotation=dict[str, PolicySpec],
    default=dict,
    description="Raw policies, for what `access` cannot say.",
    lower_table=_lower,
)

KIND = Kind(
    name="policy",
    plural="policies",
    keyword="POLICY",
    model=Policy,
    phase=130,
    create=_create,
    definition=_definition,
    drop=_drop,
    admits=lambda item: (item.command, item.roles),
    alters={"roles": _alter, "using": _alter, "with_check": _alter},
    rename=_rename,
    identity=member_text,
    renamed_when_equal=lambda _: True,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT}),
    topic=Topic.ACCESS,
)
