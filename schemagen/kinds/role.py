"""Roles (pg_roles), which belong to the whole server and may serve several databases.

A role that schemagen creates bears a mark in its comment; only such a role is dropped again, and
only when no other database uses it.
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import authz
from schemagen.catalog.object import ALTER, CatalogObject, on_change
from schemagen.catalog.statement import Effect, Statement, Topic
from schemagen.declare.base import NameList, SpecModel
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.kind import CreateContext, Kind
from schemagen.kinds.support import access_statement, plain_text, role_id
from schemagen.sqltext.quoting import Literal, Name, Raw, dollar_quote, sql

_POWERS = ("login", "inherit", "bypass_rls")
_MARK = "Created by schemagen."


@frozen(kw_only=True)
class Role(CatalogObject):
    """A role and its attributes."""

    login: bool = on_change(ALTER, False)
    inherit: bool = on_change(ALTER, True)
    bypass_rls: bool = on_change(ALTER, False)
    member_of: tuple[str, ...] = on_change(ALTER, ())


class RoleSpec(SpecModel):
    """A role besides those of the actors."""

    login: bool = False
    """Whether sessions may begin as it."""
    inherit: bool = True
    """Whether it has the privileges of the roles that it is a member of."""
    bypass_rls: bool = False
    """Whether no policy holds for it."""
    member_of: NameList = Field(default_factory=list)
    """Roles that it is a member of."""
    comment: str | None = None
    was: str | None = None
    external: bool = False
    """Whether somebody else makes it: it is referred to, and never created."""


def _lower(declared: dict[str, RoleSpec | None], _: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        known = spec or RoleSpec()
        role = Role(
            id=role_id(name),
            login=known.login,
            inherit=known.inherit,
            bypass_rls=known.bypass_rls,
            member_of=tuple(sorted(known.member_of)),
            comment=known.comment,
            was=known.was,
            depends_on=tuple(role_id(other) for other in known.member_of if other in declared),
            external=known.external,
        )
        yield role, ("roles", name)


def _attributes(item: Role) -> str:
    words = [
        "LOGIN" if item.login else "NOLOGIN",
        "" if item.inherit else "NOINHERIT",
        "BYPASSRLS" if item.bypass_rls else "",
        sql("IN ROLE {}", Raw(", ".join(sql("{}", Name(r)) for r in item.member_of)))
        if item.member_of
        else "",
    ]
    return " ".join(word for word in words if word)


def _create(item: Role, _: CreateContext) -> Iterable[Statement]:
    name = item.id.name
    # One that was read from a server, and comes back, bears the mark already.
    own = (item.comment or "").removesuffix(_MARK).rstrip()
    comment = f"{own} {_MARK}" if own else _MARK
    body = sql(
        """
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {}) THEN
    CREATE ROLE {} {};
    COMMENT ON ROLE {} IS {};
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another session was faster
END
""",
        Literal(name),
        Name(name),
        Raw(_attributes(item)),
        Name(name),
        Literal(comment),
    )
    yield access_statement(item, "DO {}", Raw(dollar_quote(body)), effect=NO_LOCK)


def _drop(item: Role) -> Iterable[Statement]:
    name = item.id.name
    body = sql(
        """
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname = {} AND pg_catalog.shobj_description(oid, 'pg_authid') LIKE {}
  ) THEN
    DROP ROLE {};
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'role % is still used elsewhere and stays', {};
END
""",
        Literal(name),
        Literal(f"%{_MARK}"),
        Name(name),
        Literal(name),
    )
    yield access_statement(item, "DO {}", Raw(dollar_quote(body)), effect=NO_LOCK)


def _set_attributes(current: Role, desired: Role) -> Iterable[Statement]:
    words = [
        "LOGIN" if desired.login else "NOLOGIN",
        "INHERIT" if desired.inherit else "NOINHERIT",
        "BYPASSRLS" if desired.bypass_rls else "NOBYPASSRLS",
    ]
    name = desired.id.name
    grows = [field for field in _POWERS if getattr(desired, field) > getattr(current, field)]
    risks = tuple(authz(f"{name} gets {field.replace('_', ' ')}") for field in grows)
    text, effect = "ALTER ROLE {} {}", Effect(risks=risks)
    yield access_statement(desired, text, Name(name), Raw(" ".join(words)), effect=effect)


def _set_memberships(current: Role, desired: Role) -> Iterable[Statement]:
    for role in sorted(set(current.member_of) - set(desired.member_of)):
        text, member = "REVOKE {} FROM {}", Name(desired.id.name)
        yield access_statement(desired, text, Name(role), member, effect=NO_LOCK)
    for role in sorted(set(desired.member_of) - set(current.member_of)):
        member = Name(desired.id.name)
        effect = Effect(risks=(authz(f"{desired.id.name} may do what {role} may do"),))
        yield access_statement(desired, "GRANT {} TO {}", Name(role), member, effect=effect)


def _rename(current: Role, desired: Role) -> Iterable[Statement]:
    yield access_statement(
        desired,
        "ALTER ROLE {} RENAME TO {}",
        Name(current.id.name),
        Name(desired.id.name),
        effect=NO_LOCK,
    )


def _declare(item: Role, _: Catalog) -> Declaration:
    values = {
        "login": item.login,
        "inherit": item.inherit,
        "bypass_rls": item.bypass_rls,
        "member_of": list(item.member_of),
    }
    return Declaration("roles", stated(RoleSpec, values) or None, item.id.name)


SECTION: Section[dict[str, RoleSpec | None]] = Section(
    key="roles",
    level=Level.PROJECT,
    annotation=dict[str, RoleSpec | None],
    default=dict,
    description="Roles besides those of the actors.",
    lower_project=_lower,
)

KIND = Kind(
    name="role",
    plural="roles",
    keyword="ROLE",
    model=Role,
    phase=20,
    create=_create,
    drop=_drop,
    alters={
        "login": _set_attributes,
        "inherit": _set_attributes,
        "bypass_rls": _set_attributes,
        "member_of": _set_memberships,
    },
    rename=_rename,
    identity=plain_text,
    gives_access=True,
    sections=(SECTION,),
    declare=_declare,
    topic=Topic.ACCESS,
    shared=True,
)
